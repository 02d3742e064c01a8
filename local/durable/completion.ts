import type { LocalResponse } from '../kit/http';
import type { DurableClient } from './client';
import { isFinal } from './protocol';
import { statusBody, toValue } from './status-view';

/** For how long, in real time, somebody who started an instance would wait for its end, and how often to look. */
export interface Wait {
  readonly id: string;
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

/** An answer that may be given now, or after a wait for something better. */
export interface ManagementResponse extends LocalResponse {
  readonly wait?: Wait;
}

/** `timeout` and `pollingInterval` of a query, in seconds; undefined unless both are there. */
export function waitOf(query: URLSearchParams, id: string): Wait | undefined {
  const [timeout, interval] = ['timeout', 'pollingInterval'].map((name) => query.get(name)?.trim() ?? '');
  const [timeoutMs, intervalMs] = [Number(timeout) * 1000, Number(interval) * 1000];
  const isGiven = timeout !== '' && interval !== '' && !Number.isNaN(timeoutMs) && !Number.isNaN(intervalMs);
  return isGiven ? { id, timeoutMs, intervalMs } : undefined;
}

/** What the extension throws when it is asked for that. */
export const impossibleWait = ({ timeoutMs, intervalMs }: Wait): string | undefined =>
  intervalMs > timeoutMs
    ? `Total timeout ${timeoutMs / 1000} should be bigger than retry timeout ${intervalMs / 1000}`
    : undefined;

/** The output of an instance that completes within the time, the status of one that ends otherwise, else `meanwhile`. */
export async function completion(
  client: Pick<DurableClient, 'instance'>,
  { id, timeoutMs, intervalMs }: Wait,
  meanwhile: LocalResponse,
  pause: (ms: number) => Promise<'goOn' | 'stop'>,
): Promise<LocalResponse> {
  const began = performance.now();
  for (;;) {
    const instance = client.instance(id);
    if (instance?.status === 'Completed') return json(toValue(instance.output));
    if (instance && isFinal(instance.status)) return json(statusBody(instance, true));
    const left = timeoutMs - (performance.now() - began);
    if (left <= 0 || (await pause(Math.min(left, intervalMs))) === 'stop') return meanwhile;
  }
}

const json = (value: unknown): LocalResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});
