import { FlowError } from '../lib/flow-error';
import { current, feelCrowded, givePen, load, type Loaded, type Slot } from './shard-memory';
import type { ShardRunnerDeps } from './shard-runner';

/** The longest that a writer waits before it looks again: about one turn of another (pen, decision, append). */
const LOOK_AGAIN_MS = 24;
/** Whoever has waited long looks more often, so that nobody waits for ever. */
const IMPATIENT_AFTER_MS = 200;
/** Who has the pen for so long and writes nothing has died: longer than sealing a large segment takes. */
const PEN_MS = 1_000;
const GIVE_UP_AFTER_MS = 20_000;

/** How long a writer has waited for its turn, and for one and the same holder of the pen. */
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
  if (slot.crowded > 0 && slot.wroteLast) await deps.pause(LOOK_AGAIN_MS);
  const wait: Wait = { ms: 0, etag: '', sameMs: 0 };
  while (wait.ms < GIVE_UP_AFTER_MS) {
    // Reading a segment takes so long that others may have written in the meantime.
    if (slot.loaded === undefined) await load(deps, slot);
    const loaded = slot.loaded !== undefined && slot.wary === 0 ? slot.loaded : await current(deps, slot);
    if (slot.wary === 0) return loaded;
    if (isAnothers(slot, loaded) && wait.sameMs < PEN_MS) {
      await waitFor(deps, slot, wait, loaded.fence.etag);
      continue;
    }
    const fence = await givePen(deps, slot, loaded, slot.writer());
    if (fence !== undefined) {
      slot.loaded = { ...loaded, fence, penOf: slot.writer() };
      return slot.loaded;
    }
    await waitFor(deps, slot, wait, loaded.fence.etag);
  }
  throw new FlowError('contended', `Shard ${slot.shard.shardId} is written by too many at once.`);
}

const isAnothers = (slot: Slot, { penOf }: Loaded): boolean => penOf !== null && penOf !== slot.writer();

async function waitFor(deps: ShardRunnerDeps, slot: Slot, wait: Wait, etag: string): Promise<void> {
  feelCrowded(slot);
  const ms = wait.ms < IMPATIENT_AFTER_MS ? LOOK_AGAIN_MS : LOOK_AGAIN_MS / 3;
  wait.sameMs = wait.etag === etag ? wait.sameMs + ms / 2 : 0;
  wait.etag = etag;
  // Half of the longest is the mean.
  wait.ms += ms / 2;
  await deps.pause(ms);
}

/** A turn in which nothing was written ends with this: others would wait for a holder that has nothing to say. */
export async function layDownPen(deps: ShardRunnerDeps, slot: Slot): Promise<void> {
  const { loaded } = slot;
  if (loaded === undefined || loaded.penOf !== slot.writer()) return;
  const fence = await givePen(deps, slot, loaded, null);
  if (fence !== undefined) slot.loaded = { ...loaded, fence, penOf: null };
}
