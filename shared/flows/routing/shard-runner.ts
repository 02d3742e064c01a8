import type { Act } from '../../core/routing/acts';
import type { Command } from '../../core/routing/commands';
import type { Entry } from '../../core/routing/entries';
import { configVersion, isMoot, openActs, submit, type ShardState } from '../../core/routing/shard';
import type { Fence, ShardFacts, ShardRef } from '../../ports/routing-journal';
import { FlowError } from '../lib/flow-error';
import { messageOf } from '../../core/lib/message-of';
import { beWary, current, factsOf, newSlot, rollIfLong, type Pending, type Question, type Slot } from './shard-memory';
import type { ShardRunnerDeps, Submitted } from './shard-runner-deps';
import { layDownPen, takeTurn } from './shard-turns';

/**
 * The shards as this process knows them. Any process may submit: the journal's fence decides, and processes that meet
 * take turns (`shard-turns.ts`), so that few lose. Submissions that arrive together share one append (group commit).
 */
export interface ShardRunner {
  submit(shard: ShardRef, command: Command): Promise<Submitted>;
  /** These acts were done; the mark rides on the next append. */
  markDone(shard: ShardRef, actIds: readonly string[]): void;
  /** These acts failed: the tick may hand them out again. */
  putBack(shard: ShardRef, actIds: readonly string[]): void;
  /** Acts decided before `before`, not marked done, and not being done by this process. */
  overdueActs(shard: ShardRef, before: number): Promise<readonly Act[]>;
  /** What the journal's head says, without loading the shard. */
  facts(shard: ShardRef): Promise<ShardFacts>;
  /** Asks the state without changing it, as the journal is read: `since` may miss what another process has just written. */
  ask<T>(shard: ShardRef, question: (state: ShardState) => T, how?: 'since' | 'latest'): Promise<T>;
  /** How often another writer was ahead of an append of this process. */
  fenceConflicts(shard: ShardRef): number;
  /** Marks of done acts that no append has carried yet. */
  unwritten(shard: ShardRef): number;
}

const FENCE_ATTEMPTS = 12;
/** A Cosmos batch holds 100 operations and 2 MB; entries are at most 2 KB, and one command makes at most some 300. */
const GROUP_COMMANDS = 100;
const GROUP_ENTRIES = 600;

export function createShardRunner(deps: ShardRunnerDeps): ShardRunner {
  const slots = new Map<string, Slot>();
  let signature: string | undefined;
  const writer = () => (signature ??= deps.ids.next());

  function slotOf(shard: ShardRef): Slot {
    const key = `${shard.shardId}/${shard.tenantId}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    const made = newSlot(shard, writer);
    slots.set(key, made);
    return made;
  }

  return {
    submit: (shard, command) =>
      new Promise((resolve, reject) => {
        const slot = slotOf(shard);
        slot.queue.push({ command, resolve, reject });
        void drain(deps, slot);
      }),
    markDone(shard, actIds) {
      const slot = slotOf(shard);
      for (const id of actIds) {
        slot.inHand.delete(id);
        slot.done.add(id);
      }
    },
    putBack(shard, actIds) {
      for (const id of actIds) slotOf(shard).inHand.delete(id);
    },
    overdueActs: (shard, before) => {
      const slot = slotOf(shard);
      return ask(deps, slot, (state) => {
        const left = openActs(state, before).filter((act) => !slot.inHand.has(act.id) && !slot.done.has(act.id));
        for (const act of left) if (isMoot(state, act)) slot.done.add(act.id);
        return left.filter((act) => !slot.done.has(act.id));
      });
    },
    facts: (shard) => deps.journal.facts(shard),
    ask: (shard, question, how) => ask(deps, slotOf(shard), question, how),
    fenceConflicts: (shard) => slotOf(shard).fenceConflicts,
    unwritten: (shard) => slotOf(shard).done.size,
  };
}

function ask<T>(
  deps: ShardRunnerDeps,
  slot: Slot,
  question: (state: ShardState) => T,
  how: 'since' | 'latest' = 'since',
): Promise<T> {
  return new Promise((resolve, reject) => {
    slot.questions.push({ answer: (state) => resolve(question(state)), reject, how });
    void drain(deps, slot);
  });
}

/** One drain runs at a time in a process; what arrives while it appends goes into the next group. */
async function drain(deps: ShardRunnerDeps, slot: Slot): Promise<void> {
  if (slot.draining) return;
  slot.draining = true;
  while (slot.queue.length + slot.questions.length > 0) {
    const group: Pending[] = [];
    const questions = slot.questions.splice(0);
    try {
      if (slot.queue.length > 0) settle(group, await commitGroup(deps, slot, group));
      if (questions.length > 0) await answerAll(deps, slot, questions);
    } catch (error) {
      slot.loaded = undefined;
      for (const job of [...group, ...slot.queue.splice(0), ...questions]) job.reject(error);
    }
  }
  slot.draining = false;
}

async function answerAll(deps: ShardRunnerDeps, slot: Slot, questions: readonly Question[]): Promise<void> {
  // Another process may have written since this one looked: what it remembers answers nothing then.
  const how = questions.some((question) => question.how === 'latest') ? 'latest' : 'since';
  const { state } = await current(deps, slot, how);
  for (const question of questions) question.answer(state);
}

function settle(group: readonly Pending[], answers: readonly Submitted[]): void {
  group.forEach((pending, index) => {
    const answer = answers[index];
    if (answer !== undefined) pending.resolve(answer);
  });
}

/** Fills the group with what waits as this process's turn comes, decides it and appends it. */
async function commitGroup(deps: ShardRunnerDeps, slot: Slot, group: Pending[]): Promise<Submitted[]> {
  for (let attempt = 0; attempt < FENCE_ATTEMPTS; attempt += 1) {
    const loaded = await takeTurn(deps, slot);
    group.push(...slot.queue.splice(0, GROUP_COMMANDS - group.length));
    const carried = [...slot.done];
    const { state, answers, entries } = await decideGroup(deps, slot.shard, loaded.state, group, carried);
    if (entries.length === 0) {
      // Nothing to append, so no fence has spoken: a refusal by an old state would be wrong.
      const now = await current(deps, slot, group.some(isAskedOnce) ? 'latest' : 'since');
      if (now.fence.seq !== loaded.fence.seq) continue;
      await layDownPen(deps, slot);
      return answers;
    }
    // `submit` consumed the old state: until the append says so, this process knows nothing.
    slot.loaded = undefined;
    const appended = await appendOrLose(deps, slot.shard, loaded.fence, entries, factsOf(state));
    if (appended === undefined) {
      slot.fenceConflicts += 1;
      beWary(slot);
      continue;
    }
    slot.wary = Math.max(0, slot.wary - 1);
    for (const id of carried) slot.done.delete(id);
    slot.queue.unshift(...group.splice(answers.length));
    for (const { acts } of answers) for (const act of acts) slot.inHand.add(act.id);
    const segmentEntries = loaded.segmentEntries + entries.length;
    slot.loaded = { state, fence: appended, segmentEntries, penOf: null };
    await rollIfLong(deps, slot);
    return answers;
  }
  throw new FlowError('contended', `Shard ${slot.shard.shardId} is written by too many at once.`);
}

/** What comes again by itself may have nothing to do by what this process's replica has; whoever asks once is answered by what stands. */
const isAskedOnce = ({ command: { name } }: Pending): boolean =>
  name !== 'tick' && name !== 'match' && name !== 'heartbeat';

/** An append whose outcome is unknown counts as lost: reloading shows it, and commands know their repeats. */
async function appendOrLose(
  deps: ShardRunnerDeps,
  shard: ShardRef,
  fence: Fence,
  entries: readonly Entry[],
  facts: ShardFacts,
): Promise<Fence | undefined> {
  try {
    const outcome = await deps.journal.append(shard, fence, entries, facts);
    return outcome.kind === 'appended' ? outcome.fence : undefined;
  } catch (error) {
    deps.log.warn('journal append unknown', {
      shardId: shard.shardId,
      why: messageOf(error),
    });
    return undefined;
  }
}

async function decideGroup(
  deps: ShardRunnerDeps,
  shard: ShardRef,
  from: ShardState,
  group: readonly Pending[],
  carried: readonly string[],
): Promise<{ state: ShardState; answers: Submitted[]; entries: Entry[] }> {
  let state = from;
  let doneActs = carried;
  const entries: Entry[] = [];
  const answers: Submitted[] = [];
  for (const { command } of group) {
    // The rest of the group goes into the next append.
    if (entries.length >= GROUP_ENTRIES) break;
    const config = await deps.configFor(shard, command.name === 'config' ? command.version : configVersion(state));
    const result = submit(state, { command, now: deps.clock.now(), config, doneActs });
    state = result.state;
    if (result.entries.length > 0) doneActs = [];
    entries.push(...result.entries);
    answers.push({ outcome: result.outcome, acts: result.entries.flatMap((entry) => entry.acts) });
  }
  return { state, answers, entries };
}
