import { CRASH_POINT_NAMES, type CrashPoint } from '../../../local/setup/crash-points';
import type { Kill } from './crash-stage';
import type { Writer } from './writers';

/** Conversations played side by side, and the deaths of the host that they meet, one after another. */
export interface Round {
  readonly name: string;
  readonly channels: readonly Writer['channel'][];
  readonly kills: readonly Kill[];
  /** Whether every point must be reached. */
  readonly isExact: boolean;
}

const at = (point: CrashPoint, nth = 1): Kill => ({ point, nth });

const round = (channels: readonly Writer['channel'][], kills: readonly Kill[], isExact: boolean): Round => ({
  name: `${channels.join(' and ')}, killed at ${kills.map(({ point, nth }) => `${point} ${nth}`).join(', ')}`,
  channels,
  kills,
  isExact,
});

/** Ten points, several deaths in one conversation: what every build runs. */
const QUICK: readonly Round[] = [
  round(
    ['chat', 'sms'],
    [at('interactionOpened'), at('flowMoved'), at('journalAppended'), at('accepted'), at('deliveryMade', 2)],
    true,
  ),
  round(
    ['sms', 'chat'],
    [at('messageStored', 3), at('chatSent'), at('offerPresented'), at('cardShown'), at('actsDone', 2), at('closed')],
    true,
  ),
];

/** Each written channel comes to a point no more often than this in the story. */
const MOST_TIMES = 4;
const CHANNELS = ['chat', 'sms', 'email'] as const;

/** Every point, each time that a conversation comes to it, on every channel alone: minutes to hours. */
const full = (): readonly Round[] =>
  CHANNELS.flatMap((channel) =>
    CRASH_POINT_NAMES.flatMap((point) =>
      Array.from({ length: MOST_TIMES }, (_, index) => round([channel], [at(point, index + 1)], false)),
    ),
  );

/** `FULL=1` asks for all; `ROUNDS=chat+sms@queued:1,ended` for one's own, to look into something. */
export function roundsAsked(environment: NodeJS.ProcessEnv): readonly Round[] {
  const own = environment['ROUNDS'];
  if (own !== undefined) return own.split(' ').map(readRound);
  return environment['FULL'] === undefined ? QUICK : full();
}

function readRound(text: string): Round {
  const [channels = '', kills = ''] = text.split('@');
  const read = kills.split(',').map((kill) => {
    const [point = '', nth = '1'] = kill.split(':');
    return at(point as CrashPoint, Number(nth));
  });
  return round(channels.split('+') as Writer['channel'][], read, true);
}
