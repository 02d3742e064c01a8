import type { Clock } from '../kit/clock';
import type { LocalRequest, Route } from '../kit/http';
import { refusal } from './answers';

/** So many requests, or units of what they ask for, in a window that slides. */
interface Window {
  readonly requests: number;
  readonly ms: number;
}

interface Used {
  readonly at: number;
  readonly units: number;
}

interface Rule {
  /** Method and path of the routes that share the allowance. */
  readonly routes: readonly string[];
  readonly windows: readonly Window[];
  /** What the allowance is for: a thread, a user, a number; null where the rule says nothing of the request. */
  readonly keyOf: (request: LocalRequest) => string | null;
  /** How much of the allowance a request uses; 1 when absent. */
  readonly unitsOf?: (request: LocalRequest) => number;
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

const inTenSeconds = (requests: number): Window => ({ requests, ms: 10 * SECOND });
const inAMinute = (requests: number): Window => ({ requests, ms: MINUTE });
const perUserAndThread = (request: LocalRequest) => `${perThread(request)} ${perUser(request)}`;

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
    keyOf: perUserAndThread,
  },
  { routes: [`POST ${THREAD}/typing`], windows: TEN_AND_THIRTY, keyOf: perThread },
  { routes: [`DELETE ${THREAD}`], windows: [inTenSeconds(10)], keyOf: perUser },
  { routes: [`PATCH ${THREAD}`], windows: [inTenSeconds(5)], keyOf: perThread },
  { routes: [`GET ${THREAD}`, 'GET /chat/threads'], windows: [inTenSeconds(50)], keyOf: perUser },
  { routes: [`GET ${THREAD}/messages/{messageId}`], windows: [inTenSeconds(50)], keyOf: perUserAndThread },
  { routes: [`GET ${THREAD}/messages/{messageId}`], windows: [inTenSeconds(250)], keyOf: perThread },
  { routes: [`GET ${THREAD}/messages`], windows: [inTenSeconds(50), inAMinute(200)], keyOf: perUserAndThread },
  { routes: [`GET ${THREAD}/messages`], windows: [inTenSeconds(250), inAMinute(400)], keyOf: perThread },
  { routes: [`GET ${THREAD}/readReceipts`], windows: [inTenSeconds(5)], keyOf: perUserAndThread },
  { routes: [`GET ${THREAD}/readReceipts`], windows: [inTenSeconds(100)], keyOf: perThread },
  { routes: [`POST ${THREAD}/readReceipts`], windows: TEN_AND_THIRTY, keyOf: perUserAndThread },
  { routes: [`GET ${THREAD}/participants`], windows: [inTenSeconds(10)], keyOf: perUserAndThread },
  { routes: [`GET ${THREAD}/participants`], windows: [inTenSeconds(250)], keyOf: perThread },
  { routes: ['POST /sms'], windows: [inAMinute(200)], keyOf: senderOf('number'), unitsOf: recipientsOf },
  { routes: ['POST /sms'], windows: [inAMinute(6_000)], keyOf: senderOf('short code'), unitsOf: recipientsOf },
  { routes: ['POST /sms'], windows: [inAMinute(600)], keyOf: senderOf('name'), unitsOf: recipientsOf },
  {
    routes: ['GET /emails/operations/{id}'],
    windows: [inAMinute(60), { requests: 200, ms: 60 * MINUTE }],
    keyOf: perResource,
  },
  {
    routes: ['POST /emails:send'],
    windows: [
      { requests: 30, ms: MINUTE },
      { requests: 100, ms: 60 * MINUTE },
    ],
    keyOf: perResource,
  },
];

type Sender = 'number' | 'short code' | 'name';

/** Whose allowance a send uses: each number and short code has one, all names of the resource share theirs. */
function senderOf(kind: Sender): Rule['keyOf'] {
  return (request) => {
    const from = sentFrom(request);
    if (kindOf(from) !== kind) return null;
    return kind === 'name' ? 'resource' : from;
  };
}

function kindOf(from: string): Sender {
  if (/[a-z]/i.test(from)) return 'name';
  return /^\d{4,6}$/.test(from) ? 'short code' : 'number';
}

function sentFrom(request: LocalRequest): string {
  const { from } = bodyOf(request);
  return typeof from === 'string' ? from : '';
}

/** "Message units": a text to each recipient is one. */
function recipientsOf(request: LocalRequest): number {
  const { smsRecipients } = bodyOf(request);
  return Array.isArray(smsRecipients) ? Math.max(1, smsRecipients.length) : 1;
}

/** A body that cannot be read is refused later. */
function bodyOf(request: LocalRequest): { readonly from?: unknown; readonly smsRecipients?: unknown } {
  try {
    return request.json() ?? {};
  } catch {
    return {};
  }
}

/** How long until enough of what was used has left the window; nothing where the request still fits. */
function waitIn({ requests, ms }: Window, recent: readonly Used[], units: number, now: number): number {
  const within = recent.filter(({ at }) => at > now - ms);
  let free = requests - within.reduce((sum, used) => sum + used.units, 0);
  let wait = 0;
  for (const { at, units: given } of free < units ? within : []) {
    free += given;
    wait = at + ms - now;
    if (free >= units) break;
  }
  return wait;
}

export function createLimits(clock: Pick<Clock, 'now'>, enforcedAtFirst: boolean) {
  let enforced = enforcedAtFirst;
  const seen = new Map<string, Used[]>();

  /** How long until the next request would be let through; a refused one counts too, as in Azure. */
  function waitMs(rule: Rule, request: LocalRequest): number {
    const allowed = rule.keyOf(request);
    if (allowed === null) return 0;
    const key = `${RULES.indexOf(rule)} ${allowed}`;
    const now = clock.now();
    const longestMs = Math.max(...rule.windows.map(({ ms }) => ms));
    const units = rule.unitsOf?.(request) ?? 1;
    const recent = (seen.get(key) ?? []).filter(({ at }) => at > now - longestMs);
    seen.set(key, [...recent, { at: now, units }]);
    return Math.max(...rule.windows.map((window) => waitIn(window, recent, units, now)));
  }

  const limits: Limits = {
    enforce: (on) => void (enforced = on),
    get enforced() {
      return enforced;
    },
  };

  function guard(route: Route): Route {
    const rules = RULES.filter(({ routes }) => routes.includes(`${route.method} ${route.path}`));
    if (rules.length === 0) return route;
    return {
      ...route,
      handle(request) {
        const wait = enforced ? Math.max(...rules.map((rule) => waitMs(rule, request))) : 0;
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
