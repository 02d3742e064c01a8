import type { Live } from '../metrics/live';

/** Makes a document of one shape one of the next. Doing it twice does no harm: an older instance may have written it back. */
export type Upcaster = (document: object) => object;

/** By kind of document, the first to be done first. */
export type Upcasters = ReadonlyMap<string, readonly Upcaster[]>;

/**
 * What later releases made of stored documents. A kind that is not here has its first shape still. Journal entries and the
 * snapshots of shards have a pass of their own (`../routing/upcast.ts`): they are read by more than the store.
 */
export const UPCASTERS: Upcasters = new Map([
  ['version', [withAuditEntry]],
  ['aggregate', [withQueues]],
  ['said', [withFiles]],
]);

/** The first versions of a configuration had no audit entry and followed one another. */
function withAuditEntry(document: { readonly version?: number; readonly change?: object }): object {
  const { version = 1, change } = document;
  const unknown = { at: 0, author: { id: 'unknown', name: null }, reason: '', replaces: version - 1, restores: null };
  return { ...document, change: change ?? unknown };
}

/** Live figures of before supervisors' totals were those of their queues: of those who wait the queue is known. */
function withQueues(document: { readonly aggregate?: Partial<Live> }): object {
  const { aggregate } = document;
  // Figures of an interval have no such part.
  if (aggregate?.open === undefined) return document;
  const waiting = aggregate.waiting ?? {};
  const open = Object.entries(aggregate.open).map(([id, one]) => {
    const queueId = one.queueId ?? waiting[id]?.queueId;
    return [id, queueId === undefined ? one : { ...one, queueId }] as const;
  });
  return { ...document, aggregate: { ...aggregate, open: Object.fromEntries(open) } };
}

/** What was said in a chat of before files could be sent with it. */
function withFiles(document: { readonly message?: { readonly files?: readonly object[] } }): object {
  const { message } = document;
  return message === undefined ? document : { ...document, message: { ...message, files: message.files ?? [] } };
}
