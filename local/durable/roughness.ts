import type { Clock } from '../kit/clock';
import type { Rough } from '../kit/rough';

/** What the Azure Storage back end does to an app that a hub of one transaction per step does not. */
export interface Roughness {
  /** When a message for this queue, put there now, is taken. The queue keeps its order: one poll takes all that is there. Null: in no order. */
  takenAt(queue: string | null): number;
  /** A worker lost its message in the middle of the activity, and another one does it again. */
  repeatsActivity(): boolean;
  /** Both told their result. */
  tellsResultTwice(): boolean;
  /** What was raised is on the queue twice. */
  repeatsEvent(): boolean;
  /** An activity and the episode that its result wakes may be one commit: nothing happens to a message on its way. */
  readonly joinsSteps: boolean;
  /** Outgoing messages were sent, the history was not written: the step is done again. */
  losesHistory(): boolean;
}

export const SMOOTH: Roughness = {
  takenAt: () => 0,
  joinsSteps: true,
  repeatsActivity: () => false,
  tellsResultTwice: () => false,
  repeatsEvent: () => false,
  losesHistory: () => false,
};

/** `maxQueuePollingInterval` of host.json: a queue that had nothing is looked at again after so long at most. */
const LONGEST_POLL_MS = 1_000;
/** Polls of several queues often meet, so that a stepped clock has fewer places to stop at. */
const POLL_GRAIN_MS = 100;
/** A queue that has just been busy is polled at once. */
const BUSY_SHARE = 0.3;
const REPEATED_SHARE = 0.2;
const BOTH_TOLD_SHARE = 0.5;
const LOST_SHARE = 0.15;

export function createRoughness(rough: Rough, clock: Pick<Clock, 'now'>): Roughness {
  const waits = rough.chance('polls of queues');
  const share = (of: string, most: number) => {
    const chance = rough.chance(of);
    return () => chance() < most;
  };
  const polls = new Map<string, number>();

  function nextPoll(): number {
    const drawn = waits();
    if (drawn < BUSY_SHARE) return clock.now();
    const grains = Math.ceil(((drawn - BUSY_SHARE) / (1 - BUSY_SHARE)) * (LONGEST_POLL_MS / POLL_GRAIN_MS));
    const at = (Math.floor(clock.now() / POLL_GRAIN_MS) + grains) * POLL_GRAIN_MS;
    rough.holds(at);
    return at;
  }

  return {
    takenAt(queue) {
      if (queue === null) return nextPoll();
      const known = polls.get(queue);
      if (known !== undefined && known > clock.now()) return known;
      const at = nextPoll();
      if (at > clock.now()) polls.set(queue, at);
      else polls.delete(queue);
      return at;
    },
    joinsSteps: false,
    repeatsActivity: share('activities repeated', REPEATED_SHARE),
    tellsResultTwice: share('results told twice', BOTH_TOLD_SHARE),
    repeatsEvent: share('events repeated', REPEATED_SHARE),
    losesHistory: share('histories lost', LOST_SHARE),
  };
}
