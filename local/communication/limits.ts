import type { Clock } from '../kit/clock';
import type { LocalRequest, Route } from '../kit/http';
import { refusal } from './answers';

/** So many requests in a window that slides. */
interface Window {
  readonly requests: number;
  readonly ms: number;
}

interface Rule {
  /** Method and path of the routes that share the allowance. */
  readonly routes: readonly string[];
  readonly windows: readonly Window[];
  /** What the allowance is for: a thread, a user, a number. */
  readonly keyOf: (request: LocalRequest) => string;
}

/** The published rate limits of the service, which can be switched on to see what they do to an app. */
export interface Limits {
  enforce(on: boolean): void;
  readonly enforced: boolean;
}

const perThread = ({ params }: LocalRequest) => params['threadId'] ?? '';
const perUser = ({ headers }: LocalRequest) => headers['authorization'] ?? '';
const perResource = () => 'resource';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const THREAD = '/chat/threads/{threadId}';
const TEN_AND_THIRTY = [
  { requests: 10, ms: 10 * SECOND },
  { requests: 30, ms: MINUTE },
];

/** https://learn.microsoft.com/azure/communication-services/concepts/service-limits */
const RULES: readonly Rule[] = [
  {
    routes: ['POST /identities', 'POST /identities/{id}/:issueAccessToken'],
    windows: [{ requests: 1_000, ms: 30 * SECOND }],
    keyOf: perResource,
  },
  {
    routes: ['DELETE /identities/{id}', 'POST /identities/{id}/:revokeAccessTokens'],
    windows: [{ requests: 500, ms: 30 * SECOND }],
    keyOf: perResource,
  },
  { routes: ['POST /chat/threads'], windows: [{ requests: 10, ms: 10 * SECOND }], keyOf: perUser },
  {
    routes: [
      `POST ${THREAD}/messages`,
      `PATCH ${THREAD}/messages/{messageId}`,
      `DELETE ${THREAD}/messages/{messageId}`,
    ],
    windows: TEN_AND_THIRTY,
    keyOf: perThread,
  },
  {
    routes: [`POST ${THREAD}/participants/:add`, `POST ${THREAD}/participants/:remove`],
    windows: TEN_AND_THIRTY,
    keyOf: perThread,
  },
  {
    routes: [`POST ${THREAD}/typing`],
    windows: [
      { requests: 5, ms: 10 * SECOND },
      { requests: 15, ms: MINUTE },
    ],
    keyOf: (request) => `${perThread(request)} ${perUser(request)}`,
  },
  { routes: ['POST /sms'], windows: [{ requests: 200, ms: MINUTE }], keyOf: senderOf },
  {
    routes: ['POST /emails:send'],
    windows: [
      { requests: 30, ms: MINUTE },
      { requests: 100, ms: 60 * MINUTE },
    ],
    keyOf: perResource,
  },
];

/** The number whose allowance a send uses; a body that cannot be read is refused later. */
function senderOf(request: LocalRequest): string {
  try {
    const body = request.json();
    return typeof body === 'object' && body !== null && 'from' in body ? String(body.from) : '';
  } catch {
    return '';
  }
}

export function createLimits(clock: Pick<Clock, 'now'>, enforcedAtFirst: boolean) {
  let enforced = enforcedAtFirst;
  const seen = new Map<string, number[]>();

  /** How long until the next request would be let through; a refused one counts too, as in Azure. */
  function waitMs(rule: Rule, request: LocalRequest): number {
    const key = `${rule.routes[0] ?? ''} ${rule.keyOf(request)}`;
    const now = clock.now();
    const longestMs = Math.max(...rule.windows.map(({ ms }) => ms));
    const recent = (seen.get(key) ?? []).filter((at) => at > now - longestMs);
    seen.set(key, [...recent, now]);
    const waits = rule.windows.map(({ requests, ms }) => {
      const first = recent.filter((at) => at > now - ms).at(-requests);
      return first === undefined ? 0 : first + ms - now;
    });
    return Math.max(...waits);
  }

  const limits: Limits = {
    enforce: (on) => void (enforced = on),
    get enforced() {
      return enforced;
    },
  };

  function guard(route: Route): Route {
    const rule = RULES.find(({ routes }) => routes.includes(`${route.method} ${route.path}`));
    if (!rule) return route;
    return {
      ...route,
      handle(request) {
        const wait = enforced ? waitMs(rule, request) : 0;
        return wait > 0 ? tooMany(wait) : route.handle(request);
      },
    };
  }

  return { limits, guard };
}

function tooMany(waitMs: number) {
  const answer = refusal(429, 'TooManyRequests', 'The rate limit was exceeded.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(waitMs / SECOND)) } };
}
