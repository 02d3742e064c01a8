import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Disturbance } from './faults';
import type { EventSimulator } from './simulator';
import type { Subscriptions } from './subscriptions';

const MOST_LISTED = 500;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** What the console and scenarios use: events with their deliveries, and the fault switches. */
export function localRoutes(grid: EventSimulator, subscriptions: Subscriptions): Route[] {
  return [
    {
      method: 'GET',
      path: '/_local/events',
      handle: ({ url }) => {
        const limit = Math.min(Number(url.searchParams.get('limit') ?? 50) || 50, MOST_LISTED);
        return { status: 200, body: { events: grid.recent(limit) } };
      },
    },
    {
      method: 'GET',
      path: '/_local/subscriptions',
      handle: () => ({ status: 200, body: { subscriptions: subscriptions.all() } }),
    },
    { method: 'POST', path: '/_local/events/silence', handle: (request) => silence(grid, request) },
    { method: 'POST', path: '/_local/events/disturb', handle: (request) => disturb(grid, request) },
    {
      method: 'POST',
      path: '/_local/events/{id}/repeat',
      handle: ({ params, url }) => {
        const repeated = grid.repeat(params['id'] ?? '', url.searchParams.get('subscription') ?? undefined);
        return repeated > 0 ? { status: 200, body: { repeated } } : notFound(params['id'] ?? '');
      },
    },
  ];
}

const notFound = (id: string): LocalResponse => ({
  status: 404,
  body: { error: { code: 'NotFound', message: `No delivery of an event '${id}' is known.` } },
});

const invalid = (message: string): LocalResponse => ({ status: 400, body: { error: { code: 'BadRequest', message } } });

function silence(grid: EventSimulator, request: LocalRequest): LocalResponse {
  const { forMs } = (request.json() ?? {}) as { forMs?: unknown };
  if (!isNumber(forMs) || forMs < 0) return invalid(`'forMs' must be a length in milliseconds.`);
  grid.silence(forMs);
  return { status: 200, body: { forMs } };
}

function disturb(grid: EventSimulator, request: LocalRequest): LocalResponse {
  const { delayMs, reorderShare, repeatShare } = (request.json() ?? {}) as Partial<Disturbance>;
  if (!isNumber(delayMs?.least) || !isNumber(delayMs.most) || !isNumber(reorderShare) || !isNumber(repeatShare))
    return invalid(`'delayMs' {least, most}, 'reorderShare' and 'repeatShare' must be numbers.`);
  const disturbance: Disturbance = { delayMs, reorderShare, repeatShare };
  grid.disturb(disturbance);
  return { status: 200, body: disturbance };
}
