import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import { playNothing } from './audio';
import type { Book } from './book';
import { connectionBy } from './connections';
import type { Operation } from './operation';
import { connected } from './participant-operations';
import { subscribe, unsubscribe } from './subscriptions';
import type { Turn } from './turn';
import { originOf, streamSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
const ACCEPTED: LocalResponse = { status: 202 };

/** The operations on audio streaming; its frames go out, and come in, by `call-streams.ts`. */
export function mediaStreamingRoutes(route: ToRoute, book: Book): Route[] {
  const post = (name: string, perform: (turn: Turn, body: z.infer<typeof streamSchema>) => void): Route =>
    route({
      method: 'POST',
      path: `/calling/callConnections/{id}:${name}`,
      body: streamSchema,
      perform: (request, body) =>
        book.change(connected(book, request), (turn) => {
          perform(turn, body);
          return ACCEPTED;
        }),
    });
  return [
    post('startMediaStreaming', (turn, body) => subscribe(turn, 'audio', originOf(turn, body))),
    post('stopMediaStreaming', (turn, body) => {
      unsubscribe(turn, 'audio', originOf(turn, body));
      playNothing(connectionBy(turn.call, turn.via)?.streaming);
    }),
  ];
}
