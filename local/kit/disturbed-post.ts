import { actUnder, BROKEN, NEVER, type Faults } from './faults';
import { NoAnswer, type IncomingAnswer, type Post } from './post';

/** The calls that a service makes, under faults: `POST /path` of whom it calls is the operation. */
export function disturbedPost(post: Post, service: string, faults: Faults): Post {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const operation = `${request.method ?? 'POST'} ${pathname}`;
    const refuse = (status: number, retryAfterMs: number): IncomingAnswer => ({
      status,
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      body: '',
    });
    const answer = await actUnder(faults.hit(service, operation), () => post(request), refuse);
    if (answer === NEVER) throw new NoAnswer('timedOut', `${operation} had no answer: a fault.`);
    if (answer === BROKEN) throw new NoAnswer('unreachable', `${operation} was not answered: a fault.`);
    return answer;
  };
}
