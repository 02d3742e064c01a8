import type { Fault } from '../kit/faults';
import type { Script } from './lines';

/** A way by which customers come. */
export type Channel = Script['channel'];

/** A stretch of a scenario in which everything stays as it is. */
export interface Phase {
  readonly lengthMs: number;
  /** Customers who come, on average, while the organisation is open. */
  readonly customersPerHour: number;
  /** How the customers choose: weights, of which only the proportion counts. */
  readonly channels: Readonly<Record<Channel, number>>;
  /** Who has come to work; the others sign out and finish what they have. */
  readonly agents: 'all' | readonly string[];
  /** What is broken as long as the phase lasts, as `/_local/faults` takes it. */
  readonly faults: readonly { readonly service: string; readonly operation: string; readonly fault: Fault }[];
}

/** How long agents take for their part. */
export interface Pace {
  /** Of a call, from its connection on. */
  readonly talkMs: number;
  /** Of an answer in writing, from the question on. */
  readonly writeMs: number;
}

/** A stretch of working life that somebody can choose: who comes when, who is at work, and what is broken. */
export interface Scenario {
  /** What it shows, in one sentence. */
  readonly story: string;
  /** Where the clock begins when local Azure is started with it: the time of day, on the next day that fits. */
  readonly begins: { readonly weekday: Weekday | 'any'; readonly at: string } | 'now';
  /** A scenario of the whole day goes by the time of day and never ends; the others begin when they are chosen. */
  readonly goesBy: 'timeOfDay' | 'choice';
  readonly pace: Pace;
  /** Customers who are under way at once; whoever else would come stays at home. */
  readonly mostAtOnce: number;
  readonly phases: readonly Phase[];
}

/** 1 is Monday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The phase of a scenario that is on. */
export interface Stretch {
  readonly phase: Phase;
  readonly index: number;
  /** From now until the next phase begins. */
  readonly leftMs: number;
}

/** The phase of a scenario after that time; null once the last one is over. */
export function stretchAt({ phases, goesBy }: Scenario, elapsedMs: number): Stretch | null {
  const lengthMs = phases.reduce((sum, phase) => sum + phase.lengthMs, 0);
  let left = goesBy === 'timeOfDay' ? elapsedMs % lengthMs : elapsedMs;
  for (const [index, phase] of phases.entries()) {
    if (left < phase.lengthMs) return { phase, index, leftMs: phase.lengthMs - left };
    left -= phase.lengthMs;
  }
  return null;
}

const HOUR_MS = 3_600_000;
/** Some try all the same. */
const WHILE_CLOSED = 0.05;

/**
 * How long until the next customer comes, drawn for arrivals that know nothing of each other; `chance` is from [0, 1).
 * Infinity when nobody comes.
 */
export function gapMs(phase: Phase, isOpen: boolean, chance: number): number {
  const perHour = phase.customersPerHour * (isOpen ? 1 : WHILE_CLOSED);
  return (-Math.log(1 - chance) / perHour) * HOUR_MS;
}

/** Which way a customer comes, by the weights; `chance` is from [0, 1). */
export function channelOf({ channels }: Phase, chance: number): Channel {
  const weights = Object.entries(channels) as [Channel, number][];
  let left = chance * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [channel, weight] of weights) {
    if (left < weight) return channel;
    left -= weight;
  }
  return 'chat';
}
