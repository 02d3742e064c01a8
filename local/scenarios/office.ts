import { NoAnswer, type Post } from '../kit/post';

/** Everything that simulated people can do: the simulator's API, and through it the product's own. */
export interface Office {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: object): Promise<Answer>;
  /** The product's API in the name of an agent. Undefined when it refused. */
  asAgent<Answer>(
    agentId: string,
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    body?: object,
  ): Promise<Answer | undefined>;
  now(): number;
}

/** What was asked for cannot be done now; the people try something else in their next turn. */
export class NotNow extends Error {}

/** By the API of the console at this address. */
export function createOffice(call: Post, consoleUrl: string, now: () => number): Office {
  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await call({
      url: `${consoleUrl}/_local/${path}`,
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    }).catch((error: unknown) => {
      throw error instanceof NoAnswer ? new NotNow(error.message) : error;
    });
    if (answer.status >= 400) throw new NotNow(`${method} ${path} was answered with ${answer.status}: ${answer.body}`);
    return (answer.body === '' ? undefined : JSON.parse(answer.body)) as Answer;
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body = {}) => ask('POST', path, body),
    async asAgent<Answer>(agentId: string, method: string, path: string, body?: object) {
      const asked = { method, path, ...(body === undefined ? {} : { body }) };
      const answer = await ask<{ status: number; body: unknown }>('POST', `people/${agentId}/ask`, asked);
      return answer.status < 300 ? (answer.body as Answer) : undefined;
    },
    now,
  };
}
