import type { Route } from '../kit/http';
import { refusal } from './answers';

/** Something that goes wrong between the service and its clients. */
export interface Disturbance {
  /** Method and path of the operation, as `POST /chat/threads/{threadId}/messages`. */
  readonly operation: string;
  readonly status: 408 | 429 | 500 | 502 | 503 | 504;
  /** `before`: nothing is done. `after`: it is done, and the client does not learn it. */
  readonly when: 'before' | 'after';
  /** How many requests it hits. */
  readonly times: number;
}

/** Not kept across restarts. */
export interface Disturbances {
  /** Throws a RangeError for an operation that there is not. */
  add(disturbance: Disturbance): void;
  clear(): void;
}

export function createDisturbances() {
  const operations = new Set<string>();
  const toCome = new Map<string, Disturbance[]>();

  function take(operation: string): Disturbance | undefined {
    const [first, ...rest] = toCome.get(operation) ?? [];
    if (!first) return undefined;
    toCome.set(operation, first.times > 1 ? [{ ...first, times: first.times - 1 }, ...rest] : rest);
    return first;
  }

  const disturbances: Disturbances = {
    add(disturbance) {
      const { operation } = disturbance;
      if (!operations.has(operation)) throw new RangeError(`There is no operation ${operation}.`);
      toCome.set(operation, [...(toCome.get(operation) ?? []), disturbance]);
    },
    clear: () => toCome.clear(),
  };

  function expose(route: Route): Route {
    const operation = `${route.method} ${route.path}`;
    operations.add(operation);
    return {
      ...route,
      async handle(request) {
        const disturbance = take(operation);
        if (disturbance?.when === 'before') return wrong(disturbance);
        const response = await route.handle(request);
        return disturbance ? wrong(disturbance) : response;
      },
    };
  }

  return { disturbances, expose };
}

const wrong = ({ status }: Disturbance) => refusal(status, 'Disturbed', 'The simulator disturbed this request.');
