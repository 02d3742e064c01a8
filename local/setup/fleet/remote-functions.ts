import type { DurableFunction, DurableFunctions } from '../../durable/functions';
import type { FunctionKind } from '../../durable/replay/surroundings';
import type { RunOrder, RunResult } from '../../host/run-route';
import { NoAnswer, type Post } from '../../kit/post';
import type { Roster } from './roster';

/**
 * The app's durable functions on whichever host is next. One that dies in the middle has the call repeated on another: an
 * orchestrator gives the same again, an activity runs at least once, as in Azure.
 */
export function remoteFunctions(roster: Roster, post: Post): DurableFunctions {
  return {
    find(kind, name) {
      const spelled = roster.spelled(kind, name);
      return spelled === undefined ? undefined : remoteFunction(roster, post, kind, spelled);
    },
    names: (kind) => roster.names(kind),
  };
}

function remoteFunction(roster: Roster, post: Post, kind: FunctionKind, name: string): DurableFunction {
  return {
    name,
    async run(input, metadata) {
      const order: RunOrder = { kind, name, metadata, ...(input !== undefined && { input }) };
      for (;;) {
        const member = await roster.next();
        const result = await attempt(post, member.runUrl, order);
        if (result !== undefined) return valueOf(result, name);
        roster.leave(member.name);
      }
    },
  };
}

/** Undefined when the host is gone. */
async function attempt(post: Post, url: string, order: RunOrder): Promise<RunResult | undefined> {
  try {
    const answer = await post({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    if (answer.status === 200) return JSON.parse(answer.body) as RunResult;
    throw new Error(`A host answered ${answer.status} to a call of ${order.name}: ${answer.body}`);
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}

function valueOf(result: RunResult, name: string): unknown {
  switch (result.outcome) {
    case 'returned':
      return result.value;
    case 'bytes':
      return Buffer.from(result.base64, 'base64');
    case 'threw':
      throw Object.assign(new Error(result.message), { stack: result.stack });
    case 'unknown':
      throw new Error(`The function '${name}' does not exist on the host that was asked.`);
    default:
      return result satisfies never;
  }
}
