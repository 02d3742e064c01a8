import { z } from 'zod';
import type { LocalAzure } from '../azure';
import type { Coordinator } from '../kit/coordinator';
import type { Rough } from '../kit/rough';
import { FASTEST } from '../options';
import { EMPTY, get, post, type Operation } from './operation';

/** Timers get a turn at least this often while the clock steps; a second where it is not said. */
const turnEveryMs = z.number().int().positive().exactOptional();

/** One of them: what stands beside it would be forgotten. */
const stepSchema = z.union([
  z.strictObject({ byMs: z.number().int().nonnegative(), turnEveryMs }),
  z.strictObject({ to: z.number().int(), turnEveryMs }),
  z.strictObject({ speed: z.number().nonnegative().max(FASTEST) }),
]);

/** The one clock. */
export const timeOperations = ({
  clock,
  coordinator,
  rough,
}: Pick<LocalAzure, 'clock' | 'coordinator' | 'rough'>): readonly Operation[] => [
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
  post(
    'settle',
    '/_local/settle',
    'Answers when nothing is under way any more. Where it is rough, the clock moves as far as something is held back.',
    EMPTY,
    () => settle(coordinator, rough),
  ),
];

/** What is held back leads to something that is held back again, a few times. */
async function settle(coordinator: Coordinator, rough: Rough | null): Promise<{ now: number }> {
  const settled = await coordinator.settle();
  const to = coordinator.speed() > 0 ? undefined : rough?.nextHeldAt();
  if (to === undefined) return settled;
  await coordinator.advance({ to });
  return settle(coordinator, rough);
}
