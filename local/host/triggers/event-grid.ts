import { keyOf } from '../http/http-trigger';
import type { HostRequest, HostResponse } from '../http/server';
import type { Keys } from '../keys';
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
    if (!keys.opensWebhook('eventgrid_extension', keyOf(request))) return { status: 401 };
    const name = request.url.searchParams.get('functionName') ?? '';
    const one = find(name);
    if (!one || triggerOf(one.metadata).binding.type !== 'eventGridTrigger') {
      return { status: 404, body: `cannot find function: '${name}'` };
    }
    if (request.method === 'OPTIONS') return allowCloudEvents(request);
    if (request.method !== 'POST') return { status: 405 };
    if (request.body.length === 0) return { status: 400 };
    const events = eventsOf(request.json());
    if (request.headers['aeg-event-type'] === 'SubscriptionValidation') return validate(events);
    if (request.headers['aeg-event-type'] === 'Unsubscribe') return { status: 202 };
    return deliver(one, events, run);
  };
}

const eventsOf = (body: unknown): GridEvent[] => (Array.isArray(body) ? body : [body]) as GridEvent[];

/** The abuse protection of CloudEvents webhooks: the endpoint says from whom it takes events. */
function allowCloudEvents(request: HostRequest): HostResponse {
  const origin = request.headers['webhook-request-origin'];
  if (origin === undefined) return { status: 400 };
  return { status: 200, headers: { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' } };
}

function validate([event]: readonly GridEvent[]): HostResponse {
  const code = (event?.data as { validationCode?: unknown } | undefined)?.validationCode;
  return typeof code === 'string' ? { status: 200, body: { validationResponse: code } } : { status: 400 };
}

/** One invocation per event; a failure of any makes Event Grid deliver all of them again. */
async function deliver(one: RegisteredFunction, events: readonly GridEvent[], run: RunFunction): Promise<HostResponse> {
  const runs = events.map((event) =>
    run(one, text(JSON.stringify(event)), { triggerMetadata: { data: json(event.data ?? null) } }),
  );
  const results = await Promise.allSettled(runs);
  return { status: results.some((result) => result.status === 'rejected') ? 500 : 202 };
}
