import type { OfferAct } from './acts';
import type { Command } from './commands';
import type { Entry } from './entries';
import { commandOf, type Known } from './law-commands.testsuite';
import type { Outcome } from './outcomes';
import {
  configVersion,
  createShard,
  nextDueAt,
  openActs,
  snapshot,
  submit,
  type ShardState,
  type Snapshot,
} from './shard';
import { configOf, type DrawnStep } from './shard-laws.testsuite';

/** One submission of a schedule, with the state on both sides of it. */
export interface Step {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly command: Command;
  readonly now: number;
  readonly entries: readonly Entry[];
  readonly outcome: Outcome;
  readonly isMoreDue: boolean;
  readonly nextDueAt: number | undefined;
}

const START_AT = 1_000_000;

/** Plays a schedule to a shard of its own. */
export function live(schedule: readonly DrawnStep[]): Step[] {
  let state = createShard('s1');
  let now = START_AT;
  const offers: OfferAct[] = [];
  const commands: Command[] = [];
  return schedule.map(({ afterMs, drawn, isMarking }, index) => {
    now += afterMs;
    const before = snapshot(state);
    const command = commandOf(drawn, `c${index}`, known(state, { now, offers, commands }));
    commands.unshift(command);
    const doneActs = isMarking ? [...openActs(state, now).map(({ id }) => id), 'unknown'] : [];
    const result = submit(state, { command, now, config: configFor(state, command), doneActs });
    state = result.state;
    for (const { acts } of result.entries) for (const act of acts) if (act.kind === 'offer') offers.unshift(act);
    const { entries, outcome, isMoreDue } = result;
    return { before, after: snapshot(state), command, now, entries, outcome, isMoreDue, nextDueAt: nextDueAt(state) };
  });
}

const known = (
  { offers, assignments, configVersion }: ShardState,
  { now, offers: made, commands }: Pick<Known, 'now' | 'offers' | 'commands'>,
): Known => ({
  now,
  configVersion,
  commands,
  offers: liveFirst(made, ({ offerId }) => offers.has(offerId)),
  assignmentIds: liveFirst(
    made.map(({ offerId }) => offerId),
    (id) => assignments.has(id),
  ),
});

const liveFirst = <T>(all: readonly T[], isLive: (one: T) => boolean): T[] => [
  ...all.filter(isLive),
  ...all.filter((one) => !isLive(one)),
];

export const configFor = (state: ShardState, command: Command) =>
  configOf(command.name === 'config' ? command.version : configVersion(state) || 1);
