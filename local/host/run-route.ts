import type { DurableFunctions } from '../durable/functions';
import type { FunctionKind } from '../durable/replay/surroundings';
import type { Handle } from './http/server';

/** One call of a durable function by a hub outside this process. */
export interface RunOrder {
  readonly kind: FunctionKind;
  readonly name: string;
  readonly input?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What came of it. Bytes travel as base64; nothing returned is no value at all. */
export type RunResult =
  | { readonly outcome: 'returned'; readonly value?: unknown }
  | { readonly outcome: 'bytes'; readonly base64: string }
  | { readonly outcome: 'threw'; readonly message: string; readonly stack: string }
  | { readonly outcome: 'unknown' };

/** Runs this host's durable functions for a hub outside it. */
export function createRunRoute(functions: DurableFunctions): Handle {
  return async (request) => {
    if (request.method !== 'POST' || request.url.pathname !== '/run') return { status: 404 };
    return { status: 200, body: await run(functions, request.json() as RunOrder) };
  };
}

async function run(functions: DurableFunctions, { kind, name, input, metadata }: RunOrder): Promise<RunResult> {
  const found = functions.find(kind, name);
  if (!found) return { outcome: 'unknown' };
  try {
    const value = await found.run(input, metadata);
    return Buffer.isBuffer(value)
      ? { outcome: 'bytes', base64: value.toString('base64') }
      : { outcome: 'returned', ...(value !== undefined && { value }) };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { outcome: 'threw', message, stack };
  }
}
