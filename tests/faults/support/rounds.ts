import { CRASH_POINT_NAMES, type CrashPoint } from '../../../local/setup/crash-points';
import type { Kill } from '../../../local/setup/crashes';
import { CHANNELS, type Channel } from './seen';

/** Conversations told side by side, and the deaths of the host that they meet, in whatever order. */
export interface Round {
  readonly channels: readonly Channel[];
  readonly kills: readonly Kill[];
}

/** Where the traffic of an undisturbed telling came to; the points of one request stand together. */
export type Trace = readonly (readonly CrashPoint[])[];

const at = (point: CrashPoint, nth = 1): Kill => ({ point, nth });

/** What every build runs: ten deaths, on every channel, before and after acts and between writes. */
export const QUICK: Round = {
  channels: CHANNELS,
  kills: [
    at('callAnswered'),
    at('promptPlayed'),
    at('interactionOpened'),
    at('mailSent'),
    at('chatSent'),
    at('cardShown'),
    at('accepted'),
    at('mailSent', 2),
    at('textShown'),
    at('ended'),
  ],
};

/** In each of so many rounds the host dies at every so-n-th place of the trace: all rounds together die at each. */
export const ROUNDS_OF_TRACE = 24;

/** The deaths of a round: each is told by how often its point has been come to by then. */
export function killsOf(trace: Trace, round: number): readonly Kill[] {
  const kills: Kill[] = [];
  for (let place = round; place < trace.length; place += ROUNDS_OF_TRACE) {
    const point = trace[place]?.[0];
    if (point === undefined) continue;
    kills.push(at(point, trace.slice(0, place + 1).filter((points) => points.includes(point)).length));
  }
  return kills;
}

/** One's own, to look into something: `ROUNDS='chat+sms@queued:2,ended email@mailSent'`. */
export const readRounds = (text: string): readonly Round[] => text.split(' ').map(readRound);

function readRound(text: string): Round {
  const [channels = '', kills = ''] = text.split('@');
  return {
    channels: channels.split('+').map((channel) => oneOf(CHANNELS, channel)),
    kills: kills.split(',').map((kill) => {
      const [point = '', nth = '1'] = kill.split(':');
      return at(oneOf(CRASH_POINT_NAMES, point), Number(nth));
    }),
  };
}

function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const name = names.find((one) => one === text);
  if (name === undefined) throw new Error(`'${text}' is none of ${names.join(', ')}.`);
  return name;
}

/** The inverse, so that a round that failed can be told again alone. */
export const written = ({ channels, kills }: Round): string =>
  `${channels.join('+')}@${kills.map(({ point, nth }) => `${point}:${nth}`).join(',')}`;
