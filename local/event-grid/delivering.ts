import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import { deadLetterContent, deadLetterName, type WriteDeadLetter } from './dead-letter';
import { isFinished, type EventLog } from './event-log';
import type { Faults } from './faults';
import { createLanes } from './lanes';
import type { DeadLetterReason, Delivery, DeliveryState, EventSubscription, StoredEvent } from './model';
import type { Push, PushResult } from './push';
import { DEAD_LETTER_DELAY_MS, DEAD_LETTER_DROPPED_AFTER_MS, isExpired, judge } from './retry';

export interface DeliveringOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly log: EventLog;
  readonly faults: Faults;
  readonly push: Push;
  readonly deadLetter: WriteDeadLetter;
  readonly subscription: (topic: string, name: string) => EventSubscription | undefined;
}

/** Carries stored deliveries to their subscribers until each is finished. */
export interface Delivering {
  /** Before this nothing is sent. */
  start(): void;
  /** Takes a delivery on its way, at once or when it is due. */
  arm(delivery: Delivery): void;
  /** Sends once more what was sent already. */
  repeat(delivery: Delivery): void;
}

interface Item {
  readonly delivery: Delivery;
  readonly repeat: boolean;
}

/** What the steps of a delivery work with. */
interface Steps extends DeliveringOptions {
  readonly arm: (delivery: Delivery) => void;
  readonly enqueue: (item: Item) => void;
}

const MOST_REQUESTS_PER_SUBSCRIPTION = 50;

export function createDelivering(options: DeliveringOptions): Delivering {
  const { clock, work, log, faults } = options;
  let started = false;
  const lanes = createLanes<Item>({
    work,
    most: MOST_REQUESTS_PER_SUBSCRIPTION,
    take: (waiting) => takeBatch(waiting, options),
    send: (items) => send(steps, items),
  });
  const enqueue = (item: Item) => lanes.enqueue(`${item.delivery.topic}/${item.delivery.subscription}`, item);
  const steps: Steps = { ...options, arm, enqueue };

  function arm(delivery: Delivery): void {
    const { state } = delivery;
    if (!started || (state.kind !== 'due' && state.kind !== 'deadLettering')) return;
    const at = state.kind === 'due' ? Math.max(state.at, faults.silentUntil()) : state.at;
    if (at > clock.now()) clock.at(at, () => arm(delivery));
    else if (state.kind === 'due') enqueue({ delivery, repeat: false });
    else void work.run(() => writeDeadLetter(steps, delivery, state), `dead letter of ${delivery.subscription}`);
  }

  return {
    start() {
      started = true;
      log.unfinished().forEach(arm);
    },
    arm,
    repeat: (delivery) => enqueue({ delivery, repeat: true }),
  };
}

async function send(steps: Steps, taken: readonly Item[]): Promise<void> {
  const { clock, push } = steps;
  // The log forgets old events, perhaps between a wish to repeat one and its turn.
  const items = taken.filter(({ delivery }) => steps.log.event(delivery.eventKey) !== undefined);
  const subscription = subscriptionOf(steps, items[0]?.delivery);
  if (subscription === undefined) {
    const dropped = { kind: 'dropped', reason: 'SubscriptionDeleted' } as const;
    await Promise.all(items.map(({ delivery }) => become(steps, delivery, dropped)));
    return;
  }
  const aged = (item: Item) =>
    !item.repeat && isExpired(eventOf(steps, item.delivery).publishedAt, clock.now(), subscription.retryPolicy);
  const live = items.filter((item) => !aged(item));
  await Promise.all(
    items.filter(aged).map(({ delivery }) => giveUp(steps, delivery, subscription, 'TimeToLiveExceeded')),
  );
  const [first] = live;
  if (first === undefined) return;
  const events = live.map(({ delivery }) => eventOf(steps, delivery));
  const result = await push(subscription, events, countOf(first.delivery));
  await Promise.all(live.map((item) => settle(steps, subscription, item, result)));
}

async function settle(steps: Steps, subscription: EventSubscription, item: Item, result: PushResult): Promise<void> {
  const { clock, log, faults } = steps;
  const known = log.delivery(item.delivery);
  if (known === undefined) return;
  const attempt = { at: clock.now(), ...result, repeat: item.repeat };
  const tried: Delivery = { ...known, attempts: [...known.attempts, attempt] };
  if (item.repeat) return log.update(tried);
  const verdict = judge({
    destination: subscription.destination.kind,
    status: result.status,
    attempts: countOf(tried),
    policy: subscription.retryPolicy,
  });
  switch (verdict.kind) {
    case 'delivered':
      await become(steps, tried, { kind: 'delivered' });
      if (faults.repeats()) steps.enqueue({ delivery: tried, repeat: true });
      return;
    case 'retry':
      return become(steps, tried, { kind: 'due', at: clock.now() + verdict.delayMs });
    case 'giveUp':
      return giveUp(steps, tried, subscription, verdict.reason);
    default:
      return verdict satisfies never;
  }
}

function giveUp(
  steps: Steps,
  delivery: Delivery,
  { deadLetterContainer }: EventSubscription,
  reason: DeadLetterReason,
): Promise<void> {
  const now = steps.clock.now();
  const state: DeliveryState =
    deadLetterContainer === null
      ? { kind: 'dropped', reason }
      : { kind: 'deadLettering', at: now + DEAD_LETTER_DELAY_MS, since: now, reason };
  return become(steps, delivery, state);
}

async function writeDeadLetter(
  steps: Steps,
  delivery: Delivery,
  { since, reason }: Extract<DeliveryState, { kind: 'deadLettering' }>,
): Promise<void> {
  const now = steps.clock.now();
  const subscription = subscriptionOf(steps, delivery);
  const container = subscription?.deadLetterContainer;
  if (!subscription || !container) return become(steps, delivery, { kind: 'dropped', reason: 'SubscriptionDeleted' });
  const blob = deadLetterName(delivery, now);
  const content = deadLetterContent(eventOf(steps, delivery), delivery, subscription, reason);
  const written = await steps.deadLetter(container, blob, content).then(
    () => true,
    () => false,
  );
  if (written) return become(steps, delivery, { kind: 'deadLettered', reason, blob: `${container}/${blob}` });
  const dropped = now - since >= DEAD_LETTER_DROPPED_AFTER_MS;
  return become(
    steps,
    delivery,
    dropped
      ? { kind: 'dropped', reason: 'DeadLetterUnavailable' }
      : { kind: 'deadLettering', at: now + DEAD_LETTER_DELAY_MS, since, reason },
  );
}

async function become({ log, arm }: Steps, delivery: Delivery, state: DeliveryState): Promise<void> {
  const changed = { ...delivery, state };
  await log.update(changed);
  if (!isFinished(changed)) arm(changed);
}

const subscriptionOf = (steps: DeliveringOptions, delivery: Delivery | undefined) =>
  delivery && steps.subscription(delivery.topic, delivery.subscription);

function eventOf({ log }: DeliveringOptions, { eventKey }: Delivery): StoredEvent {
  const event = log.event(eventKey);
  if (event === undefined) throw new Error(`The event ${eventKey} of a delivery is not stored.`);
  return event;
}

/** Attempts that count: sending again on purpose does not. */
const countOf = ({ attempts }: Delivery) => attempts.filter(({ repeat }) => !repeat).length;

/** Takes what may go in one request: as many as wait, never waiting for more. */
function takeBatch(waiting: Item[], options: DeliveringOptions): Item[] {
  const batching = subscriptionOf(options, waiting[0]?.delivery)?.batching;
  const most = waiting[0]?.repeat === false ? (batching?.maxEventsPerBatch ?? 1) : 1;
  const mostBytes = (batching?.preferredBatchSizeInKilobytes ?? 0) * 1024;
  let taken = 1;
  let bytes = 0;
  for (const { delivery, repeat } of most > 1 ? waiting.slice(0, most) : []) {
    bytes += JSON.stringify(options.log.event(delivery.eventKey) ?? '').length;
    if (repeat || (taken > 1 && bytes > mostBytes)) break;
    taken += 1;
  }
  return waiting.splice(0, Math.max(1, taken - 1));
}
