import type { Clock } from '../kit/clock';
import { takeTurns } from '../kit/turns';
import type { Collection, Store } from '../kit/store';
import { Refusal } from '../kit/storage/answers';
import { leaseAfterWrite } from './leases';
import { idOf } from './record-id';
import { newEtag } from './version';
import type { Disk } from './disk';
import { filesOf } from './contents';
import { openSnapshots, type SnapshotRecords } from './snapshot-records';
import type { StagedBlock, StoredBlob, StoredContainer } from './model';

/** What a write gives of a blob. */
export type NewVersion = Omit<StoredBlob, 'etag' | 'modifiedAt' | 'createdAt' | 'snapshot'>;

/** Containers, blobs and staged blocks as recorded, over the contents on disk. */
export interface Records extends Pick<SnapshotRecords, 'snapshotsOf' | 'snapshotsIn' | 'takeSnapshot'> {
  readonly disk: Disk;
  container(name: string): StoredContainer;
  containers(): StoredContainer[];
  putContainer(container: StoredContainer): Promise<void>;
  deleteContainer(name: string): Promise<void>;
  hasContainer(name: string): boolean;
  find(container: string, name: string, snapshot?: string): StoredBlob | undefined;
  blob(container: string, name: string, snapshot?: string): StoredBlob;
  /** Sorted by name. */
  blobsOf(container: string): StoredBlob[];
  /** The same, with those of which there are only blocks that no list named yet. */
  blobsWithUncommitted(container: string): StoredBlob[];
  /** Records a new version and forgets what it replaces; durable when it resolves. */
  put(blob: NewVersion): Promise<StoredBlob>;
  /** Records what is no new version: a lease. */
  keep(blob: StoredBlob): Promise<void>;
  /** A blob goes with its snapshots, a snapshot alone. */
  delete(blob: StoredBlob): Promise<void>;
  deleteSnapshots(blob: StoredBlob): Promise<void>;
  staged(container: string, blob: string): StagedBlock[];
  /** Runs what changes a blob's content in its place after what was asked for before. */
  inTurn<T>(container: string, name: string, job: () => Promise<T>): Promise<T>;
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

export function openRecords(store: Store, clock: Clock, disk: Disk): Records {
  const containers = store.collection<StoredContainer>('blob_containers');
  const blobs = store.collection<StoredBlob>('blob_blobs');
  const blocks = store.collection<StagedBlock>('blob_blocks');
  const snapshots = openSnapshots(store, clock);
  const find = (container: string, name: string, snapshot?: string) =>
    snapshot === undefined ? blobs.get(idOf(container, name)) : snapshots.find(container, name, snapshot);
  const staged = (container: string, blob: string) =>
    blocks.values().filter((block) => block.container === container && block.blob === blob);
  const { unstage, remove, discard } = openRemovals(disk, { blobs, blocks, snapshots });
  const lists = openLists(blobs, blocks);

  async function put(given: NewVersion): Promise<StoredBlob> {
    const { lease: _, snapshot: __, ...blob }: NewVersion & Partial<StoredBlob> = given;
    const before = find(blob.container, blob.name);
    const now = clock.now();
    const stored = {
      ...{ ...blob, ...leaseAfterWrite(before?.lease, now) },
      ...{ etag: newEtag(), modifiedAt: now, createdAt: before?.createdAt ?? now },
    };
    const leftover = staged(blob.container, blob.name);
    await blobs.put(idOf(blob.container, blob.name), stored);
    await unstage(leftover);
    if (before) await discard([before]);
    return stored;
  }

  void disk.sweep(
    new Set([...[...blobs.values(), ...snapshots.all()].flatMap(filesOf), ...blocks.values().map(({ file }) => file)]),
  );

  return {
    ...snapshots,
    ...{ disk, find, put, staged, ...lists, ...keptContainers(containers) },
    keep: (blob) =>
      blob.snapshot === undefined ? blobs.put(idOf(blob.container, blob.name), blob) : snapshots.keep(blob),
    now: () => clock.now(),
    inTurn: openTurns(),
    async deleteContainer(name) {
      await Promise.all([containers.delete(name), remove([...lists.blobsOf(name), ...snapshots.snapshotsIn(name)])]);
      await unstage(blocks.values().filter(({ container }) => container === name));
    },
    blob: (container, name, snapshot) =>
      find(container, name, snapshot) ?? refuse('BlobNotFound', 'The specified blob does not exist.'),
    async delete(blob) {
      if (blob.snapshot !== undefined) return remove([blob]);
      await unstage(staged(blob.container, blob.name));
      await remove([blob, ...snapshots.snapshotsOf(blob.container, blob.name)]);
    },
    deleteSnapshots: (blob) => remove(snapshots.snapshotsOf(blob.container, blob.name)),
    stage: (block) => blocks.put(idOf(block.container, block.blob, block.id), block),
  };
}

/** Turns for each blob, for as long as somebody waits for one. */
function openTurns(): Records['inTurn'] {
  const waiting = new Map<string, { readonly take: ReturnType<typeof takeTurns>; count: number }>();
  return async (container, name, job) => {
    const id = idOf(container, name);
    const turns = waiting.get(id) ?? { take: takeTurns(), count: 0 };
    waiting.set(id, turns);
    turns.count += 1;
    try {
      return await turns.take(job);
    } finally {
      turns.count -= 1;
      if (turns.count === 0) waiting.delete(id);
    }
  };
}

interface Kept {
  readonly blobs: Collection<StoredBlob>;
  readonly blocks: Collection<StagedBlock>;
  readonly snapshots: SnapshotRecords;
}

/** What is no longer named goes from the disk as well: a blob and its snapshots may name the same file. */
function openRemovals(disk: Disk, { blobs, blocks, snapshots }: Kept) {
  async function discard(found: readonly StoredBlob[]): Promise<void> {
    const files = found.flatMap((one) => {
      const base = blobs.get(idOf(one.container, one.name));
      const named = new Set(
        [...(base ? [base] : []), ...snapshots.snapshotsOf(one.container, one.name)].flatMap(filesOf),
      );
      return filesOf(one).filter((file) => !named.has(file));
    });
    await disk.remove(files);
  }
  return {
    discard,
    async unstage(found: readonly StagedBlock[]): Promise<void> {
      await Promise.all(found.map((block) => blocks.delete(idOf(block.container, block.blob, block.id))));
      await disk.remove(found.map(({ file }) => file));
    },
    async remove(found: readonly StoredBlob[]): Promise<void> {
      await Promise.all(
        found.map((one) =>
          one.snapshot === undefined ? blobs.delete(idOf(one.container, one.name)) : snapshots.forget(one),
        ),
      );
      await discard(found);
    },
  };
}

const keptContainers = (
  containers: Collection<StoredContainer>,
): Pick<Records, 'container' | 'containers' | 'putContainer' | 'hasContainer'> => ({
  container: (name) => containers.get(name) ?? refuse('ContainerNotFound', 'The specified container does not exist.'),
  containers: () => byName(containers.values()),
  putContainer: (container) => containers.put(container.name, container),
  hasContainer: (name) => containers.has(name),
});

/** What lists are made of. */
function openLists(
  blobs: Collection<StoredBlob>,
  blocks: Collection<StagedBlock>,
): Pick<Records, 'blobsOf' | 'blobsWithUncommitted'> {
  const blobsOf = (container: string) => byName(blobs.values().filter((blob) => blob.container === container));
  return {
    blobsOf,
    blobsWithUncommitted(container) {
      const here = blocks.values().filter((block) => block.container === container);
      const begun = new Set(here.map(({ blob }) => blob).filter((name) => !blobs.has(idOf(container, name))));
      return byName([...blobsOf(container), ...[...begun].map((name) => uncommitted(container, name))]);
    },
  };
}

function refuse(code: 'ContainerNotFound' | 'BlobNotFound', message: string): never {
  throw new Refusal(code, message);
}
