import { SCRIPTS } from './lines';
import type { Opening } from './opening';
import type { Scenarios } from './scenarios';

/** The customers of a day, by the hour and minute of the organisation's time. */
const DAY = [
  [9, 5],
  [9, 50],
  [10, 40],
  [11, 30],
  [13, 10],
  [14, 5],
  [15, 15],
  [16, 30],
] as const;

/** Who plays the past, until when, and who moves the clock through it. */
export interface HistoryOptions {
  readonly scenarios: Scenarios;
  readonly opening: Opening;
  /** When the past ends and live traffic begins. */
  readonly until: number;
  /** Steps every clock to an instant. */
  readonly advanceTo: (instant: number) => Promise<unknown>;
  readonly now: () => number;
  readonly onProgress: (done: number, of: number) => void;
}

const STEP_MS = 3_000;
const MOST_STEPS = 40;

/** The instant at which a day of history that ends at `until` begins. */
export const historyBeginsAt = (opening: Opening, until: number): number => opening.onDayBefore(until, 9, 0);

/** Lets a small day pass quickly: the same people, the same APIs, the same pipeline; only the clock does not wait. */
export async function makeHistory(options: HistoryOptions): Promise<void> {
  const { scenarios, opening, until, advanceTo, now, onProgress } = options;
  for (const [index, [hour, minute]] of DAY.entries()) {
    onProgress(index, DAY.length);
    const script = SCRIPTS[index % SCRIPTS.length];
    const at = opening.onDayBefore(until, hour, minute);
    if (script === undefined || at < now()) continue;
    await advanceTo(at);
    scenarios.arrive(script);
    for (let step = 0; step < MOST_STEPS && (step === 0 || scenarios.underWay() > 0); step += 1) {
      await scenarios.turn();
      await advanceTo(now() + STEP_MS);
    }
    // Wrap-up and the answers to mails.
    await scenarios.turn();
    await scenarios.turn();
  }
  await advanceTo(until);
  onProgress(DAY.length, DAY.length);
}
