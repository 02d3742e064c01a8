import type { Metadata } from '../kit/storage/metadata';
import type { AccessPolicy } from '../kit/storage/policies';
import type { Lease } from './leases';
import type { Pages } from './pages';
import type { TagsOf } from './tags';
import type { Tier } from './tiers';

/** Headers that come back with a blob as they were given. */
export interface ContentHeaders {
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly contentLanguage: string;
  readonly contentDisposition: string;
  readonly cacheControl: string;
}

export type PublicAccess = 'blob' | 'container';

export interface StoredContainer {
  readonly name: string;
  readonly etag: string;
  readonly modifiedAt: number;
  readonly metadata: Metadata;
  /** What anybody may read: absent for nothing, the blobs, or what lists them too. */
  readonly publicAccess?: PublicAccess;
  /** Absent where none was ever set. */
  readonly policies?: readonly AccessPolicy[];
  readonly lease?: Lease;
}

/** The copy that a blob came from. */
export interface CopyRecord {
  readonly id: string;
  readonly source: string;
  readonly completedAt: number;
}

/** A committed block: its bytes follow those of the blocks before it. */
export interface CommittedBlock {
  /** Base64, as the client chose it. */
  readonly id: string;
  readonly size: number;
}

/** What an append blob has beside its content. */
export interface Appended {
  readonly blocks: number;
  readonly isSealed: boolean;
}

export interface StoredBlob extends TagsOf {
  readonly container: string;
  readonly name: string;
  /** When it was taken; absent of the blob itself. */
  readonly snapshot?: string;
  readonly etag: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly headers: ContentHeaders;
  readonly metadata: Metadata;
  readonly size: number;
  /** Base64; empty where nobody told it of a blob put together from blocks. */
  readonly contentMd5: string;
  /** Absent of a block blob. */
  readonly kind?: 'AppendBlob' | 'PageBlob';
  readonly appended?: Appended;
  readonly pages?: Pages;
  /** Absent where none was ever set. */
  readonly tier?: Tier;
  /** Name of the file that holds the content; empty of a page blob, which has several. */
  readonly file: string;
  /** Empty for a blob put in one piece. */
  readonly blocks: readonly CommittedBlock[];
  readonly lease?: Lease;
  readonly copy?: CopyRecord;
}

/** A block that was put and is not yet part of the blob. */
export interface StagedBlock {
  readonly container: string;
  readonly blob: string;
  readonly id: string;
  readonly size: number;
  readonly file: string;
}
