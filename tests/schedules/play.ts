import { isDeepStrictEqual } from 'node:util';
import { shardIdOf } from '../../shared/core/lib/ids';
import { isRemembered } from '../../shared/core/routing/evolve';
import type { Outcome } from '../../shared/core/routing/outcomes';
import { createShard, fold, restore, snapshot } from '../../shared/core/routing/shard';
import { tickShards } from '../../shared/flows/routing/tick-shards';
import type { RoutingJournal } from '../../shared/ports/routing-journal';
import { checkBalance, createChronicle } from './chronicle';
import { SHARD_IDS, type ShardName } from './company';
import type { Move } from './draw';
import { checkExits } from './exits';
import { count, createInstance, TENANT, type Counts, type Instance, type Outside } from './instance';
import { expected, type Breach } from './laws';
import { followed, sayingOf, type Saying } from './sayings';

/** What became of a schedule. */
export interface Played {
  readonly breaches: readonly { readonly law: string; readonly words: string; readonly move: number }[];
  readonly commands: number;
}

const START_AT = 1_000_000;

type Answer = { readonly outcome: Outcome | void } | null;

/** `isThorough`: the journal is read as text again and folded from its start too, which takes longer than the schedule. */
export interface How {
  readonly counts: Counts;
  readonly isThorough: boolean;
}

/** A stage on which schedules are played; `makeJournal` is a store that keeps the contract of RoutingJournal. */
export async function play(
  moves: readonly Move[],
  makeJournal: () => RoutingJournal,
  { counts, isThorough }: How,
): Promise<Played> {
  const breaches: { law: string; words: string; move: number }[] = [];
  let at = 0;
  const breach: Breach = (law, words) => void breaches.push({ law, words, move: at });
  const stage = createStage(makeJournal(), { counts, isThorough }, breach);
  for (const move of moves) {
    await stage.play(move, at);
    if (breaches.length > 0) break;
    at += 1;
  }
  if (breaches.length === 0) await stage.end();
  return { breaches, commands: stage.commands() };
}

function createStage(inner: RoutingJournal, { counts, isThorough }: How, breach: Breach) {
  const chronicle = createChronicle(breach);
  let now = START_AT;
  let version = 1;
  let commands = 0;
  let waiting: (() => void)[] | null = null;
  const follow: Saying[] = [];
  let held: { readonly saying: Saying; readonly via: 0 | 1; readonly after: number; readonly how: string }[] = [];
  const unanswered: Saying[] = [];
  const wanted = new Set<string>();
  const homes = new Map<string, ShardName>();

  const journal: RoutingJournal = {
    ...inner,
    async append(shard, fence, entries, facts) {
      const outcome = await inner.append(shard, fence, entries, facts);
      if (outcome.kind === 'appended') chronicle.append(shard.shardId as string as ShardName, entries);
      return outcome;
    },
  };
  const outside: Outside = {
    journal,
    counts,
    now: () => now,
    version: () => version,
    perform(shardId, act) {
      chronicle.perform(shardId, act);
      const next = followed(act, { version, now, homes });
      if (next !== null) follow.push(next);
    },
    gate: () => (waiting === null ? null : new Promise<void>((resolve) => waiting?.push(resolve))),
  };
  let started = 0;
  const start = (via: 0 | 1) => createInstance(`${'ab'[via]}${(started += 1)}`, outside);
  const instances: [Instance, Instance] = [start(0), start(1)];

  async function say(via: 0 | 1, saying: Saying): Promise<Answer> {
    commands += 1;
    const instance = instances[via];
    let answer: Answer = null;
    try {
      const outcome = await Promise.race([saying.say(instance), instance.died]);
      if (outcome !== 'died') answer = { outcome };
    } catch {
      count(counts, 'command refused by a failing store');
    }
    if (instance.isDead()) instances[via] = start(via);
    if (answer === null) unanswered.push(saying);
    else note(saying, answer);
    return answer;
  }

  /** What is answered is true: durable, and known from then on. */
  function note({ command }: Saying, answer: NonNullable<Answer>): void {
    const kind = answer.outcome?.kind;
    if (command?.name !== 'enqueue') return;
    if (kind === 'enqueued' || kind === 'alreadyEnqueued') wanted.add(command.visitId);
    if (kind === 'enqueued' && !chronicle.enqueued.has(command.visitId))
      breach('I1', `${command.visitId} was accepted and is nowhere`);
  }

  const other = (via: 0 | 1): 0 | 1 => (via === 0 ? 1 : 0);

  async function together(via: 0 | 1, saying: Saying, order: number): Promise<void> {
    waiting = [];
    let left = 2;
    const both = ([via, other(via)] as const).map(async (instance) => {
      await say(instance, saying);
      left -= 1;
    });
    for (let turn = 0; left > 0 && turn < 2_000; turn += 1) {
      await turns();
      const [next] = waiting.splice((order >> (turn % 8)) % 2 === 0 ? 0 : Math.max(0, waiting.length - 1), 1);
      next?.();
    }
    waiting = null;
    await Promise.all(both);
  }

  function sameAnswer({ command, shardId }: Saying, first: NonNullable<Answer>, second: NonNullable<Answer>): void {
    if (command === null || shardId === null || !isRemembered(command)) return;
    const recorded = chronicle.journal[shardId].find(
      (entry) => entry.command.commandId === command.commandId && entry.command.name === command.name,
    );
    // What was refused may succeed later: another time, another state.
    if (recorded === undefined || !isDeepStrictEqual(first.outcome, recorded.outcome)) return;
    if (!isDeepStrictEqual(second.outcome, recorded.outcome))
      breach('I7', `${command.commandId} was answered ${first.outcome?.kind} and then ${second.outcome?.kind}`);
  }

  async function deliver(move: Move, saying: Saying): Promise<void> {
    const { via, delivery } = move;
    if (delivery !== 'once') count(counts, `command ${delivery}`);
    if (delivery === 'lost') unanswered.push(saying);
    else if (delivery === 'late') held.push({ saying, via, after: 4, how: delivery });
    else if (delivery === 'swapped') held.push({ saying, via, after: 1, how: delivery });
    else if (delivery === 'together') await together(via, saying, move.order);
    else {
      const first = await say(via, saying);
      checkMatched(saying, first);
      if (delivery !== 'doubled') return;
      const second = await say(move.order % 2 === 0 ? via : other(via), saying);
      if (first !== null && second !== null) sameAnswer(saying, first, second);
    }
  }

  /** I11: whoever matches leaves nobody eligible and nothing waiting for them. */
  function checkMatched({ command, shardId }: Saying, answer: Answer): void {
    if (command?.name !== 'tick' || shardId === null || answer?.outcome?.kind !== 'settled') return;
    const left = expected(chronicle.shards[shardId]);
    if (left !== undefined) breach('I11', `${left.agentId} and ${left.visitId} are both there after a tick`);
  }

  async function releaseHeld(): Promise<void> {
    const due = held.filter(({ after }) => after <= 0);
    held = held.flatMap((one) => (one.after > 0 ? [{ ...one, after: one.after - 1 }] : []));
    for (const { saying, via } of due) await say(via, saying);
    for (const saying of follow.splice(0)) await say(0, saying);
  }

  /** I5: who went on with what they remember and what others wrote since knows the same as who reads it all. */
  async function checkMemories(): Promise<void> {
    for (const { deps, died } of instances)
      for (const shardId of SHARD_IDS) {
        const known = deps.shards.ask({ tenantId: TENANT, shardId: shardIdOf(shardId) }, snapshot);
        const told = await Promise.race([known, died]).catch(() => 'refused' as const);
        if (typeof told !== 'string' && !isDeepStrictEqual(told, snapshot(chronicle.shards[shardId])))
          breach('I5', `an instance remembers another state of ${shardId}`);
      }
  }

  async function end(): Promise<void> {
    if (isThorough) await checkMemories();
    for (const { saying } of held.splice(0)) unanswered.push(saying);
    for (const via of [0, 1] as const) instances[via] = start(via);
    for (const saying of unanswered.splice(0)) await say(0, saying);
    for (const saying of follow.splice(0)) await say(0, saying);
    // Acts that nobody marked are done again after 5 s.
    for (let turn = 0; turn < 3; turn += 1) {
      now = Math.max(now, chronicle.shards.s1.at, chronicle.shards.s2.at) + 6_000;
      await tickShards(instances[0].deps);
    }
    const undone = chronicle.undone();
    if (undone.length > 0) breach('I6', `never done: ${undone.slice(0, 3).join(', ')}`);
    for (const visitId of wanted) if (!chronicle.enqueued.has(visitId)) breach('I1', `${visitId} is lost`);
    checkBalance(chronicle, breach);
    for (const shardId of SHARD_IDS) await checkJournal(shardId);
    for (const shardId of SHARD_IDS) checkExits(chronicle, shardId, breach);
  }

  /** I5: the journal has no gaps; from the start, from the last snapshot and from what happened it is the same state. */
  async function checkJournal(shardId: ShardName): Promise<void> {
    const shard = { tenantId: TENANT, shardId: shardIdOf(shardId) };
    const seen = snapshot(chronicle.shards[shardId]);
    const { snapshot: taken, tail } = await inner.load(shard);
    const loaded = snapshot(fold(taken === null ? createShard(shardId) : restore(taken), tail));
    if (!isDeepStrictEqual(loaded, seen)) breach('I5', 'snapshot and tail are another state than the journal');
    if (!isThorough) return;
    const all = JSON.parse(JSON.stringify(chronicle.journal[shardId])) as (typeof chronicle.journal)[ShardName];
    if (!isDeepStrictEqual(snapshot(fold(createShard(shardId), all)), seen))
      breach('I5', 'the journal is another state');
    const known = await instances[0].deps.shards.ask(shard, snapshot);
    if (!isDeepStrictEqual(known, seen)) breach('I5', 'an instance knows another state');
  }

  return {
    commands: () => commands,
    end,
    async play(move: Move, index: number): Promise<void> {
      now += move.afterMs;
      if (move.afterMs >= 60_000) count(counts, 'clock jump, all');
      const instance = instances[move.via];
      instance.arm(move);
      if (move.skewMs !== null) {
        count(counts, move.skewMs < instance.skewMs() ? 'clock jump back, one' : 'clock jump forward, one');
        instance.setSkew(move.skewMs);
      }
      await releaseHeld();
      const { deed, order } = move;
      if (deed.name === 'publish') {
        version += 1;
        count(counts, 'version published');
        return;
      }
      await deliver(move, sayingOf(deed, order, `c${index}`, { chronicle, version, now, homes }));
    },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
