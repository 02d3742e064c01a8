import { ChangeFeedMode, ChangeFeedStartFrom, ErrorResponse } from '@azure/cosmos';
import type { ChangeFeedIteratorOptions, ChangeFeedPullModelIterator, Container, FeedRange } from '@azure/cosmos';
import type { ChangeFeed, FeedMode, FeedStart, Lease, Leases } from './change-feed';

/** The change feed of a container, through the vendor's SDK. */
export function sdkChangeFeed(container: Container, start: FeedStart, mode: FeedMode = 'LatestVersion'): ChangeFeed {
  const nameOf = (range: FeedRange) => `${range.minInclusive}-${range.maxExclusive}`;

  async function startOf(name: string, continuation: string | null): Promise<ChangeFeedIteratorOptions> {
    if (continuation !== null) return { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(continuation) };
    const range = (await container.getFeedRanges()).find((one) => nameOf(one) === name);
    if (!range) throw new Error(`The container ${container.id} has no range ${name}.`);
    switch (start.kind) {
      case 'now':
        return { changeFeedStartFrom: ChangeFeedStartFrom.Now(range) };
      case 'beginning':
        return { changeFeedStartFrom: ChangeFeedStartFrom.Beginning(range) };
      case 'time':
        return { changeFeedStartFrom: ChangeFeedStartFrom.Time(new Date(start.instant), range) };
      default:
        return start satisfies never;
    }
  }

  /** A new iterator reads the container's definition first: one that stands where the reading goes on is used again. */
  const standing = new Map<string, Standing>();

  async function iteratorAt(name: string, continuation: string | null, most: number): Promise<Standing['iterator']> {
    const kept = standing.get(name);
    standing.delete(name);
    if (kept !== undefined && kept.most === most && kept.standsFor.includes(continuation)) return kept.iterator;
    const from = await startOf(name, continuation);
    const changeFeedMode =
      mode === 'LatestVersion' ? ChangeFeedMode.LatestVersion : ChangeFeedMode.AllVersionsAndDeletes;
    return container.items.getChangeFeedIterator({ ...from, changeFeedMode, maxItemCount: most });
  }

  return {
    ranges: async () => (await container.getFeedRanges()).map(nameOf),
    async read(name, continuation, most) {
      const iterator = await iteratorAt(name, continuation, most);
      const answer = await iterator.readNext();
      // 304 has no result at all.
      const documents = answer.result ?? [];
      const next = answer.continuationToken;
      // Between where an empty reading began and where it ended there is nothing: it may go on for either.
      standing.set(name, { iterator, most, standsFor: documents.length === 0 ? [continuation, next] : [next] });
      return { documents, continuation: next };
    },
  };
}

interface Standing {
  readonly iterator: ChangeFeedPullModelIterator<unknown>;
  /** Continuations from which the iterator would read on. */
  readonly standsFor: readonly (string | null)[];
  readonly most: number;
}

interface LeaseDocument {
  readonly id: string;
  readonly range: string;
  readonly owner: string | null;
  readonly ContinuationToken: string | null;
  readonly renewedAt: number;
}

const isStatus = (error: unknown, status: number) => error instanceof ErrorResponse && error.code === status;

/** Leases as documents, whose ids begin with `prefix`: several functions may share a container. */
export function sdkLeases(container: Container, prefix: string): Leases {
  const idOf = (range: string) => `${prefix}.${range}`;
  const documentOf = ({ range, owner, continuation, renewedAt }: Omit<Lease, 'version'>): LeaseDocument => ({
    id: idOf(range),
    range,
    owner,
    ContinuationToken: continuation,
    renewedAt,
  });

  return {
    async list() {
      const query = {
        query: 'SELECT * FROM c WHERE STARTSWITH(c.id, @prefix)',
        parameters: [{ name: '@prefix', value: `${prefix}.` }],
      };
      const { resources } = await container.items.query<LeaseDocument & { _etag: string }>(query).fetchAll();
      return resources.map((document) => ({
        range: document.range,
        owner: document.owner,
        continuation: document.ContinuationToken,
        renewedAt: document.renewedAt,
        version: document._etag,
      }));
    },
    async create(range) {
      try {
        await container.items.create(documentOf({ range, owner: null, continuation: null, renewedAt: 0 }));
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },
    async update(lease) {
      const id = idOf(lease.range);
      const accessCondition = { type: 'IfMatch', condition: lease.version };
      try {
        const { etag } = await container.item(id, id).replace(documentOf(lease), { accessCondition });
        return { ...lease, version: etag };
      } catch (error) {
        if (isStatus(error, 412)) return undefined;
        throw error;
      }
    },
  };
}
