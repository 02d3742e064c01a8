import { z } from 'zod';
import type { Clock } from '../../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Store } from '../../kit/store';
import type { Book } from './book';
import { invalidArgument, Refused } from './results';

/** Guards a route: who has no valid credentials gets an answer of its own. */
export type Authorise = (handle: Route['handle']) => Route['handle'];

export interface OperationContext {
  readonly book: Book;
  readonly store: Store;
  readonly clock: Clock;
  readonly authorise: Authorise;
}

/** An operation of Call Automation: reads its body, changes calls at once, answers when that is on disk. */
export interface Operation<T> {
  readonly method: string;
  readonly path: string;
  readonly body: z.ZodType<T>;
  /** Whether a repeat under the same `Repeatability-Request-ID` gets the first answer and does nothing. */
  readonly repeatable?: boolean;
  /** Looks up what the change will have to know. */
  readonly prepare?: (body: T) => Promise<void>;
  perform(request: LocalRequest, body: T): LocalResponse;
}

/** The body of an operation that has none. */
export const noBody = z.unknown();

interface Remembered {
  readonly response: LocalResponse;
  readonly at: number;
}

const REQUEST_ID = 'repeatability-request-id';
const FIRST_SENT = 'repeatability-first-sent';
/** Longer than any client tries. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Turns operations into routes. */
export function createOperations(context: OperationContext): <T>(operation: Operation<T>) => Route {
  const { book, store, clock, authorise } = context;
  const answers = store.collection<Remembered>('calls_answers');
  for (const id of answers.ids()) if (isOld(answers.get(id), clock.now())) void answers.delete(id);

  function once(id: string | undefined, perform: () => LocalResponse): LocalResponse {
    if (id === undefined) return perform();
    const before = answers.get(id);
    if (before !== undefined) return before.response;
    const response = { ...perform(), headers: { 'repeatability-result': 'accepted' } };
    void answers.put(id, { response, at: clock.now() });
    return response;
  }

  return (operation) => ({
    method: operation.method,
    path: operation.path,
    handle: authorise(async (request) => {
      try {
        const id = operation.repeatable === true ? repeatabilityId(request) : undefined;
        const body = parse(operation.body, request);
        await operation.prepare?.(body);
        const response = once(id, () => operation.perform(request, body));
        await book.saved();
        return response;
      } catch (error) {
        if (error instanceof Refused) return answerRefused(error);
        throw error;
      }
    }),
  });
}

const isOld = (remembered: Remembered | undefined, now: number) =>
  remembered !== undefined && remembered.at + REMEMBERED_MS < now;

/** Both headers or neither, as the OASIS specification of repeatable requests wants it. */
function repeatabilityId({ headers, method, url }: LocalRequest): string | undefined {
  const id = headers[REQUEST_ID];
  const firstSent = headers[FIRST_SENT];
  if (id === undefined && firstSent === undefined) return undefined;
  if (id === undefined || firstSent === undefined || Number.isNaN(Date.parse(firstSent))) {
    throw invalidArgument('Repeatability-Request-ID and Repeatability-First-Sent go together.');
  }
  return `${method} ${url.pathname} ${id}`;
}

function parse<T>(schema: z.ZodType<T>, request: LocalRequest): T {
  let body: unknown;
  try {
    body = request.json();
  } catch {
    throw invalidArgument('The body is not JSON.');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidArgument(z.prettifyError(parsed.error));
  return parsed.data;
}

const answerRefused = ({ status, code, message, headers }: Refused): LocalResponse => ({
  status,
  headers,
  body: { error: { code, message } },
});
