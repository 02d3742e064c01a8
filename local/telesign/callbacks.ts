import type { Clock } from '../kit/clock';
import type { Post } from '../kit/post';
import type { Work } from '../kit/work';
import { signatureOf, type Account } from './auth';
import type { TelesignState } from './state';

/** Tells the customer's app, signed and on disk until it is taken or given up. */
export interface Callbacks {
  /** Durable when it resolves, together with what was written in the same turn. */
  add(url: string, content: object, delayMs: number): Promise<void>;
}

export interface CallbackParts {
  readonly account: Account;
  readonly state: TelesignState;
  readonly clock: Clock;
  readonly work: Work;
  readonly post: Post;
}

/** After a try that was not answered by 200; the fourth is the last. https://developer.telesign.com/enterprise/docs/sms-callback-service */
const PAUSES_MS = [5_000, 10_000, 15_000];

export function createCallbacks({ account, state, clock, work, post }: CallbackParts): Callbacks {
  async function isTaken(url: string, body: string): Promise<boolean> {
    const signature = signatureOf(account.apiKey, body);
    const headers = {
      'content-type': 'application/json',
      authorization: `TSA ${account.customerId}:${signature}`,
      'x-ts-authorization': signature,
    };
    try {
      return (await post({ url, headers, body })).status === 200;
    } catch {
      return false;
    }
  }

  async function attempt(id: string): Promise<void> {
    const callback = state.callback(id);
    if (callback === undefined) return;
    const pauseMs = PAUSES_MS[callback.tries];
    if ((await isTaken(callback.url, callback.body)) || pauseMs === undefined) return state.removeCallback(id);
    const dueAt = clock.now() + pauseMs;
    await state.putCallback(id, { ...callback, tries: callback.tries + 1, dueAt });
    arm(id, dueAt);
  }

  function arm(id: string, dueAt: number): void {
    if (dueAt > clock.now()) clock.at(dueAt, () => attempt(id));
    else void work.run(() => attempt(id), 'telesign callback');
  }

  for (const id of state.callbackIds()) arm(id, state.callback(id)?.dueAt ?? 0);

  return {
    async add(url, content, delayMs) {
      const id = state.nextId();
      const dueAt = clock.now() + delayMs;
      await state.putCallback(id, { url, body: JSON.stringify(content), tries: 0, dueAt });
      arm(id, dueAt);
    },
  };
}
