import type { FunctionKind } from '../durable/replay/surroundings';
import type { Post } from '../kit/post';
import type { HostRequest, HostResponse } from './http/server';
import type { TimerStatus, TimerStore } from './triggers/timer';

/** What hosts of one app share in Azure by its storage account, here by one process that holds it for all of them. */
export interface Backplane {
  /** This host takes part: it can be called, and timers may run here. */
  join(own: Joined): Promise<void>;
  leave(): Promise<void>;
  manage(request: HostRequest, path: string): Promise<HostResponse>;
  readonly timers: TimerStore;
}

/** How a host introduces itself. */
export interface Joined {
  /** Where its durable functions are run. */
  readonly runUrl: string;
  /** System key of its Durable extension; the same for all hosts of an app. */
  readonly key: string;
  readonly functions: Readonly<Record<FunctionKind, readonly string[]>>;
}

/** What a timer's lock is answered with. */
export type TimerAnswer = { readonly isHeld: true; readonly status: TimerStatus | null } | { readonly isHeld: false };

/** Talks with the backplane at `url` as the host `name`. */
export function connectBackplane(url: string, name: string, post: Post): Backplane {
  async function ask(method: string, path: string, body?: object): Promise<string> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await post({ url: `${url}${path}`, method, headers: JSON_HEADERS, body: text });
    if (answer.status !== 200) throw new Error(`The backplane answered ${answer.status} to ${method} ${path}.`);
    return answer.body;
  }
  const self = `/hosts/${encodeURIComponent(name)}`;
  return {
    join: async (own) => void (await ask('PUT', self, own)),
    leave: async () => void (await ask('DELETE', self)),
    async manage({ method, url: asked, headers, body }, path) {
      const answer = await post({
        url: `${url}/durabletask/${path}${asked.search}`,
        method,
        headers: passedOn(headers, ['content-type', 'x-ms-continuation-token']),
        body: body.toString('utf8'),
      });
      const kept = passedOn(answer.headers, ['content-type', 'location', 'retry-after', 'x-ms-continuation-token']);
      return { status: answer.status, headers: kept, body: answer.body };
    },
    timers: {
      async acquire(timer) {
        const path = `/timers/${encodeURIComponent(timer)}/lock`;
        const answer = JSON.parse(await ask('POST', path, { host: name })) as TimerAnswer;
        return answer.isHeld ? { kind: 'mine', status: answer.status ?? undefined } : { kind: 'elsewhere' };
      },
      keep: async (timer, status) => void (await ask('PUT', `/timers/${encodeURIComponent(timer)}`, status)),
    },
  };
}

const JSON_HEADERS = { 'content-type': 'application/json' };

const passedOn = (headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
