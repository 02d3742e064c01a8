import { FlowError } from '../lib/flow-error';
import { pauseAtMost } from '../lib/pause';
import { beWary, current, givePen, load, type Loaded, type Slot } from './shard-memory';
import type { ShardRunnerDeps } from './shard-runner-deps';

/** The longest that a writer waits before it looks again: about one turn of another (pen, decision, append). */
const LOOK_AGAIN_MS = 20;
/** While nothing changes, looking costs whoever is at work more than it brings: so rarer and rarer, up to this. */
const LOOK_AGAIN_AT_LEAST_MS = 160;
/** Who has the pen for so long and writes nothing has died: longer than sealing a large segment takes. */
const PEN_MS = 1_000;
const GIVE_UP_AFTER_MS = 20_000;

/** How long a writer has waited for its turn, and since the last change that it saw. */
interface Wait {
  ms: number;
  etag: string;
  sameMs: number;
}

/**
 * Waits until it is this process's turn to decide. Alone it is at once, from memory. Where others write too, what they wrote is read first
 * and the pen is taken, so that nobody decides what the fence refuses: a decision that is lost takes the state with it, and the whole
 * segment has to be read again.
 */
export async function takeTurn(deps: ShardRunnerDeps, slot: Slot): Promise<Loaded> {
  // Whoever comes back at once would always be first.
  if (slot.met.size > 0) await pauseOf(deps)(LOOK_AGAIN_MS * slot.met.size);
  slot.met.clear();
  const wait: Wait = { ms: 0, etag: '', sameMs: 0 };
  while (wait.ms < GIVE_UP_AFTER_MS) {
    // Reading a segment takes so long that others may have written in the meantime.
    if (slot.loaded === undefined) await load(deps, slot);
    const loaded = slot.loaded !== undefined && slot.wary === 0 ? slot.loaded : await current(deps, slot);
    if (slot.wary === 0) return loaded;
    if (!isOfAnother(slot, loaded) || wait.sameMs >= PEN_MS) {
      const fence = await givePen(deps, slot, loaded, slot.writer());
      if (fence !== undefined) return (slot.loaded = { ...loaded, fence, penOf: slot.writer() });
    }
    await lookLater(deps, slot, wait, loaded);
  }
  throw new FlowError('contended', `Shard ${slot.shard.shardId} is written by too many at once.`);
}

const pauseOf = ({ pause }: ShardRunnerDeps) => pause ?? pauseAtMost;

const isOfAnother = (slot: Slot, { penOf }: Loaded): boolean => penOf !== null && penOf !== slot.writer();

async function lookLater(deps: ShardRunnerDeps, slot: Slot, wait: Wait, { penOf, fence }: Loaded): Promise<void> {
  beWary(slot);
  if (penOf !== null) slot.met.add(penOf);
  if (wait.etag !== fence.etag) wait.sameMs = 0;
  wait.etag = fence.etag;
  const ms = Math.min(LOOK_AGAIN_AT_LEAST_MS, LOOK_AGAIN_MS + wait.sameMs / 2);
  // Half of the longest is the mean.
  wait.sameMs += ms / 2;
  wait.ms += ms / 2;
  await pauseOf(deps)(ms);
}

/** A turn in which nothing was written ends with this: others would wait for a holder that has nothing to say. */
export async function layDownPen(deps: ShardRunnerDeps, slot: Slot): Promise<void> {
  const { loaded } = slot;
  if (loaded === undefined || loaded.penOf !== slot.writer()) return;
  const fence = await givePen(deps, slot, loaded, null);
  if (fence !== undefined) slot.loaded = { ...loaded, fence, penOf: null };
}
