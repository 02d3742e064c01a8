import type { Clock } from './clock';

/** What goes wrong with a request to a service, or with a call that a service makes. Lengths of time are real, so that a stepped clock waits for them. */
export type Fault =
  /** Done late. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Not done, and refused. */
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfterMs: number }
  /** Not done, and never answered: the connection stays open until whoever asked gives up. */
  | { readonly kind: 'timeout' }
  /** Not done, and the connection breaks. */
  | { readonly kind: 'lose' }
  /** Done, and the connection breaks before the answer. */
  | { readonly kind: 'appliedThenDropped' }
  /** Done twice; the first answer is the answer. */
  | { readonly kind: 'duplicate' }
  /** Done after the next one that the rule hits, or after a second. */
  | { readonly kind: 'reorder' };

/** How often. A share is between 0 and 1; the time is the clock's. */
export type Extent =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'time'; readonly forMs: number };

export interface FaultRule {
  /** A service by its name, or `*`. Letter case and spaces do not count. */
  readonly service: string;
  /** `POST /dbs/{db}/colls/{coll}/docs` as the service spells its routes; `*` stands for any text. */
  readonly operation: string;
  readonly fault: Fault;
  readonly extent: Extent;
}

export interface FaultState extends FaultRule {
  readonly id: number;
  readonly hits: number;
}

/** What is done to one request: at most one fault, and when a reordered one may go on. */
export type Hit = Exclude<Fault, { kind: 'reorder' }> | { readonly kind: 'reorder'; readonly overtaken: Promise<void> };

/** The one switch for faults of local services. Nothing of it is kept over a restart. */
export interface Faults {
  add(rule: FaultRule): FaultState;
  list(): readonly FaultState[];
  clear(): void;
  /** From here on chance takes the same course again. */
  seed(seed: number): void;
  hit(service: string, operation: string): Hit | undefined;
}

const REORDERED_AT_MOST_MS = 1_000;

/** mulberry32: small, seedable, and good enough to choose whom a fault hits. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Armed {
  readonly state: FaultState;
  readonly matches: (service: string, operation: string) => boolean;
  readonly addedAt: number;
  hits: number;
  /** Lets the request go that a reorder holds back. */
  release: (() => void) | undefined;
}

const plain = (name: string): string => name.toLowerCase().replace(/\s/g, '');
/** Letter case and spaces do not count. */
export const isSameName = (one: string, other: string): boolean => plain(one) === plain(other);

function matcher({ service, operation }: FaultRule): Armed['matches'] {
  const pattern = operation.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  const expression = new RegExp(`^${pattern}$`, 'i');
  return (name, done) => (service === '*' || isSameName(service, name)) && expression.test(done);
}

export function createFaults(clock: Clock, seed = 1): Faults {
  let armed: Armed[] = [];
  let random = createRandom(seed);
  let lastId = 0;
  const applies = ({ state: { extent }, hits, addedAt }: Armed): boolean => {
    switch (extent.kind) {
      case 'count':
        return hits < extent.count;
      case 'share':
        return random() < extent.share;
      case 'time':
        return clock.now() < addedAt + extent.forMs;
    }
  };
  return {
    add(rule) {
      const state = { ...rule, id: (lastId += 1), hits: 0 };
      armed.push({ state, matches: matcher(rule), addedAt: clock.now(), hits: 0, release: undefined });
      return state;
    },
    list: () => armed.map(({ state, hits }) => ({ ...state, hits })),
    clear() {
      for (const { release } of armed) release?.();
      armed = [];
    },
    seed: (seed) => void (random = createRandom(seed)),
    hit(service, operation) {
      const found = armed.find((one) => one.matches(service, operation) && applies(one));
      if (found === undefined) return undefined;
      found.hits += 1;
      const { fault } = found.state;
      return fault.kind === 'reorder' ? holdBack(found) : fault;
    },
  };
}

/** Every second one goes at once, and takes the one before it along. */
function holdBack(rule: Armed): Hit {
  if (rule.release !== undefined) {
    const { release } = rule;
    rule.release = undefined;
    setImmediate(release);
    return { kind: 'latency', ms: 0 };
  }
  const overtaken = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, REORDERED_AT_MOST_MS);
    rule.release = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { kind: 'reorder', overtaken };
}

export const NEVER = 'never';
export const BROKEN = 'broken';

/** Acts under a fault. `NEVER`: there is to be no answer; `BROKEN`: the connection is to break. */
export async function actUnder<T>(
  hit: Hit | undefined,
  act: () => Promise<T>,
  refuse: (status: number, retryAfterMs: number) => T,
): Promise<T | typeof NEVER | typeof BROKEN> {
  switch (hit?.kind) {
    case undefined:
      return act();
    case 'latency':
      if (hit.ms > 0) await new Promise((resolve) => setTimeout(resolve, hit.ms));
      return act();
    case 'reorder':
      await hit.overtaken;
      return act();
    case 'refuse':
      return refuse(hit.status, hit.retryAfterMs);
    case 'timeout':
      return NEVER;
    case 'lose':
      return BROKEN;
    case 'appliedThenDropped':
      await act();
      return BROKEN;
    case 'duplicate': {
      const answer = await act();
      await act();
      return answer;
    }
  }
}
