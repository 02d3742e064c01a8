import type { Act } from './acts';
import { nextChoice } from './choose-offer';
import { firstDue, firstLeftover } from './due';
import { isAvailable } from './eligibility';
import { firstForsaken, firstPushedOut, waitingIn } from './overflow';
import type { ShardState } from './state';
import type { QueueId } from './types';

/** The configuration version that the state decides by; 0 before it took one. */
export const configVersion = ({ configVersion }: ShardState): number => configVersion;

/** The number of the last entry; 0 before the first. */
export const lastSeq = ({ seq }: ShardState): number => seq;

/**
 * When there is something to do without a command: the earliest deadline, or at once when an offer can be made. Undefined: never.
 */
export function nextDueAt(state: ShardState): number | undefined {
  if (firstLeftover(state) !== undefined || firstForsaken(state) !== undefined) return state.at;
  if (state.plannedVersion < state.configVersion || nextChoice(state) !== undefined) return state.at;
  if (firstPushedOut(state) !== undefined) return state.at;
  return firstDue(state)?.at;
}

/** Acts not marked done that were decided at `until` or before, oldest first. */
export const openActs = (state: ShardState, until: number): readonly Act[] =>
  [...state.openActs.values()].flatMap(({ act, at }) => (at <= until ? [act] : []));

/** Whether an open act would only mislead by now: an offer that is over is shown to nobody again. */
export const isMoot = ({ offers }: ShardState, act: Act): boolean => act.kind === 'offer' && !offers.has(act.offerId);

/** Who is there for a queue, and what waits in it. */
export interface Staffing {
  readonly signedIn: number;
  readonly ready: number;
  readonly waiting: number;
}

export function staffing(state: ShardState, queueId: QueueId): Staffing {
  const queue = state.index.queues.get(queueId);
  if (queue === undefined) return { signedIn: 0, ready: 0, waiting: 0 };
  let ready = 0;
  for (const agentId of queue.members) {
    const agent = state.agents.get(agentId);
    if (agent !== undefined && isAvailable(agent)) ready += 1;
  }
  return { signedIn: queue.members.size, ready, waiting: waitingIn(state, queueId) };
}
