import type { Command } from '../../core/routing/commands';
import { configVersion, createShard, fold, lastSeq, nextDueAt, restore, snapshot } from '../../core/routing/shard';
import type { ShardState } from '../../core/routing/shard';
import { messageOf } from '../../core/lib/message-of';
import type { Fence, ShardFacts, ShardRef } from '../../ports/routing-journal';
import type { Freshness } from '../lib/look-twice';
import type { ShardRunnerDeps, Submitted } from './shard-runner-deps';

/** A command that waits to be decided. */
export interface Pending {
  readonly command: Command;
  readonly resolve: (submitted: Submitted) => void;
  readonly reject: (error: unknown) => void;
}

/** Waits its turn behind the commands before it: it must not see what is decided but not yet durable. */
export interface Question {
  readonly answer: (state: ShardState) => void;
  readonly how: Freshness;
  readonly reject: (error: unknown) => void;
}

/** What a process remembers of a shard: true as of its fence. */
export interface Loaded {
  readonly state: ShardState;
  readonly fence: Fence;
  readonly segmentEntries: number;
  /** Who had the pen when this was read. */
  readonly penOf: string | null;
}

/** A shard in this process. */
export interface Slot {
  readonly shard: ShardRef;
  /** What this process signs the pen with. */
  readonly writer: () => string;
  loaded: Loaded | undefined;
  queue: Pending[];
  questions: Question[];
  draining: boolean;
  fenceConflicts: number;
  /** For so many appends more others are thought to write too: what they wrote is read and the pen is taken before deciding. */
  wary: number;
  /** Whom this process met as it waited for its last turn: they go first now. */
  met: Set<string>;
  done: Set<string>;
  /** Acts handed to callers of this process and not yet reported done. */
  readonly inHand: Set<string>;
}

export const newSlot = (shard: ShardRef, writer: () => string): Slot => ({
  shard,
  writer,
  loaded: undefined,
  queue: [],
  questions: [],
  draining: false,
  fenceConflicts: 0,
  wary: 0,
  met: new Set(),
  done: new Set(),
  inHand: new Set(),
});

const SEGMENT_ENTRIES = 2_000;
const WARY_APPENDS = 32;
/** For so many appends after reading a segment, for whether others write is not known then. */
const UNSURE_APPENDS = 4;

/** Another process writes: it may again. */
export function beWary(slot: Slot): void {
  slot.wary = WARY_APPENDS;
}

/** The state as the journal has it, as current as is asked for. What this process remembers is brought up to date, not read again. */
export async function current(deps: ShardRunnerDeps, slot: Slot, how: Freshness = 'replica'): Promise<Loaded> {
  if (slot.loaded === undefined) return load(deps, slot);
  const { journal } = deps;
  const { state, fence } = slot.loaded;
  const found = await (how === 'latest' ? journal.latest(slot.shard, fence) : journal.since(slot.shard, fence));
  if (found.kind === 'gone') slot.loaded = undefined;
  if (found.kind === 'gone') return load(deps, slot);
  if (found.entries.length > 0) beWary(slot);
  slot.loaded = {
    state: fold(state, found.entries),
    fence: found.fence,
    segmentEntries: found.segmentEntries,
    penOf: found.penOf,
  };
  return slot.loaded;
}

/** Reads the newest segment, whatever this process remembers. Acts that it had handed out are anybody's again. */
export async function load(deps: ShardRunnerDeps, slot: Slot): Promise<Loaded> {
  const { snapshot: stored, tail, fence, penOf } = await deps.journal.load(slot.shard);
  const base = stored === null ? createShard(slot.shard.shardId) : restore(stored);
  const state = fold(base, tail);
  slot.loaded = { state, fence, segmentEntries: tail.length, penOf };
  slot.inHand.clear();
  slot.wary = Math.max(slot.wary, UNSURE_APPENDS);
  deps.log.info('shard loaded', { shardId: slot.shard.shardId, seq: lastSeq(state), tail: tail.length });
  return slot.loaded;
}

/**
 * Seals a segment that has grown long. What this process remembers stays true whatever becomes of it, for a snapshot changes nothing; one
 * that others were quicker than is tried again after the next append.
 */
export async function rollIfLong(deps: ShardRunnerDeps, slot: Slot): Promise<void> {
  const { loaded } = slot;
  if (loaded === undefined || loaded.segmentEntries < (deps.segmentEntries ?? SEGMENT_ENTRIES)) return;
  const fence = await roll(deps, slot, loaded);
  if (fence === undefined) beWary(slot);
  else slot.loaded = { ...loaded, fence, segmentEntries: 0 };
}

async function roll(deps: ShardRunnerDeps, slot: Slot, loaded: Loaded): Promise<Fence | undefined> {
  const { state } = loaded;
  try {
    const fence = slot.wary > 0 ? await givePen(deps, slot, loaded, slot.writer()) : loaded.fence;
    if (fence === undefined) return undefined;
    const outcome = await deps.journal.roll(slot.shard, fence, snapshot(state), factsOf(state));
    return outcome.kind === 'appended' ? outcome.fence : undefined;
  } catch (error) {
    // The group is durable: its callers must not hear that it failed. A segment that is long is only slow to load.
    deps.log.warn('journal segment not rolled', { shardId: slot.shard.shardId, why: messageOf(error) });
    return undefined;
  }
}

/** The fence with the pen given to `by`; `undefined` when another was quicker. One whose outcome is unknown counts as not taken: looking again tells. */
export async function givePen(
  deps: ShardRunnerDeps,
  { shard }: Slot,
  { fence, state }: Pick<Loaded, 'fence' | 'state'>,
  by: string | null,
): Promise<Fence | undefined> {
  try {
    const taken = await deps.journal.takePen(shard, fence, factsOf(state), by);
    return taken.kind === 'appended' ? taken.fence : undefined;
  } catch (error) {
    deps.log.warn('journal pen unknown', { shardId: shard.shardId, why: messageOf(error) });
    return undefined;
  }
}

/** What the journal's head says of a state. */
export function factsOf(state: ShardState): ShardFacts {
  const [oldest] = state.openActs.values();
  return {
    configVersion: configVersion(state),
    nextDueAt: nextDueAt(state) ?? null,
    openActsSince: oldest?.at ?? null,
  };
}
