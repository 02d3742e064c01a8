import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Metadata } from '../kit/storage/metadata';
import type { StoredBlob } from './model';
import { idOf } from './record-id';
import { newEtag } from './version';

/** A snapshot with the time that names it. */
type Snapshot = StoredBlob & { readonly snapshot: string };

/** What blobs were: contents on disk that they share with them. */
export interface SnapshotRecords {
  find(container: string, name: string, snapshot: string): StoredBlob | undefined;
  /** From the oldest. */
  snapshotsOf(container: string, name: string): Snapshot[];
  snapshotsIn(container: string): Snapshot[];
  all(): Snapshot[];
  /** Records what a blob is now; with metadata of its own it is a version of its own. */
  takeSnapshot(blob: StoredBlob, metadata: Metadata | undefined): Promise<Snapshot>;
  keep(snapshot: StoredBlob): Promise<void>;
  forget(snapshot: StoredBlob): Promise<void>;
}

export function openSnapshots(store: Store, clock: Clock): SnapshotRecords {
  const kept = store.collection<Snapshot>('blob_snapshots');
  const below = (...names: readonly string[]) => {
    const ids = kept.ids().filter((id) => id.startsWith(`${idOf(...names)}/`));
    const found = ids.flatMap((id) => kept.get(id) ?? []);
    return found.sort((one, other) => (one.snapshot < other.snapshot ? -1 : 1));
  };
  const idOfSnapshot = ({ container, name, snapshot = '' }: StoredBlob) => idOf(container, name, snapshot);
  return {
    find: (container, name, snapshot) => kept.get(idOf(container, name, snapshot)),
    snapshotsOf: below,
    snapshotsIn: below,
    all: () => kept.values(),
    async takeSnapshot(base, metadata) {
      const { lease: _, ...blob } = base;
      const snapshot = nextTime(clock.now(), below(blob.container, blob.name).at(-1)?.snapshot);
      const own = metadata && { metadata, etag: newEtag(), modifiedAt: clock.now() };
      const taken = { ...blob, ...own, snapshot };
      await kept.put(idOfSnapshot(taken), taken);
      return taken;
    },
    keep: (snapshot) => kept.put(idOfSnapshot(snapshot), { ...snapshot, snapshot: snapshot.snapshot ?? '' }),
    forget: (snapshot) => kept.delete(idOfSnapshot(snapshot)),
  };
}

const TICKS_PER_MS = 10_000n;

/** An instant in the seven digits of Azure, after every one before it. */
function nextTime(now: number, last: string | undefined): string {
  const present = BigInt(now) * TICKS_PER_MS;
  const after = last === undefined ? present : ticksOf(last) + 1n;
  const ticks = after > present ? after : present;
  const toMillisecond = new Date(Number(ticks / TICKS_PER_MS)).toISOString().slice(0, -1);
  return `${toMillisecond}${String(ticks % TICKS_PER_MS).padStart(4, '0')}Z`;
}

const ticksOf = (time: string) =>
  BigInt(Date.parse(`${time.slice(0, -5)}Z`)) * TICKS_PER_MS + BigInt(time.slice(-5, -1));
