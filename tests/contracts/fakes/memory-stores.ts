import { stepOf } from '../../../shared/core/interaction/act-id';
import type { InteractionRef, TenantId } from '../../../shared/core/lib/ids';
import type { ConfigStore, ConfigVersion } from '../../../shared/ports/config-store';
import type { Addresses, AddressOwner } from '../../../shared/ports/directory';
import type { Inbox, InboxHead, InboxKey } from '../../../shared/ports/inbox';
import type {
  InteractionStore,
  InteractionWrite,
  StoredInteraction,
  TimelineEntry,
} from '../../../shared/ports/interaction-store';
import type { Delivery, Message, MessageStore, NewMessage } from '../../../shared/ports/message-store';
import type { SurveyAnswer, SurveyStore } from '../../../shared/ports/survey-store';
import type { Note, NoteStore } from '../../../shared/ports/note-store';
import type { BucketRef, MetricsStore } from '../../../shared/ports/metrics-store';
import { copy, nextEtag } from './kept';

const keyOf = ({ tenantId, interactionId }: InteractionRef): string => `${tenantId}/${interactionId}`;

/** Interactions in memory, with the conditional writes of the real store. */
export function memoryInteractions(): InteractionStore {
  const stored = new Map<string, StoredInteraction & { readonly timeline: readonly TimelineEntry[] }>();
  const done = new Map<string, { readonly actIds: readonly string[]; readonly refs: StoredInteraction['refs'] }>();
  let sweptTo = 0;
  const put = (write: InteractionWrite, before: readonly TimelineEntry[]) => {
    const { interaction, openActs, refs, events } = copy(write);
    const first = interaction.seq - events.length + 1;
    const timeline = [...before, ...events.map((event, index) => ({ seq: first + index, event }))];
    const etag = nextEtag();
    stored.set(keyOf(interaction.facts), { interaction, openActs, refs, etag, timeline });
    return { kind: 'saved', etag } as const;
  };
  const load: InteractionStore['load'] = async (ref) => {
    const found = stored.get(keyOf(ref));
    if (found === undefined) return undefined;
    const { interaction, openActs, refs, etag } = copy(found);
    const marks = [...new Set(openActs.map(({ actId }) => stepOf(actId)))].flatMap(
      (step) => done.get(`${keyOf(ref)} ${step}`) ?? [],
    );
    const isDone = new Set(marks.flatMap(({ actIds }) => actIds));
    return {
      interaction,
      openActs: openActs.filter(({ actId }) => !isDone.has(actId)),
      refs: Object.assign({}, refs, ...marks.map((mark) => mark.refs)) as typeof refs,
      etag,
    };
  };
  return {
    load,
    latest: load,
    async glance(ref) {
      const found = stored.get(keyOf(ref));
      return found && { interaction: copy(found.interaction) };
    },
    async markDone(ref, acts, refs) {
      const key = `${keyOf(ref)} ${acts[0] === undefined ? '' : stepOf(acts[0].actId)}`;
      if (done.has(key)) return 'repeated';
      done.set(key, { actIds: acts.map(({ actId }) => actId), refs: copy(refs) });
      return 'marked';
    },
    create: async (write) => (stored.has(keyOf(write.interaction.facts)) ? { kind: 'exists' } : put(write, [])),
    async save(write, etag) {
      const found = stored.get(keyOf(write.interaction.facts));
      return found?.etag === etag ? put(write, found.timeline) : { kind: 'conflict' };
    },
    timeline: async (ref) => copy(stored.get(keyOf(ref))?.timeline ?? []),
    claimedUntil: async (from, to) =>
      [...stored.values()]
        .map(({ interaction: { facts }, openActs }) => ({
          ref: { tenantId: facts.tenantId, interactionId: facts.interactionId },
          dueAt: Math.min(...openActs.map((open) => open.claimedUntil)),
        }))
        .filter(({ dueAt }) => dueAt >= from && dueAt < to)
        .sort((a, b) => a.dueAt - b.dueAt),
    sweptTo: async () => sweptTo,
    putSweptTo: async (at) => void (sweptTo = at),
  };
}

/** Notes in memory. */
export function memoryNotes(): NoteStore {
  const notes = new Map<string, Map<string, Note>>();
  const of = (ref: InteractionRef) => {
    const found = notes.get(keyOf(ref)) ?? new Map<string, Note>();
    notes.set(keyOf(ref), found);
    return found;
  };
  return {
    async add(ref, note) {
      const id = `${note.agentId}:${note.key}`;
      const kept = of(ref).get(id) ?? note;
      of(ref).set(id, kept);
      return copy(kept);
    },
    list: async (ref) =>
      copy([...of(ref).values()].sort((a, b) => a.writtenAt - b.writtenAt || (a.key < b.key ? -1 : 1))),
  };
}

/** What customers say of interactions, in memory. */
export function memorySurveys(): SurveyStore {
  const answers = new Map<string, SurveyAnswer>();
  return {
    async keep(ref, answer) {
      if (answers.has(keyOf(ref))) return 'repeated';
      answers.set(keyOf(ref), answer);
      return 'kept';
    },
    of: async (ref) => answers.get(keyOf(ref)),
  };
}

/** Messages in memory, by the keys of the real store. */
export function memoryMessages(): MessageStore {
  const messages = new Map<string, Message>();
  const deliveries = new Map<string, Delivery>();
  let sweptTo = 0;
  const idOf = (ref: InteractionRef, key: string) => `${keyOf(ref)}/${key}`;
  const messageKey = ({ direction, sentAt, sourceId }: Pick<NewMessage, 'direction' | 'sentAt' | 'sourceId'>) =>
    `${direction}:${String(sentAt).padStart(15, '0')}:${sourceId}`;
  const of = (ref: InteractionRef) =>
    [...messages.entries()].filter(([id]) => id.startsWith(`${keyOf(ref)}/`)).map(([, message]) => message);
  const withDelivery = (message: Message) => ({
    message: copy(message),
    delivery: deliveries.get(idOf(message.ref, message.key)),
  });
  return {
    async append(given) {
      const { tenantId, interactionId } = given.ref;
      const ref = { tenantId, interactionId };
      const key = messageKey(given);
      const known = messages.get(idOf(ref, key));
      if (known !== undefined) return { kind: 'repeated', message: copy(known) };
      const message: Message = { ...copy(given), ref, key, etag: nextEtag() };
      messages.set(idOf(ref, key), message);
      return { kind: 'stored', message: copy(message) };
    },
    has: async (ref, direction, sentAt, sourceId) =>
      messages.has(idOf(ref, messageKey({ direction, sentAt, sourceId }))),
    async previous(message) {
      const before = of(message.ref)
        .filter(({ key, direction }) => direction === message.direction && key < message.key)
        .sort((a, b) => (a.key < b.key ? 1 : -1))[0];
      return before && withDelivery(before);
    },
    async claim(message, claimedUntil) {
      const id = idOf(message.ref, message.key);
      if (messages.get(id)?.etag !== message.etag) return { kind: 'taken' };
      const claimed = { ...copy(message), claimedUntil, etag: nextEtag() };
      messages.set(id, claimed);
      return { kind: 'claimed', message: copy(claimed) };
    },
    delivery: async (ref, key) => deliveries.get(idOf(ref, key)),
    async recordDelivery({ ref, key }, delivery) {
      if (deliveries.has(idOf(ref, key))) return 'repeated';
      deliveries.set(idOf(ref, key), delivery);
      return 'recorded';
    },
    async reportDelivery(ref, key, delivery) {
      const known = deliveries.get(idOf(ref, key));
      if (known === undefined || known.status === 'sent' || (delivery.status !== 'sent' && delivery.at >= known.at))
        deliveries.set(idOf(ref, key), delivery);
    },
    list: async (ref) =>
      of(ref)
        .sort((a, b) => a.sentAt - b.sentAt)
        .map(withDelivery),
    // In memory nothing is read at a price: what the feed says of is what is there.
    async fromFeed(ref, documents) {
      const said = new Set((documents as { readonly id: string }[]).map(({ id }) => id.replace(/:delivery$/, '')));
      return of(ref)
        .filter(({ key }) => said.has(key))
        .map(withDelivery);
    },
    undelivered: async (from, to) =>
      [...messages.entries()]
        .filter(([id, { claimedUntil }]) => claimedUntil >= from && claimedUntil < to && !deliveries.has(id))
        .map(([, { ref }]) => ref)
        .filter((ref, index, all) => all.findIndex((one) => keyOf(one) === keyOf(ref)) === index),
    sweptTo: async () => sweptTo,
    putSweptTo: async (at) => void (sweptTo = at),
  };
}

/** Inbox heads in memory. */
export function memoryInbox(): Inbox {
  const heads = new Map<string, InboxHead>();
  const idOf = (key: InboxKey) => [key.tenantId, key.channel, key.ourAddress, key.customerAddress].join('|');
  const head: Inbox['head'] = async (key) => copy(heads.get(idOf(key)));
  return {
    head,
    latest: head,
    async open(key, open, before) {
      if (heads.get(idOf(key))?.etag !== before?.etag) return 'conflict';
      heads.set(idOf(key), { open, recent: before?.recent ?? [], etag: nextEtag() });
      return 'opened';
    },
    async leave(key, interactionId, last) {
      const head = heads.get(idOf(key));
      if (head?.open?.interactionId !== interactionId) return;
      const recent = [{ ...head.open, ...last }, ...head.recent];
      heads.set(idOf(key), { open: null, recent, etag: nextEtag() });
    },
  };
}

/** Addresses in memory. */
export function memoryAddresses(): Addresses {
  const owners = new Map<string, AddressOwner>();
  const find: Addresses['find'] = async (address) => owners.get(address);
  return {
    find,
    latest: find,
    async put(address, owner) {
      owners.set(address, owner);
    },
    async claim(address, owner, instead) {
      if (owners.get(address)?.tenantId !== instead?.tenantId) return 'lost';
      owners.set(address, owner);
      return 'claimed';
    },
  };
}

/** Configurations in memory. */
export function memoryConfigs(): ConfigStore {
  const versions = new Map<TenantId, ConfigVersion[]>();
  return {
    liveVersion: async (tenantId) => versions.get(tenantId)?.at(-1)?.version,
    read: async (tenantId, version) => versions.get(tenantId)?.[version - 1],
    async publish(tenantId, next) {
      const before = versions.get(tenantId) ?? [];
      if (before.length !== next.change.replaces) return { kind: 'conflict' };
      const version = before.length + 1;
      versions.set(tenantId, [...before, { version, ...next }]);
      return { kind: 'published', version };
    },
    history: async (tenantId, limit) =>
      (versions.get(tenantId) ?? [])
        .map(({ version, change }) => ({ version, change }))
        .reverse()
        .slice(0, limit),
    tenants: async () => [...versions.keys()],
  };
}

/** Aggregates in memory. */
export function memoryMetrics(): MetricsStore {
  const aggregates = new Map<string, unknown>();
  const seen = new Set<string>();
  const nameOf = ({ tenantId, bucket }: BucketRef): string => JSON.stringify([tenantId, bucket]);
  return {
    async apply<Aggregate, Event extends { readonly eventId: string }>(
      ref: BucketRef,
      events: readonly Event[],
      change: (before: Aggregate | undefined, fresh: readonly Event[]) => Aggregate,
    ) {
      const name = nameOf(ref);
      const fresh = events.filter(({ eventId }) => !seen.has(`${name}/${eventId}`));
      for (const { eventId } of fresh) seen.add(`${name}/${eventId}`);
      if (fresh.length > 0) aggregates.set(name, change(aggregates.get(name) as Aggregate | undefined, fresh));
    },
    read: async <Aggregate>(ref: BucketRef) => aggregates.get(nameOf(ref)) as Aggregate | undefined,
  };
}
