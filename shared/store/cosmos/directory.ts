import type { Container } from '@azure/cosmos';
import type { Addresses, AddressOwner, DeskOfAgent, Directory } from '../../ports/directory';
import { create, documentId, partitionKey, read, update, type Document } from './documents';

/** What a document holds beside its ids. */
type Kept<T> = Document & T;

/** The `addresses` container: every address of ours, by itself. */
export function cosmosAddresses(container: Container): Addresses {
  return {
    async find(address) {
      const id = documentId(address);
      return (await read<Kept<{ owner: AddressOwner }>>(container, id, id))?.owner;
    },
    async put(address, owner) {
      const id = documentId(address);
      await container.items.upsert({ id, pk: id, owner });
    },
  };
}

const DAY_SECONDS = 86_400;
const THREAD_TTL_SECONDS = 90 * DAY_SECONDS;

/** The `directory` container: agents' desks, customers' wishes, mail threads. */
export function cosmosDirectory(container: Container): Directory {
  const pkOf = (tenantId: string, kind: string, key: string) => partitionKey(tenantId, kind, key);

  return {
    async desk(tenantId, agentId) {
      const found = await read<Kept<{ desk: DeskOfAgent }>>(container, 'desk', pkOf(tenantId, 'agent', agentId));
      return found?.desk;
    },
    async putDesk(tenantId, agentId, desk) {
      await container.items.upsert({ id: 'desk', pk: pkOf(tenantId, 'agent', agentId), desk });
    },
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
    async acknowledgeOnce(tenantId, thread, day) {
      const pk = pkOf(tenantId, 'mailThread', thread);
      const document = { id: documentId('acknowledged', day), pk, ttl: 2 * DAY_SECONDS };
      return (await create(container, document)).kind === 'created';
    },
    async mailCursor(tenantId, mailbox) {
      const found = await read<Kept<{ cursor: string }>>(container, 'cursor', pkOf(tenantId, 'mailbox', mailbox));
      return found?.cursor ?? null;
    },
    async putMailCursor(tenantId, mailbox, cursor) {
      await container.items.upsert({ id: 'cursor', pk: pkOf(tenantId, 'mailbox', mailbox), cursor });
    },
    async mailThread(tenantId, mailbox, messageIds) {
      for (const messageId of messageIds) {
        const id = documentId(messageId);
        const found = await read<Kept<{ thread: string }>>(container, id, pkOf(tenantId, 'mailThreads', mailbox));
        if (found !== undefined) return found.thread;
      }
      return undefined;
    },
    async putMailThread(tenantId, mailbox, messageId, thread) {
      const pk = pkOf(tenantId, 'mailThreads', mailbox);
      await container.items.upsert({ id: documentId(messageId), pk, thread, ttl: THREAD_TTL_SECONDS });
    },
  };
}
