import type { Container } from '@azure/cosmos';
import type { Addresses, AddressOwner, DeskOfAgent, Directory, OutboundLines } from '../../ports/directory';
import {
  catchUp,
  create,
  documentId,
  partitionKey,
  read,
  remove,
  replace,
  update,
  upsert,
  type Document,
} from './documents';

/** What a document holds beside its ids. */
type Kept<T> = Document & T;

const pkOf = (tenantId: string, kind: string, key: string) => partitionKey(tenantId, kind, key);

/** The `addresses` container: every address of ours, by itself. */
export function cosmosAddresses(container: Container): Addresses {
  const ownerOf = async (id: string) => (await read<Kept<{ owner: AddressOwner }>>(container, id, id))?.owner;
  return {
    find: (address) => ownerOf(documentId(address)),
    async latest(address) {
      const id = documentId(address);
      await catchUp(container, id, id);
      return ownerOf(id);
    },
    async put(address, owner) {
      const id = documentId(address);
      await upsert(container, { id, pk: id, owner });
    },
    async claim(address, owner, instead) {
      const id = documentId(address);
      const document = { id, pk: id, owner };
      const before = await read<Kept<{ owner: AddressOwner }>>(container, id, id);
      if (before?.owner.tenantId !== instead?.tenantId) return 'lost';
      const outcome =
        before === undefined ? await create(container, document) : await replace(container, document, before.etag);
      return outcome.kind === 'created' || outcome.kind === 'replaced' ? 'claimed' : 'lost';
    },
  };
}

interface LineHolder {
  readonly key: string;
  readonly until: number;
}

/** Who holds the lines of a number: one document, changed under its etag, so that no line is ever given twice. */
export function cosmosLines(container: Container): OutboundLines {
  const placeOf = (tenantId: string, number: string) => ({ id: 'lines', pk: pkOf(tenantId, 'lines', number) });
  type Held = Kept<{ holders: readonly LineHolder[] }>;
  return {
    async take({ tenantId, number, key, lines, now, until }) {
      const { id, pk } = placeOf(tenantId, number);
      let held = false;
      await update<Held>(container, id, pk, (before) => {
        const holders = (before?.holders ?? []).filter((one) => one.until > now && one.key !== key);
        held = holders.length < lines;
        return held ? { id, pk, holders: [...holders, { key, until }] } : undefined;
      });
      return held;
    },
    async free(tenantId, number, key) {
      const { id, pk } = placeOf(tenantId, number);
      await update<Held>(container, id, pk, (before) => {
        const holders = before?.holders ?? [];
        return holders.some((one) => one.key === key)
          ? { id, pk, holders: holders.filter((one) => one.key !== key) }
          : undefined;
      });
    },
  };
}

const DAY_SECONDS = 86_400;
const THREAD_TTL_SECONDS = 90 * DAY_SECONDS;

/** The `directory` container: agents' desks, customers' wishes, mail threads. */
export function cosmosDirectory(container: Container): Directory {
  return {
    async desk(tenantId, agentId) {
      const found = await read<Kept<{ desk: DeskOfAgent }>>(container, 'desk', pkOf(tenantId, 'agent', agentId));
      return found?.desk;
    },
    async putDesk(tenantId, agentId, desk) {
      await upsert(container, { id: 'desk', pk: pkOf(tenantId, 'agent', agentId), desk });
    },
    forgetDesk: (tenantId, agentId) => remove(container, 'desk', pkOf(tenantId, 'agent', agentId)),
    async hasOptedOut(tenantId, ourAddress, customerAddress) {
      const pk = pkOf(tenantId, 'customer', customerAddress);
      return (await read<Kept<{ optedOut: boolean }>>(container, documentId(ourAddress), pk))?.optedOut ?? false;
    },
    async setOptedOut(tenantId, ourAddress, customerAddress, optedOut) {
      const id = documentId(ourAddress);
      const pk = pkOf(tenantId, 'customer', customerAddress);
      return update<Kept<{ optedOut: boolean }>>(container, id, pk, (before) =>
        (before?.optedOut ?? false) === optedOut ? undefined : { id, pk, optedOut },
      );
    },
    ...mailMemory(container),
  };
}

type KnownMail = Kept<{ thread: string; sentKey: string | null }>;

/** What is remembered of mailboxes and of the threads in them. */
function mailMemory(
  container: Container,
): Pick<Directory, 'acknowledgeOnce' | 'mailCursor' | 'putMailCursor' | 'mailThread' | 'putMailThread' | 'sentMail'> {
  const readMail = (tenantId: string, mailbox: string, messageId: string) =>
    read<KnownMail>(container, documentId(messageId), pkOf(tenantId, 'mailThreads', mailbox));
  return {
    async acknowledgeOnce(tenantId, thread, day, key) {
      const pk = pkOf(tenantId, 'mailThread', thread);
      const id = documentId('acknowledged', day);
      const document = { id, pk, key, ttl: 2 * DAY_SECONDS };
      if ((await create(container, document)).kind === 'created') return true;
      return (await read<Kept<{ key: string }>>(container, id, pk))?.key === key;
    },
    async mailCursor(tenantId, mailbox) {
      const found = await read<Kept<{ cursor: string }>>(container, 'cursor', pkOf(tenantId, 'mailbox', mailbox));
      return found?.cursor ?? null;
    },
    async putMailCursor(tenantId, mailbox, cursor) {
      await upsert(container, { id: 'cursor', pk: pkOf(tenantId, 'mailbox', mailbox), cursor });
    },
    async mailThread(tenantId, mailbox, messageIds) {
      for (const messageId of messageIds) {
        const found = await readMail(tenantId, mailbox, messageId);
        if (found !== undefined) return found.thread;
      }
      return undefined;
    },
    async putMailThread(tenantId, mailbox, messageId, thread, sentKey) {
      const pk = pkOf(tenantId, 'mailThreads', mailbox);
      await upsert(container, { id: documentId(messageId), pk, thread, sentKey, ttl: THREAD_TTL_SECONDS });
    },
    async sentMail(tenantId, mailbox, messageId) {
      return (await readMail(tenantId, mailbox, messageId))?.sentKey ?? undefined;
    },
  };
}
