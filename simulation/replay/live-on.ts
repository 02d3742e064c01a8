import type { Act } from '../../shared/core/routing/acts';
import type { Command } from '../../shared/core/routing/commands';
import type { RoutingConfig } from '../../shared/core/routing/config';
import type { Entry } from '../../shared/core/routing/entries';
import { createHeap, firstOf, popFrom, pushTo, type Heap } from '../../shared/core/routing/heap';
import { configVersion, nextDueAt, submit, type ShardState } from '../../shared/core/routing/shard';
import type { People } from './people';
import type { Submission } from './submissions';

/** From where on a day goes otherwise. */
export interface Rest {
  /** What was recorded from there on, with commands as the other configuration has them; null: nobody would send it. */
  readonly asked: readonly (Omit<Submission, 'command'> & { readonly command: Command | null })[];
  readonly people: People;
  readonly routing: (version: number) => RoutingConfig;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly command: Command;
}

interface Course {
  readonly rest: Rest;
  readonly agenda: Heap<Due>;
  readonly entries: Entry[];
  /** Offers that were live when the day went otherwise. */
  readonly early: ReadonlySet<string>;
  state: ShardState;
  order: number;
  done: string[];
}

const TICK_MS = 1_000;

/**
 * The rest of a day whose people react to what happens now: customers come, agents come and go when they did, whoever
 * left leaves if they still wait then; offers are answered and conversations end as `People` tell.
 */
export function liveOn(state: ShardState, rest: Rest): readonly Entry[] {
  const agenda = createHeap<Due>((a, b) => a.at - b.at || a.order - b.order);
  const early = new Set(state.offers.keys());
  const course: Course = { rest, agenda, early, state, order: 0, entries: [], done: [] };
  for (const { at, command } of rest.asked)
    if (command !== null && isFromOutside(course, command)) foresee(course, at, command);
  const endsAt = rest.asked.at(-1)?.at ?? 0;
  for (let due = nextOf(course); due !== undefined; due = nextOf(course)) {
    // Beyond the recording nobody came any more: what is left is seen to, but by no more than its ticks.
    if (due.at > endsAt + QUIET_AFTER_MS) break;
    tell(course, due);
  }
  return course.entries;
}

/** Long enough for every wait, and short enough to end. */
const QUIET_AFTER_MS = 4 * 3_600_000;

/** Answers to offers that were made before the day went otherwise stay as they were; later ones follow from the offers. */
function isFromOutside({ state }: Course, command: Command): boolean {
  // Routing looks by itself: after whatever may have changed something, and every second.
  if (command.name === 'match' || command.name === 'tick') return false;
  if ('offerId' in command) return state.offers.has(command.offerId);
  if ('assignmentId' in command)
    return state.assignments.has(command.assignmentId) || state.offers.has(command.assignmentId);
  return true;
}

function foresee(course: Course, at: number, command: Command): void {
  course.order += 1;
  pushTo(course.agenda, { at, order: course.order, command });
}

/** What comes first: something foreseen, or the tick of the second in which routing has something to do. */
function nextOf(course: Course): Due | undefined {
  const foreseen = firstOf(course.agenda);
  const dueAt = nextDueAt(course.state);
  const tickAt = dueAt === undefined ? Number.POSITIVE_INFINITY : Math.ceil(dueAt / TICK_MS) * TICK_MS;
  if (foreseen !== undefined && foreseen.at <= tickAt) {
    popFrom(course.agenda);
    return foreseen;
  }
  return dueAt === undefined
    ? undefined
    : { at: tickAt, order: 0, command: { name: 'tick', commandId: nameOf(course) } };
}

const nameOf = (course: Course): string => `replay-${(course.order += 1)}`;

function tell(course: Course, { at, command }: Due): void {
  submitTo(course, at, command);
  if (command.name === 'enqueue' || command.name === 'agentState')
    submitTo(course, at, { name: 'match', commandId: nameOf(course) });
}

function submitTo(course: Course, at: number, command: Command): void {
  const version = command.name === 'config' ? command.version : configVersion(course.state);
  const submission = { command, now: at, config: course.rest.routing(version), doneActs: course.done };
  const { state, entries } = submit(course.state, submission);
  course.state = state;
  if (entries.length > 0) course.done = [];
  for (const entry of entries) {
    course.entries.push(entry);
    for (const act of entry.acts) {
      course.done.push(act.id);
      react(course, entry.at, act);
    }
  }
}

function react(course: Course, at: number, act: Act): void {
  if (act.kind === 'offer') answer(course, at, act);
  if (act.kind !== 'assigned') return;
  const { assignmentId, visitId, channel } = act;
  // Of one that was offered before the day went otherwise, the end is on the agenda.
  if (course.early.has(act.offerId)) return;
  const { handleMs, wrapUpMs, notesMs } = course.rest.people.work(visitId, channel);
  foresee(course, at + handleMs, { name: 'release', commandId: nameOf(course), assignmentId, wrapUpMs });
  if (notesMs !== null)
    foresee(course, at + handleMs + notesMs, { name: 'complete', commandId: nameOf(course), assignmentId });
}

function answer(
  course: Course,
  at: number,
  { offerId, agentId, visitId, channel }: Extract<Act, { kind: 'offer' }>,
): void {
  const { how, afterMs } = course.rest.people.answer(visitId, agentId, channel);
  foresee(course, at, { name: 'delivered', commandId: nameOf(course), offerId });
  if (how === 'accept') foresee(course, at + afterMs, { name: 'accept', commandId: nameOf(course), offerId, agentId });
  if (how === 'decline')
    foresee(course, at + afterMs, { name: 'decline', commandId: nameOf(course), offerId, agentId, cause: 'declined' });
}
