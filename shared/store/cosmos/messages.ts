import { createHash } from 'node:crypto';
import type { Container } from '@azure/cosmos';
import type { InteractionRef } from '../../core/lib/ids';
import type {
  Delivery,
  Direction,
  Message,
  MessageStore,
  MessageWithDelivery,
  NewMessage,
} from '../../ports/message-store';
import { create, documentId, read, replace, select, StoreError, update, type Document } from './documents';
import { interactionPartition } from './interactions';
import { sweptMark } from './swept';

interface MessageDocument extends Document, NewMessage {
  readonly kind: 'message';
}

interface DeliveryDocument extends Document {
  readonly kind: 'delivery';
  readonly delivery: Delivery;
  /** The claim of the message when it was recorded: the sweep that finds the one finds the other beside it. */
  readonly claimedUntil?: number;
}

const INSTANT_DIGITS = 15;
const deliveryId = (key: string) => `${key}:delivery`;

/** Longer source ids are told by their hash; what ids may hold is no more than this. */
const LONGEST_SOURCE = 300;

/**
 * The id of a message is made of what its event says, so that a repeat collides; it sorts by the instant of sending,
 * and within one by the carrier's id, which chats count upwards.
 */
function messageKey(direction: Direction, sentAt: number, sourceId: string): string {
  const readable = documentId(sourceId);
  const source =
    readable.length <= LONGEST_SOURCE ? readable : createHash('sha256').update(sourceId).digest('hex').slice(0, 20);
  return `${direction}:${String(sentAt).padStart(INSTANT_DIGITS, '0')}:${source}`;
}

/** What a message says, and nothing else that a caller may have passed with it. */
function contentOf(message: NewMessage): Omit<NewMessage, 'ref'> {
  const { direction, sourceId, author, text, html, attachments, sentAt, claimedUntil, replyTo } = message;
  return { direction, sourceId, author, text, html, attachments, sentAt, claimedUntil, replyTo };
}

const toMessage = (document: MessageDocument & { readonly etag: string }): Message => ({
  ref: document.ref,
  ...contentOf(document),
  etag: document.etag,
  key: document.id,
});

const toDocument = (key: string, message: NewMessage): MessageDocument => {
  // A caller may pass more than a reference, such as the facts of an interaction: nothing of that belongs here.
  const { tenantId, interactionId } = message.ref;
  return {
    ...{ id: key, pk: interactionPartition(message.ref), kind: 'message' },
    ...{ ref: { tenantId, interactionId }, ...contentOf(message) },
  };
};

type Stored<T> = T & { readonly _etag: string };

const fromStored = (document: Stored<MessageDocument>): Message => toMessage({ ...document, etag: document._etag });

const claimOf = (before: DeliveryDocument | undefined): Pick<DeliveryDocument, 'claimedUntil'> =>
  before?.claimedUntil === undefined ? {} : { claimedUntil: before.claimedUntil };

const deliveryDocument = (ref: InteractionRef, key: string, delivery: Delivery): DeliveryDocument => ({
  id: deliveryId(key),
  pk: interactionPartition(ref),
  kind: 'delivery',
  delivery,
});

/** The `interactions` container as the store of messages and their deliveries. */
export function cosmosMessages(container: Container): MessageStore {
  return {
    append: (message) => append(container, message),
    has: async (ref, direction, sentAt, sourceId) =>
      (await read(container, messageKey(direction, sentAt, sourceId), interactionPartition(ref))) !== undefined,
    previous: (message) => previous(container, message),
    claim: (message, until) => claim(container, message, until),
    delivery: (ref, key) => deliveryOf(container, ref, key),
    async recordDelivery({ ref, key, claimedUntil }, state) {
      const created = await create(container, { ...deliveryDocument(ref, key, state), ...{ claimedUntil } });
      return created.kind === 'created' ? 'recorded' : 'repeated';
    },
    async reportDelivery(ref, key, state) {
      const after = deliveryDocument(ref, key, state);
      await update<DeliveryDocument>(container, after.id, after.pk, (before) =>
        before !== undefined && isOutdated(before.delivery, state) ? undefined : { ...after, ...claimOf(before) },
      );
    },
    list: (ref) => list(container, ref),
    fromFeed: (ref, documents) => fromFeed(container, ref, documents as readonly FeedDocument[]),
    undelivered: (from, to) => undelivered(container, from, to),
    ...sweptMark(container, 'messages-swept'),
  };
}

/**
 * A claim runs out once, so every message is found once, with its delivery beside it. One that was taken over while its
 * first relayer was slow may have a delivery with the earlier claim: that is looked up.
 */
async function undelivered(container: Container, from: number, to: number): Promise<readonly InteractionRef[]> {
  const query = {
    query: 'SELECT c.id, c.pk, c.ref FROM c WHERE c.claimedUntil >= @from AND c.claimedUntil < @to',
    parameters: [
      { name: '@from', value: from },
      { name: '@to', value: to },
    ],
  };
  const resources = await select<Document & { readonly ref?: InteractionRef }>(container, query);
  const here = new Set(resources.map(({ pk, id }) => `${pk} ${id}`));
  const found = new Map<string, InteractionRef>();
  for (const { id, pk, ref } of resources) {
    if (ref === undefined || found.has(pk) || here.has(`${pk} ${deliveryId(id)}`)) continue;
    if ((await deliveryOf(container, ref, id)) === undefined) found.set(pk, ref);
  }
  return [...found.values()];
}

async function append(container: Container, message: NewMessage): ReturnType<MessageStore['append']> {
  const document = toDocument(messageKey(message.direction, message.sentAt, message.sourceId), message);
  const created = await create(container, document);
  if (created.kind === 'created') return { kind: 'stored', message: toMessage({ ...document, etag: created.etag }) };
  return { kind: 'repeated', message: await messageOf(container, message.ref, document.id) };
}

const isDelivery = (id: string): boolean => id.endsWith(':delivery');

/** A message and its delivery stand side by side: one query finds the two. */
async function previous(container: Container, message: Message): Promise<MessageWithDelivery | undefined> {
  const query = {
    query: 'SELECT TOP 2 * FROM c WHERE c.id < @key AND c.id > @direction ORDER BY c.id DESC',
    parameters: [
      { name: '@key', value: message.key },
      { name: '@direction', value: `${message.direction}:` },
    ],
  };
  const options = { partitionKey: interactionPartition(message.ref) };
  const resources = await select<Stored<MessageDocument | DeliveryDocument>>(container, query, options);
  const keys = resources.map(({ id }) => (isDelivery(id) ? id.slice(0, -':delivery'.length) : id));
  const key = keys.sort().at(-1);
  if (key === undefined) return undefined;
  const found = resources.find((one) => one.kind === 'message' && one.id === key);
  const before = found?.kind === 'message' ? fromStored(found) : await messageOf(container, message.ref, key);
  const delivery = resources.find((one) => one.kind === 'delivery' && one.id === deliveryId(key));
  return { message: before, delivery: delivery?.kind === 'delivery' ? delivery.delivery : undefined };
}

async function messageOf(container: Container, ref: InteractionRef, key: string): Promise<Message> {
  const stored = await read<MessageDocument>(container, key, interactionPartition(ref));
  if (stored === undefined) throw new StoreError('unreadable', 'A message that exists could not be read.');
  return toMessage(stored);
}

async function claim(container: Container, message: Message, until: number): ReturnType<MessageStore['claim']> {
  const document = toDocument(message.key, { ...message, claimedUntil: until });
  const outcome = await replace(container, document, message.etag);
  if (outcome.kind === 'conflict') return { kind: 'taken' };
  return { kind: 'claimed', message: toMessage({ ...document, etag: outcome.etag }) };
}

async function deliveryOf(container: Container, ref: InteractionRef, key: string): Promise<Delivery | undefined> {
  return (await read<DeliveryDocument>(container, deliveryId(key), interactionPartition(ref)))?.delivery;
}

async function list(container: Container, ref: InteractionRef): Promise<readonly MessageWithDelivery[]> {
  const query = "SELECT * FROM c WHERE STARTSWITH(c.id, 'in:') OR STARTSWITH(c.id, 'out:')";
  const options = { partitionKey: interactionPartition(ref) };
  const resources = await select<Stored<MessageDocument | DeliveryDocument>>(container, query, options);
  const deliveries = new Map(
    resources.flatMap((one) => (one.kind === 'delivery' ? [[one.id, one.delivery] as const] : [])),
  );
  return resources
    .flatMap((one) => (one.kind === 'message' ? [fromStored(one)] : []))
    .sort((a, b) => a.sentAt - b.sentAt || (a.key < b.key ? -1 : 1))
    .map((message) => ({ message, delivery: deliveries.get(deliveryId(message.key)) }));
}

type FeedDocument = Stored<MessageDocument | DeliveryDocument>;

async function fromFeed(
  container: Container,
  ref: InteractionRef,
  documents: readonly FeedDocument[],
): Promise<readonly MessageWithDelivery[]> {
  // The last of a document is its newest state.
  const newest = new Map(documents.map((one) => [one.id, one] as const));
  const keys = new Set([...newest.keys()].map((id) => (isDelivery(id) ? id.slice(0, -':delivery'.length) : id)));
  return Promise.all(
    [...keys].map(async (key) => {
      const [message, delivery] = [newest.get(key), newest.get(deliveryId(key))];
      return {
        message: message?.kind === 'message' ? fromStored(message) : await messageOf(container, ref, key),
        delivery: delivery?.kind === 'delivery' ? delivery.delivery : undefined,
      };
    }),
  );
}

/** Carriers repeat and reorder their reports, and somebody may play old ones again. */
const isOutdated = (known: Delivery, reported: Delivery): boolean =>
  known.status !== 'sent' && (reported.status === 'sent' || reported.at < known.at);
