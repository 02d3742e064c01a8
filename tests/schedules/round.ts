import { memoryJournal } from '../contracts/fakes/memory-journal';
import { scheduleOf } from './draw';
import type { Counts } from './instance';
import { play, type How } from './play';

/** Which seeds a process plays: `every`-th from `fromSeed` on, below `untilSeed`. */
export interface Round {
  readonly fromSeed: number;
  readonly untilSeed: number;
  readonly every: number;
}

/** What a process found; plain, for it goes from process to process. `broken`: of each law the first seed that broke it. */
export interface Found {
  readonly broken: readonly { readonly law: string; readonly seed: number }[];
  readonly counts: readonly (readonly [string, number])[];
  /** Commands of each schedule. */
  readonly lengths: readonly number[];
}

/** So many broken schedules say enough. */
const ENOUGH = 12;
/** Each schedule of so many keeps copies of what it writes, so that nobody changes what was written. */
const COPYING = 50;
/** One in so many is looked at thoroughly at its end. */
const THOROUGH = 10;

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const journalFor = (seed: number) => () => memoryJournal(seed % COPYING === 0 ? copied : (value) => value);

export const howFor = (seed: number, counts: Counts): How => ({ counts, isThorough: seed % THOROUGH === 0 });

/** Plays the schedules of the seeds until enough are broken. */
export async function playRound({ fromSeed, untilSeed, every }: Round): Promise<Found> {
  const broken = new Map<string, number>();
  const counts: Counts = new Map();
  const lengths: number[] = [];
  let failures = 0;
  for (let seed = fromSeed; seed < untilSeed && failures < ENOUGH; seed += every) {
    const { breaches, commands } = await play(scheduleOf(seed), journalFor(seed), howFor(seed, counts));
    for (const { law } of breaches) if (!broken.has(law)) broken.set(law, seed);
    if (breaches.length > 0) failures += 1;
    lengths.push(commands);
  }
  return { broken: [...broken].map(([law, seed]) => ({ law, seed })), counts: [...counts], lengths };
}
