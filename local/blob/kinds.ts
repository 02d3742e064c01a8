import { Refusal } from '../kit/storage/answers';
import type { StoredBlob } from './model';

/** How a blob is written to. */
export type BlobKind = 'BlockBlob' | 'AppendBlob' | 'PageBlob';

export const kindOf = ({ kind }: Pick<StoredBlob, 'kind'>): BlobKind => kind ?? 'BlockBlob';

/** Refuses what blobs of another kind are written by. */
export function requireKind(blob: StoredBlob | undefined, kind: BlobKind): void {
  if (blob !== undefined && kindOf(blob) !== kind)
    throw new Refusal('InvalidBlobType', 'The blob type is invalid for this operation.');
}
