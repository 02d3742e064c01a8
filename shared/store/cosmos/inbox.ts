import type { Container } from '@azure/cosmos';
import type { ClosedOnLine, Inbox, InboxHead, InboxKey, OpenOnLine } from '../../ports/inbox';
import { catchUp, create, partitionKey, read, replace, type Document } from './documents';

interface HeadDocument extends Document {
  readonly open: OpenOnLine | null;
  readonly recent: readonly ClosedOnLine[];
}

const HEAD_ID = 'head';
/** Enough for a week of a busy line; a repeat of something older finds nothing, long after Event Grid gave up (24 h). */
const RECENT_COUNT = 20;
/** A lost race means that another moved the head: reading again settles it in a round or two. */
const LEAVE_ATTEMPTS = 5;

const linePartition = ({ tenantId, channel, ourAddress, customerAddress }: InboxKey): string =>
  partitionKey(tenantId, channel, ourAddress, customerAddress);

/** The `inbox` container: one conditional head document per line. */
export function cosmosInbox(container: Container): Inbox {
  const headOf = (key: InboxKey) => read<HeadDocument>(container, HEAD_ID, linePartition(key));
  const asHead = (found: Awaited<ReturnType<typeof headOf>>): InboxHead | undefined =>
    found && { open: found.open, recent: found.recent, etag: found.etag };

  async function latest(key: InboxKey): ReturnType<typeof headOf> {
    await catchUp(container, HEAD_ID, linePartition(key));
    return headOf(key);
  }

  return {
    head: async (key) => asHead(await headOf(key)),
    latest: async (key) => asHead(await latest(key)),
    async open(key, open, before) {
      const document: HeadDocument = { id: HEAD_ID, pk: linePartition(key), open, recent: before?.recent ?? [] };
      if (before === undefined) return (await create(container, document)).kind === 'created' ? 'opened' : 'conflict';
      return (await replace(container, document, before.etag)).kind === 'replaced' ? 'opened' : 'conflict';
    },
    async leave(key, interactionId, last) {
      for (let attempt = 0; attempt < LEAVE_ATTEMPTS; attempt += 1) {
        const seen = await headOf(key);
        // One that is left alone wrongly would name what is closed for ever.
        const before = seen?.open?.interactionId === interactionId ? seen : await latest(key);
        if (before?.open?.interactionId !== interactionId) return;
        const closed: ClosedOnLine = { ...before.open, ...last };
        const after: HeadDocument = {
          id: HEAD_ID,
          pk: before.pk,
          open: null,
          recent: [closed, ...before.recent].slice(0, RECENT_COUNT),
        };
        if ((await replace(container, after, before.etag)).kind === 'replaced') return;
      }
    },
  };
}
