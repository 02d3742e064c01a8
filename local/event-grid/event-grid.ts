import type { Clock } from '../kit/clock';
import type { Route, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import type { WriteDeadLetter } from './dead-letter';
import { tellDeletion } from './deletion';
import { createDelivering, type Delivering } from './delivering';
import { openEventLog, type EventLog } from './event-log';
import { createFaults, type Faults } from './faults';
import { matches } from './filter';
import { localRoutes } from './local-routes';
import type { EventSubscription, GridEvent, SystemEvent, Topic } from './model';
import { pathMissing, publish } from './publishing';
import { createPush, type PushOptions } from './push';
import { systemEvent } from './schema';
import type { EventSimulator } from './simulator';
import { subscribe, type Subscribed } from './subscribing';
import { openSubscriptions, type Subscriptions } from './subscriptions';
import type { VerifyToken } from './topic-auth';

export interface EventGridOptions extends PushOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  /** Where this service listens, without a last slash. */
  readonly url: () => string;
  readonly topics: readonly Topic[];
  readonly verifyToken: VerifyToken;
  readonly deadLetter: WriteDeadLetter;
  /** From 0 up to 1; decides what faults hit. */
  readonly random: () => number;
  /** Hears until when a disturbance holds a delivery back. */
  readonly onHeld?: (until: number) => void;
}

export interface EventGrid extends EventSimulator {
  readonly service: Service;
  /** Sends what is stored and all that follows. Call it once the subscribers listen. */
  start(): void;
  subscribe(subscription: EventSubscription): Promise<Subscribed>;
  unsubscribe(topic: string, name: string): Promise<void>;
  subscriptions(): EventSubscription[];
  /** Publishes to a system topic, as the Azure service behind it does; durable when it resolves. */
  publish(topic: string, events: readonly SystemEvent[]): Promise<void>;
}

/** Event Grid: custom topics over HTTP, system topics by {@link EventGrid.publish}, push delivery with retries. */
export function createEventGrid(options: EventGridOptions): EventGrid {
  const { store, clock, work, topics } = options;
  const subscriptions = openSubscriptions(store, clock);
  const log = openEventLog(store);
  const faults = createFaults(clock, options.random);
  const delivering = createDelivering({
    ...options,
    log,
    faults,
    push: createPush(options),
    subscription: (topic, name) => subscriptions.get(topic, name)?.subscription,
  });
  const accept = accepting(log, subscriptions, heldBy(faults, options), clock, delivering);
  const grid: Omit<EventGrid, 'service'> = {
    start: () => delivering.start(),
    subscribe: (subscription) =>
      work.run(() => subscribe({ ...options, subscriptions }, subscription), 'event subscription'),
    unsubscribe: (topic, name) =>
      work.run(() => unsubscribe(options, subscriptions, topic, name), 'end of an event subscription'),
    subscriptions: () => subscriptions.all().map(({ subscription }) => subscription),
    publish: (name, events) =>
      work.run(async () => {
        const topic = topics.find((one) => one.name === name);
        if (topic?.kind !== 'system') throw new Error(`There is no system topic '${name}'.`);
        await accept(
          topic,
          events.map((event) => systemEvent(event, topic.resourceId, clock.now())),
        );
      }, `publish to ${name}`),
    recent: (limit) => log.recent(limit).map((event) => ({ ...event, deliveries: log.deliveriesOf(event.key) })),
    repeat: (eventId, subscription) => repeatEvent(log, delivering, eventId, subscription),
    silence: (forMs) => faults.silence(forMs),
    disturb: (disturbance) => faults.disturb(disturbance),
  };
  return { ...grid, service: { name: 'Event Grid', routes: routesOf(options, subscriptions, accept, grid) } };
}

/** What is under way ends with it; a webhook is told that there will be no more. */
async function unsubscribe(
  options: EventGridOptions,
  subscriptions: Subscriptions,
  topicName: string,
  name: string,
): Promise<void> {
  const known = subscriptions.get(topicName, name);
  await subscriptions.delete(topicName, name);
  const topic = options.topics.find((one) => one.name === topicName);
  if (known?.awaiting === null && topic) await tellDeletion(known.subscription, topic, options.clock.now(), options);
}

type Accept = (topic: Topic, events: readonly GridEvent[]) => Promise<void>;

function heldBy(faults: Faults, { onHeld }: EventGridOptions): (publishedAt: number) => number {
  return (publishedAt) => {
    const dueAt = publishedAt + faults.holdMs();
    if (dueAt > publishedAt) onHeld?.(dueAt);
    return dueAt;
  };
}

/** Stores each event with a delivery for every subscription that wants it, then sets them on their way. */
function accepting(
  log: EventLog,
  subscriptions: Subscriptions,
  dueAt: (publishedAt: number) => number,
  clock: Clock,
  delivering: Delivering,
): Accept {
  return async (topic, events) => {
    const publishedAt = clock.now();
    const wanting = subscriptions.activeOf(topic.name);
    const entries = events.map((event) => ({
      topic: topic.name,
      event,
      publishedAt,
      deliveries: wanting
        .filter(({ filter }) => matches(filter, event))
        .map(({ name }) => ({ subscription: name, dueAt: dueAt(publishedAt) })),
    }));
    (await log.append(entries)).forEach((delivery) => delivering.arm(delivery));
  };
}

function repeatEvent(log: EventLog, delivering: Delivering, eventId: string, subscription?: string): number {
  const deliveries = log
    .withId(eventId)
    .flatMap(({ key }) => log.deliveriesOf(key))
    .filter((one) => subscription === undefined || one.subscription === subscription);
  deliveries.forEach((delivery) => delivering.repeat(delivery));
  return deliveries.length;
}

function routesOf(
  options: EventGridOptions,
  subscriptions: Subscriptions,
  accept: Accept,
  grid: Omit<EventGrid, 'service'>,
): Route[] {
  return [
    ...localRoutes(grid, subscriptions),
    {
      method: 'GET',
      path: '/_validate/{topic}/{name}',
      handle: async ({ params, url }) => {
        const code = url.searchParams.get('code') ?? '';
        const valid = await subscriptions.validate(params['topic'] ?? '', params['name'] ?? '', code);
        return valid
          ? { status: 200, body: 'Webhook successfully validated as a subscription endpoint.' }
          : { status: 404, body: 'The validation code is wrong or expired.' };
      },
    },
    { method: 'POST', path: '/{topic}', handle: pathMissing },
    {
      method: 'POST',
      path: '/{topic}/api/events',
      handle: (request) => publish({ ...options, accept }, request),
    },
  ];
}
