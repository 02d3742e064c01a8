import type { Endpoints } from '../setup/endpoints';
import type { Post } from '../kit/post';

/** An orchestration as the Durable extension's management API tells of it. */
export interface Orchestration {
  readonly runtimeStatus: string;
  readonly customStatus: unknown;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  readonly historyEvents: readonly HistoryEvent[];
}

/** An event of its history, in the words of the management API. */
export interface HistoryEvent {
  readonly EventType: string;
  readonly Timestamp: string;
  readonly FunctionName?: string;
  readonly Name?: string;
  readonly Input?: unknown;
  readonly Result?: unknown;
  readonly [field: string]: unknown;
}

/** Undefined when there is none, or while the host is down. */
export async function readOrchestration(
  call: Post,
  { functions }: Endpoints,
  instanceId: string,
): Promise<Orchestration | undefined> {
  const query = `showHistory=true&showHistoryOutput=true&code=${functions.masterKey}`;
  const url = `${functions.endpoint}/runtime/webhooks/durabletask/instances/${encodeURIComponent(instanceId)}?${query}`;
  const answer = await call({ url, method: 'GET', headers: {}, body: '' }).catch(() => undefined);
  if (answer === undefined || (answer.status !== 200 && answer.status !== 202)) return undefined;
  return JSON.parse(answer.body) as Orchestration;
}
