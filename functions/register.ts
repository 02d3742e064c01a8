import {
  app as host,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
  type Timer,
} from '@azure/functions';
import * as df from 'durable-functions';
import type { z } from 'zod';
import { appOf, type App } from './compose';
import { OPERATIONS, type OperationId } from '../shared/contracts/http/routes';
import { readEnvelope, type Envelope } from '../shared/contracts/events/envelope';
import { ownEventData } from '../shared/contracts/events/own';
import { FlowError } from '../shared/flows/lib/flow-error';
import { reasonOf } from './reason-of';
import { failure } from './respond';

/**
 * Every function gets the Durable client: the flows it calls may start or tell an orchestration, and the client exists
 * only in the invocation of a function that declares it.
 */
export const withDurableClient = { extraInputs: [df.input.durableClient()] };

/** Registers an HTTP operation of the table under its operation id; failures become problem documents. */
export function onHttp(
  id: OperationId,
  handle: (app: App, request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>,
): void {
  const { method, path, access } = OPERATIONS[id];
  host.http(id, {
    methods: [method],
    route: path.slice(1),
    authLevel: access === 'hostKey' ? 'admin' : 'anonymous',
    ...withDurableClient,
    handler: async (request, context) => {
      try {
        return await handle(appOf(context), request, context);
      } catch (error) {
        if (!(error instanceof FlowError)) context.error(`${id} failed: ${reasonOf(error)}`);
        return failure(error);
      }
    },
  });
}

/** How the delivery of an event ended. All of these acknowledge it: what may pass later is thrown instead. */
export type EventOutcome =
  | { readonly kind: 'done'; readonly what: string }
  /** Not for this function. */
  | { readonly kind: 'unsupported'; readonly type: string }
  /** Will never be understood: kept for an operator. */
  | { readonly kind: 'malformed'; readonly why: string };

/** Registers a function that Event Grid triggers, with events of either schema. */
export function onEvent(name: string, handle: (app: App, event: Envelope) => Promise<EventOutcome>): void {
  host.eventGrid(name, {
    ...withDurableClient,
    handler: async (content: unknown, context: InvocationContext) => {
      const app = appOf(context);
      const event = readEnvelope(content);
      const outcome = event === undefined ? notAnEvent : await outcomeOf(() => handle(app, event));
      await acknowledge(app, { name, id: event?.id ?? context.invocationId, content, outcome });
    },
  });
}

type OwnEvents = { readonly [type in keyof typeof ownEventData]: z.output<(typeof ownEventData)[type]> };

/** The same for events of our own of one type. `take` says in a word what came of it. */
export function onOwnEvent<Type extends keyof OwnEvents>(
  name: string,
  type: Type,
  take: (app: App, data: OwnEvents[Type]) => Promise<string>,
): void {
  onEvent(name, async (app, event) => {
    if (event.type !== type) return { kind: 'unsupported', type: event.type };
    const parsed = ownEventData[type].safeParse(event.data);
    if (!parsed.success) return { kind: 'malformed', why: parsed.error.message };
    return { kind: 'done', what: await take(app, parsed.data as OwnEvents[Type]) };
  });
}

const notAnEvent: EventOutcome = { kind: 'malformed', why: 'neither a CloudEvent nor an Event Grid event' };

/** A flow that calls its input invalid will do so every time: a repeat would only delay its end in the dead letters. */
export async function outcomeOf(take: () => Promise<EventOutcome>): Promise<EventOutcome> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof FlowError && error.code === 'invalid') return { kind: 'malformed', why: error.message };
    throw error;
  }
}

interface Delivered {
  readonly name: string;
  readonly id: string;
  readonly content: unknown;
  readonly outcome: EventOutcome;
}

/** Says in the log what became of an event, and keeps one that will never be understood. */
export async function acknowledge({ deps, quarantine }: App, { name, id, content, outcome }: Delivered): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      deps.log.info('event taken', { name, id, what: outcome.what });
      return;
    case 'unsupported':
      deps.log.warn('event of another kind', { name, id, type: outcome.type });
      return;
    case 'malformed':
      await quarantine.put({ source: name, id, why: outcome.why, content, at: deps.clock.now() });
      deps.log.error('event quarantined', { name, id });
  }
}

/** Registers a function that a timer triggers; `schedule` is an NCRONTAB expression with seconds, in UTC. */
export function onTimer(name: string, schedule: string, handle: (app: App) => Promise<void>): void {
  host.timer(name, {
    schedule,
    ...withDurableClient,
    handler: (_timer: Timer, context) => handle(appOf(context)),
  });
}

/** Registers an activity. Its input crosses as JSON. */
export function onActivity(name: string, handle: (app: App, input: unknown) => Promise<unknown>): void {
  df.app.activity(name, {
    ...withDurableClient,
    handler: (input: unknown, context) => handle(appOf(context), input),
  });
}
