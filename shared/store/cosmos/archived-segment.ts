import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { JournalSegment, ShardRef } from '../../ports/routing-journal';

/** A sealed segment as a file: gzip of JSON. */
export interface ArchivedSegment extends JournalSegment {
  /** The segment that follows; null: none does yet. */
  readonly next: string | null;
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Where the segment of a shard lies among the files. */
export const pathOf = ({ tenantId, shardId }: ShardRef, segment: string): string =>
  `journal/${[tenantId, shardId, segment].map(encodeURIComponent).join('/')}.json.gz`;

/** A segment as the content of its file. */
export const packSegment = async (segment: ArchivedSegment): Promise<Uint8Array> => compress(JSON.stringify(segment));

/** The opposite of `packSegment`. */
export const unpackSegment = async (file: Uint8Array): Promise<ArchivedSegment> =>
  JSON.parse((await decompress(file)).toString()) as ArchivedSegment;
