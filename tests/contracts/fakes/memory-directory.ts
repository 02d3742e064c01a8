import type { DeskOfAgent, Directory } from '../../../shared/ports/directory';

/** The directory in memory. */
export function memoryDirectory(): Directory {
  const desks = new Map<string, DeskOfAgent>();
  const texts = new Map<string, string>();
  return {
    desk: async (tenantId, agentId) => desks.get(`${tenantId}/${agentId}`),
    async putDesk(tenantId, agentId, desk) {
      desks.set(`${tenantId}/${agentId}`, desk);
    },
    async forgetDesk(tenantId, agentId) {
      desks.delete(`${tenantId}/${agentId}`);
    },
    hasOptedOut: async (...key) => texts.get(key.join('/')) === 'out',
    async setOptedOut(tenantId, ours, theirs, optedOut) {
      const key = [tenantId, ours, theirs].join('/');
      if ((texts.get(key) === 'out') === optedOut) return 'unchanged';
      texts.set(key, optedOut ? 'out' : 'in');
      return 'changed';
    },
    async acknowledgeOnce(tenantId, thread, day, key) {
      const id = ['acknowledged', tenantId, thread, day].join('/');
      texts.set(id, texts.get(id) ?? key);
      return texts.get(id) === key;
    },
    mailCursor: async (...key) => texts.get(['cursor', ...key].join('/')) ?? null,
    async putMailCursor(tenantId, mailbox, cursor) {
      texts.set(['cursor', tenantId, mailbox].join('/'), cursor);
    },
    mailThread: async (tenantId, mailbox, ids) =>
      ids.map((id) => texts.get(['thread', tenantId, mailbox, id].join('/'))).find((thread) => thread !== undefined),
    async putMailThread(tenantId, mailbox, id, thread, sentKey) {
      texts.set(['thread', tenantId, mailbox, id].join('/'), thread);
      if (sentKey !== null) texts.set(['sent', tenantId, mailbox, id].join('/'), sentKey);
    },
    sentMail: async (tenantId, mailbox, id) => texts.get(['sent', tenantId, mailbox, id].join('/')),
  };
}
