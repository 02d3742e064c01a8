import { InvocationContext } from '@azure/functions';
import { registered } from '../../contracts/fakes/functions-core';
import type { LocalData } from './local-data';

type HistoryEvent = Readonly<Record<string, unknown>> & { readonly EventType: number };

/** A recorded orchestration: its history as the extension would hand it to the app. */
export interface Orchestration {
  readonly id: string;
  readonly name: string;
  readonly history: readonly HistoryEvent[];
}

const EXECUTION_STARTED = 0;

/** The orchestrations in the task hub of a local Azure. */
export function orchestrationsIn({ databases }: LocalData): readonly Orchestration[] {
  const tables = databases['host/host.sqlite']?.tables ?? {};
  const parts = tables['durable_history'] ?? [];
  return (tables['durable_instances'] ?? []).map(({ id, value }) => {
    const texts = parts
      .filter((part) => part['instance'] === id)
      .sort((one, other) => Number(one['part']) - Number(other['part']))
      .map((part) => String(part['events']));
    const history = JSON.parse(`[${texts.join(',')}]`) as HistoryEvent[];
    return { id: String(id), name: (JSON.parse(String(value)) as { name: string }).name, history };
  });
}

/** What the registered orchestrator makes of a history, through the real SDK. Everything it ever asked for is in it. */
export async function answerTo({ id, name, history }: Orchestration): Promise<unknown> {
  const start = history.find(({ EventType }) => EventType === EXECUTION_STARTED);
  const trigger = {
    // The SDK changes what it is given.
    history: structuredClone(history),
    input: JSON.parse((start?.['Input'] as string | null | undefined) ?? 'null') as unknown,
    instanceId: id,
    isReplaying: false,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
  const one = registered.get(name);
  if (one === undefined) throw new Error(`There is no orchestrator '${name}' any more.`);
  const options = { functionName: name, options: { trigger: Object.values(one.metadata.bindings)[0] } };
  const answer = await one.callback(trigger, new InvocationContext(options as never));
  return JSON.parse(JSON.stringify(answer));
}
