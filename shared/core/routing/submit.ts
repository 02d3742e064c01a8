import type { Command } from './commands';
import type { RoutingConfig } from './config';
import { decide } from './decide';
import { decideDue } from './decide-due';
import { decideMatch } from './decide-match';
import { entryOf, type Circumstances, type Decision, type NewAct } from './decision';
import type { Entry } from './entries';
import { isTooLarge } from './entry-size';
import { evolve, isRemembered } from './evolve';
import { recall } from './memory';
import type { Outcome, Recorded, Refused } from './outcomes';
import { nextDueAt } from './questions';
import type { ShardState } from './state';

/** A command to the shard, with all that it does not know by itself. */
export interface Submission {
  readonly command: Command;
  /** A time before the last entry's counts as the last entry's. */
  readonly now: number;
  readonly config: RoutingConfig;
  /** Ids of acts done since the last submission that was appended. Ids of acts not open are ignored. */
  readonly doneActs: readonly string[];
}

/** What came of a submission. */
export interface Submitted {
  /** Go on with this; the one given is consumed. */
  readonly state: ShardState;
  /** To append, in order, before anything else happens. Empty: nothing changed. */
  readonly entries: readonly Entry[];
  readonly outcome: Outcome;
  /** There was more to end or to offer than one submit does: tick again. `nextDueAt` says so too. */
  readonly isMoreDue: boolean;
}

/** Bound what one submit appends; the rest is done by the next, for `nextDueAt` stays in the past. */
const MAX_OFFERS_PER_SUBMIT = 100;
const MAX_DUE_PER_SUBMIT = 200;

/** Marks that ride along on an entry; more get an entry of their own. */
const MARKS_BESIDE = 8;
const MARKS_ALONE = 80;

/** A submission at work: what it has written so far. */
interface Work {
  readonly state: ShardState;
  readonly command: Command;
  readonly circumstances: Circumstances;
  readonly entries: Entry[];
  marks: string[];
}

type Step = { readonly outcome: Recorded; readonly acts: readonly NewAct[] };

/** Ends what is due, applies the command, ends what that made due, and for `match` and `tick` makes offers. */
export function submit(state: ShardState, submission: Submission): Submitted {
  const refused = refusalAtTheDoor(state, submission);
  if (refused !== null) return { state, entries: [], outcome: refused, isMoreDue: false };
  const { command, config, doneActs } = submission;
  const work: Work = {
    state,
    command,
    circumstances: { now: Math.max(submission.now, state.at), config },
    entries: [],
    marks: doneActs.filter((id) => state.openActs.has(id)),
  };
  const outcome = run(work);
  writeMarks(work);
  return { state, entries: work.entries, outcome: outcome ?? settled(work), isMoreDue: isMoreDue(work) };
}

function refusalAtTheDoor(state: ShardState, { command, config }: Submission): Refused | null {
  if (config.shardId !== state.shardId) return { kind: 'wrongShard' };
  // A shard that has no configuration yet takes the first one that it is given.
  const wanted = command.name === 'config' ? command.version : state.configVersion || config.version;
  if (config.version !== wanted) return { kind: 'wrongConfig', version: wanted };
  return isTooLarge(command) ? { kind: 'tooLarge' } : null;
}

/** The answer; undefined for `match` and `tick`, which are answered by what was written. */
function run(work: Work): Outcome | undefined {
  const { state, command } = work;
  // What is due is decided by a version that is in force: a new one comes first.
  if (command.name === 'config') return takeConfig(work);
  if (state.configVersion === 0) takeFirstConfig(work);
  endDue(work);
  if (command.name === 'match' || command.name === 'tick') {
    makeOffers(work);
    return undefined;
  }
  const outcome = answer(work);
  endDue(work);
  return outcome;
}

function answer(work: Work): Outcome {
  const { state, command, circumstances } = work;
  const known = isRemembered(command) ? recall(state.commands, command.commandId) : undefined;
  if (known !== undefined) return known;
  const decision = decide(state, command, circumstances);
  if (decision.kind === 'step') write(work, command, decision);
  return decision.outcome;
}

/** It reaches who is there already in the same submission, as far as that is allowed to go. */
function takeConfig(work: Work): Outcome {
  const outcome = answer(work);
  endDue(work);
  return outcome;
}

function takeFirstConfig(work: Work): void {
  const { version } = work.circumstances.config;
  const command = { name: 'config', commandId: `config-${version}`, version } as const;
  write(work, command, { outcome: { kind: 'configTaken' }, acts: [] });
}

function endDue(work: Work): void {
  repeat(work, MAX_DUE_PER_SUBMIT, decideDue, { name: 'tick', commandId: work.command.commandId });
}

/** Not while something is still due: an agent whose lease is over must not be offered anything. */
function makeOffers(work: Work): void {
  if (decideDue(work.state, work.circumstances) === undefined)
    repeat(work, MAX_OFFERS_PER_SUBMIT, decideMatch, work.command);
}

function repeat(
  work: Work,
  times: number,
  next: (state: ShardState, circumstances: Circumstances) => Decision | undefined,
  command: Command,
): void {
  for (let time = 0; time < times; time += 1) {
    const decision = next(work.state, work.circumstances);
    if (decision?.kind !== 'step') return;
    write(work, command, decision);
  }
}

function write(work: Work, command: Command, step: Step): void {
  const { state, circumstances, entries } = work;
  const entry = entryOf(state, circumstances, command, step, work.marks.splice(0, MARKS_BESIDE));
  entries.push(entry);
  evolve(state, entry);
}

/** Marks alone are worth an append only to a tick: they would be done again else. */
function writeMarks(work: Work): void {
  if (work.entries.length === 0 && work.command.name !== 'tick') return;
  const { state, command, circumstances, entries } = work;
  while (work.marks.length > 0) {
    const marks = work.marks.splice(0, MARKS_ALONE);
    const tick = { name: 'tick', commandId: command.commandId } as const;
    const entry = entryOf(state, circumstances, tick, { outcome: { kind: 'marked' }, acts: [] }, marks);
    entries.push(entry);
    evolve(state, entry);
  }
}

const settled = ({ entries }: Work): Outcome => ({ kind: 'settled', entries: entries.length });

/** Only of a match or tick: another command leaves offers to the match that follows it. */
function isMoreDue({ state, command, circumstances }: Work): boolean {
  if (command.name !== 'match' && command.name !== 'tick') return decideDue(state, circumstances) !== undefined;
  return (nextDueAt(state) ?? Number.POSITIVE_INFINITY) <= circumstances.now;
}
