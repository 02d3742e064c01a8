import { keyOf } from '../http/http-trigger';
import type { HostRequest, HostResponse } from '../http/server';
import type { Keys } from '../keys';
import { refusal } from '../refusal';
import type { RunFunction } from '../run-function';
import type { RegisteredFunction } from '../worker/core-module';
import { json, text } from '../worker/typed-data';
import { triggerOf } from '../worker/types';

/** `/runtime/webhooks/EventGrid?functionName=…&code=…`: where Event Grid delivers to functions. */
export type EventGridWebhook = (request: HostRequest) => Promise<HostResponse>;

interface GridEvent {
  readonly data?: unknown;
}

export function createEventGridWebhook(
  find: (name: string) => RegisteredFunction | undefined,
  keys: Keys,
  run: RunFunction,
): EventGridWebhook {
  return async function receive(request) {
    const key = keyOf(request);
    if (!keys.opensWebhook('eventgrid_extension', key)) return refusal(keys, key);
    const name = request.url.searchParams.get('functionName') ?? '';
    const one = find(name);
    if (!one || triggerOf(one.metadata).binding.type !== 'eventGridTrigger') {
      return said(404, `cannot find function: '${name}'`);
    }
    if (request.method === 'OPTIONS')
      return { status: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' } };
    return take(one, request, run);
  };
}

const said = (status: number, body: string): HostResponse => ({
  ...{ status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } },
});

/** By the type of the delivery, which comes with events of both schemas; a request of no type is no delivery. */
async function take(one: RegisteredFunction, request: HostRequest, run: RunFunction): Promise<HostResponse> {
  const type = request.headers['aeg-event-type']?.toLowerCase();
  if (type === 'unsubscribe') return { status: 202 };
  if (type !== 'subscriptionvalidation' && type !== 'notification') return { status: 400 };
  const events = eventsOf(request);
  if (events === undefined) return { status: 500 };
  return type === 'notification' ? deliver(one, events, run) : validate(events);
}

/** Undefined for what is not JSON. */
function eventsOf(request: HostRequest): GridEvent[] | undefined {
  try {
    const body = request.json();
    return (Array.isArray(body) ? body : [body]) as GridEvent[];
  } catch {
    return undefined;
  }
}

function validate([event]: readonly GridEvent[]): HostResponse {
  const code = (event?.data as { validationCode?: unknown } | undefined)?.validationCode;
  return typeof code === 'string' ? said(200, JSON.stringify({ validationResponse: code })) : { status: 400 };
}

/** One invocation per event; a failure of any makes Event Grid deliver all of them again. */
async function deliver(one: RegisteredFunction, events: readonly GridEvent[], run: RunFunction): Promise<HostResponse> {
  const runs = events.map((event) =>
    run(one, text(JSON.stringify(event)), { triggerMetadata: { data: json(event.data ?? null) } }),
  );
  const results = await Promise.allSettled(runs);
  return results.some(({ status }) => status === 'rejected')
    ? said(500, `Exception while executing function: Functions.${one.metadata.name}`)
    : { status: 202 };
}
