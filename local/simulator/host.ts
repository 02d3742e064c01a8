import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { CRASH_POINT_NAMES } from '../setup/crash-points';
import { EMPTY, get, post, Refused, type Operation } from './operation';

const NAMED = z.object({ name: z.string().exactOptional() }).optional();

/** The functions hosts as processes. */
export const hostOperations = ({ host, crashes }: LocalAzure): readonly Operation[] => [
  get('getHost', '/_local/host', 'Whether the functions host runs, and where it is still to be killed.', async () => {
    await crashes.settled();
    return { isRunning: host.isRunning(), kills: crashes.armed(), hosts: host.list() };
  }),
  post(
    'killHost',
    '/_local/host/kill',
    'kill -9 of the functions host; of several the named one, or all.',
    NAMED,
    ({ body }) => host.kill(body?.name),
  ),
  post(
    'replaceHost',
    '/_local/host/replace',
    'Drains a functions host (SIGTERM) and puts a new process in its place, as a deployment does; answers when it serves.',
    NAMED,
    ({ body }) => host.replace(body?.name),
  ),
  post(
    'killHostAt',
    '/_local/host/kill-at',
    'kill -9 of the functions host at each of these: the n-th request from now on that is at a point (`local/setup/crash-points.ts`), in whatever order they come, also of those that were started again. Those told before are taken back.',
    z.object({
      kills: z
        .array(z.object({ point: z.enum(CRASH_POINT_NAMES), nth: z.number().int().positive().default(1) }))
        .max(100),
    }),
    ({ body: { kills } }) => crashes.arm(kills),
  ),
  post(
    'traceHost',
    '/_local/host/trace',
    'From now on writes down which of these points the traffic of the functions host comes to.',
    EMPTY,
    () => crashes.trace(),
  ),
  get(
    'hostTrace',
    '/_local/host/trace',
    'The points since then, in order, those of one request together; ends the writing.',
    () => ({ points: crashes.traced() }),
  ),
  post(
    'startHost',
    '/_local/host/start',
    'Starts it again; `killAt` names a point at which the new process kills itself.',
    z.object({ killAt: z.string().optional() }),
    async ({ body }) => {
      if (host.isRunning()) throw new Refused(409, 'The functions host is running.');
      await host.start(body.killAt);
    },
  ),
];

/** Event Grid's moods. */
export const eventOperations = ({ cloud: { eventGrid } }: LocalAzure): readonly Operation[] => [
  get('listEvents', '/_local/events', 'The newest events with their deliveries.', ({ query }) => ({
    events: eventGrid.recent(Number(query.get('limit') ?? 50)),
  })),
  post('repeatEvent', '/_local/events/{id}/repeat', 'Delivers an event again.', EMPTY, ({ params }) => {
    const deliveries = eventGrid.repeat(params['id'] ?? '');
    if (deliveries === 0) throw new Refused(404, 'There is no such event.');
    return { deliveries };
  }),
  post(
    'silenceEvents',
    '/_local/events/silence',
    'Delivers nothing for so long.',
    z.object({ forMs: z.number().int() }),
    ({ body }) => {
      eventGrid.silence(body.forMs);
    },
  ),
  post(
    'disturbEvents',
    '/_local/events/disturb',
    'Repeats, reorders and delays deliveries from now on; all zero ends it.',
    z.object({
      repeatShare: z.number().min(0).max(1),
      reorderShare: z.number().min(0).max(1),
      delayMs: z.object({ least: z.number(), most: z.number() }),
    }),
    ({ body }) => {
      eventGrid.disturb(body);
    },
  ),
];
