import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import { Refusal } from '../kit/storage/answers';
import { leaseAfterWrite } from './leases';
import { newEtag } from './version';
import type { Disk } from './disk';
import type { StagedBlock, StoredBlob, StoredContainer } from './model';

/** What a write gives of a blob. */
export type NewVersion = Omit<StoredBlob, 'etag' | 'modifiedAt' | 'createdAt'>;

/** Containers, blobs and staged blocks as recorded, over the contents on disk. */
export interface Records {
  readonly disk: Disk;
  container(name: string): StoredContainer;
  containers(): StoredContainer[];
  putContainer(container: StoredContainer): Promise<void>;
  deleteContainer(name: string): Promise<void>;
  hasContainer(name: string): boolean;
  find(container: string, name: string): StoredBlob | undefined;
  blob(container: string, name: string): StoredBlob;
  /** Sorted by name. */
  blobsOf(container: string): StoredBlob[];
  /** The same, with those of which there are only blocks that no list named yet. */
  blobsWithUncommitted(container: string): StoredBlob[];
  /** Records a new version and forgets what it replaces; durable when it resolves. */
  put(blob: NewVersion): Promise<StoredBlob>;
  /** Records what is no new version: a lease. */
  keep(blob: StoredBlob): Promise<void>;
  delete(blob: StoredBlob): Promise<void>;
  staged(container: string, blob: string): StagedBlock[];
  now(): number;
  stage(block: StagedBlock): Promise<void>;
}

const byName = <T extends { readonly name: string }>(found: T[]): T[] =>
  found.sort((one, other) => (one.name < other.name ? -1 : 1));

/** What a list tells of a blob that has never been one. */
const uncommitted = (container: string, name: string): StoredBlob => ({
  ...{ container, name, etag: '', createdAt: 0, modifiedAt: 0, metadata: {}, size: 0, contentMd5: '' },
  headers: { contentType: '', contentEncoding: '', contentLanguage: '', contentDisposition: '', cacheControl: '' },
  ...{ file: '', blocks: [] },
});

const idOf = (...parts: readonly string[]) => parts.map(encodeURIComponent).join('/');

export function openRecords(store: Store, clock: Clock, disk: Disk): Records {
  const containers = store.collection<StoredContainer>('blob_containers');
  const blobs = store.collection<StoredBlob>('blob_blobs');
  const blocks = store.collection<StagedBlock>('blob_blocks');

  const find = (container: string, name: string) => blobs.get(idOf(container, name));
  const staged = (container: string, blob: string) =>
    blocks.values().filter((block) => block.container === container && block.blob === blob);

  async function unstage(found: readonly StagedBlock[]): Promise<void> {
    await Promise.all(found.map((block) => blocks.delete(idOf(block.container, block.blob, block.id))));
    await disk.remove(found.map(({ file }) => file));
  }

  async function put({ lease: _, ...blob }: NewVersion): Promise<StoredBlob> {
    const before = find(blob.container, blob.name);
    const now = clock.now();
    const stored = {
      ...{ ...blob, ...leaseAfterWrite(before?.lease, now) },
      ...{ etag: newEtag(), modifiedAt: now, createdAt: before?.createdAt ?? now },
    };
    const leftover = staged(blob.container, blob.name);
    await blobs.put(idOf(blob.container, blob.name), stored);
    await unstage(leftover);
    if (before && before.file !== blob.file) await disk.remove([before.file]);
    return stored;
  }

  async function remove(found: readonly StoredBlob[]): Promise<void> {
    await Promise.all(found.map(({ container, name }) => blobs.delete(idOf(container, name))));
    await disk.remove(found.map(({ file }) => file));
  }

  const blobsOf = (container: string) => byName(blobs.values().filter((blob) => blob.container === container));

  function blobsWithUncommitted(container: string): StoredBlob[] {
    const begun = blocks.values().filter((block) => block.container === container && !find(container, block.blob));
    const names = [...new Set(begun.map(({ blob }) => blob))];
    return byName([...blobsOf(container), ...names.map((name) => uncommitted(container, name))]);
  }

  void disk.sweep(new Set([...blobs.values(), ...blocks.values()].map(({ file }) => file)));

  return {
    disk,
    ...{ find, blobsOf, put, staged },
    keep: (blob) => blobs.put(idOf(blob.container, blob.name), blob),
    now: () => clock.now(),
    blobsWithUncommitted,
    container: (name) => containers.get(name) ?? refuse('ContainerNotFound', 'The specified container does not exist.'),
    containers: () => byName(containers.values()),
    putContainer: (container) => containers.put(container.name, container),
    hasContainer: (name) => containers.has(name),
    async deleteContainer(name) {
      await Promise.all([containers.delete(name), remove(blobsOf(name))]);
      await unstage(blocks.values().filter(({ container }) => container === name));
    },
    blob: (container, name) => find(container, name) ?? refuse('BlobNotFound', 'The specified blob does not exist.'),
    async delete(blob) {
      await unstage(staged(blob.container, blob.name));
      await remove([blob]);
    },
    stage: (block) => blocks.put(idOf(block.container, block.blob, block.id), block),
  };
}

function refuse(code: 'ContainerNotFound' | 'BlobNotFound', message: string): never {
  throw new Refusal(code, message);
}
