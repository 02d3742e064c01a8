// cspell:ignore Throttled
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { failure } from './answers';

interface Limit {
  readonly of: (path: string) => boolean;
  readonly requests: number;
  readonly windowMs: number;
  /** Requests under way at a time; null where it is not limited. */
  readonly beside: number | null;
  readonly keyOf: (request: LocalRequest) => string;
}

/** https://learn.microsoft.com/graph/throttling-limits: Outlook per app and mailbox, presence per app and tenant. */
const LIMITS: readonly Limit[] = [
  {
    of: (path) => /presence/i.test(path),
    requests: 1_500,
    windowMs: 30_000,
    beside: null,
    keyOf: () => 'presence',
  },
  {
    of: (path) => /\/users\/\{user\}\/(messages|mailFolders|sendMail)/i.test(path),
    requests: 10_000,
    windowMs: 600_000,
    beside: 4,
    keyOf: ({ params }) => `mailbox ${params['user']?.toLowerCase() ?? ''}`,
  },
];

/** Puts the published limits before a route, as long as `isOn`. */
export function createLimits(clock: Pick<Clock, 'now'>, isOn: () => boolean): (route: Route) => Route {
  const seen = new Map<string, number[]>();
  const underWay = new Map<string, number>();

  function isTooMany({ requests, windowMs, beside }: Limit, key: string): boolean {
    const now = clock.now();
    const recent = (seen.get(key) ?? []).filter((at) => at > now - windowMs);
    seen.set(key, [...recent, now]);
    return recent.length >= requests || (beside !== null && (underWay.get(key) ?? 0) >= beside);
  }

  async function count(key: string, act: () => LocalResponse | Promise<LocalResponse>): Promise<LocalResponse> {
    underWay.set(key, (underWay.get(key) ?? 0) + 1);
    try {
      return await act();
    } finally {
      underWay.set(key, (underWay.get(key) ?? 1) - 1);
    }
  }

  return (route) => {
    const limit = LIMITS.find((one) => one.of(route.path));
    if (limit === undefined) return route;
    return {
      ...route,
      handle(request) {
        if (!isOn()) return route.handle(request);
        const key = limit.keyOf(request);
        return isTooMany(limit, key) ? tooMany() : count(key, () => route.handle(request));
      },
    };
  };
}

/** How long Graph asks to wait is up to it; for a mailbox with too much at a time it is short. */
const tooMany = (): LocalResponse => {
  const answer = failure(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
};
