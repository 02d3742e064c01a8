import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { EMPTY, get, post, type Operation } from './operation';

/** Timers get a turn at least this often while the clock steps; a second where it is not said. */
const turnEveryMs = z.number().int().positive().exactOptional();

const stepSchema = z.union([
  z.object({ byMs: z.number().int().nonnegative(), turnEveryMs }),
  z.object({ to: z.number().int(), turnEveryMs }),
  z.object({ speed: z.number().nonnegative() }),
]);

/** The one clock. */
export const timeOperations = ({ clock, coordinator }: LocalAzure): readonly Operation[] => [
  get('getClock', '/_local/clock', 'The instant it is, and how fast the clock follows real time.', () => ({
    now: clock.now(),
    speed: coordinator.speed(),
  })),
  post(
    'stepClock',
    '/_local/clock',
    'Steps every local process by a length or to an instant, or lets them follow real time; answers when all that was due has settled.',
    stepSchema,
    async ({ body }) => {
      if (!('speed' in body)) return coordinator.advance(body);
      await coordinator.follow(body.speed);
      return { now: clock.now() };
    },
  ),
  post('settle', '/_local/settle', 'Answers when nothing is under way any more.', EMPTY, () => coordinator.settle()),
];
