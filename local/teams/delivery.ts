import { randomUUID } from 'node:crypto';
import { NoAnswer } from '../kit/post';
import { groupKeys } from './group-keys';
import type { Activity, TeamsOptions } from './options';

export type DeliveryOutcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly reason: 'timedOut' | 'unreachable' };

/** An activity on its way to the bot. */
export interface Delivery {
  readonly id: string;
  readonly conversationId: string;
  readonly tenantId: string;
  readonly postedAt: number;
  readonly activity: Activity;
  readonly outcome: DeliveryOutcome;
}

export interface Deliveries {
  /** Makes the delivery durable and posts it, once. */
  send(conversationId: string, tenantId: string, activity: Activity): Promise<Delivery>;
  of(conversationId: string): readonly Delivery[];
}

const RESUME_EVERY_MS = 1_000;
const RESUME_TRIES = 30;

export function openDeliveries(options: TeamsOptions): Deliveries {
  const { store, clock, work } = options;
  const deliveries = store.collection<Delivery>('teams_deliveries');

  const ids = groupKeys(
    deliveries.values(),
    ({ conversationId }) => conversationId,
    ({ id }) => id,
  );

  async function attempt(delivery: Delivery): Promise<Delivery> {
    const done = { ...delivery, outcome: await postToBot(options, delivery) };
    await deliveries.put(done.id, done);
    return done;
  }

  /** What a killed process left pending is posted as if it had not been; the bot may come up later than we do. */
  function resume(delivery: Delivery, tries: number): void {
    clock.after(RESUME_EVERY_MS, async () => {
      const { outcome } = await attempt(delivery);
      if (outcome.kind === 'failed' && outcome.reason === 'unreachable' && tries > 1) resume(delivery, tries - 1);
    });
  }
  for (const delivery of deliveries.values()) if (delivery.outcome.kind === 'pending') resume(delivery, RESUME_TRIES);

  return {
    async send(conversationId, tenantId, activity) {
      const delivery: Delivery = {
        id: randomUUID(),
        conversationId,
        tenantId,
        postedAt: clock.now(),
        activity,
        outcome: { kind: 'pending' },
      };
      ids.add(conversationId, delivery.id);
      await deliveries.put(delivery.id, delivery);
      return work.run(() => attempt(delivery), `teams ${activity.type}`);
    },
    of: (conversationId) => ids.of(conversationId).flatMap((id) => deliveries.get(id) ?? []),
  };
}

async function postToBot(options: TeamsOptions, delivery: Delivery): Promise<DeliveryOutcome> {
  const token = await options.signActivity({ botAppId: options.botAppId, serviceUrl: options.serviceUrl() });
  try {
    const { status, body } = await options.post({
      url: options.botEndpoint(),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        'x-ms-conversation-id': delivery.conversationId,
        'x-ms-tenant-id': delivery.tenantId,
      },
      body: JSON.stringify(delivery.activity),
    });
    return { kind: 'answered', status, body };
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: 'failed', reason: error.code };
    throw error;
  }
}
