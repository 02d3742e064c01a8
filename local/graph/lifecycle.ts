import type { Clock } from '../kit/clock';
import type { LifecycleEvent } from './notifications';
import type { Subscription } from './subscription';

/** Graph says beforehand that a subscription ends; how long before is not promised. */
const BEFORE_EXPIRY_MS = 3 * 3_600_000;

/** Asks for reauthorisation before a subscription that has a lifecycle endpoint expires. */
export function createLifecycle(
  clock: Clock,
  subscriptions: {
    live(): readonly Subscription[];
    notify(subscription: Subscription, event: LifecycleEvent): Promise<void>;
  },
): { readonly watch: (subscription: Subscription) => void } {
  return {
    watch(watched) {
      if (watched.lifecycleNotificationUrl === null) return;
      const askAt = Math.max(watched.expiresAt - BEFORE_EXPIRY_MS, (watched.createdAt + watched.expiresAt) / 2);
      if (askAt <= clock.now()) return;
      clock.at(askAt, async () => {
        const present = subscriptions.live().find(({ id }) => id === watched.id);
        // Prolonged meanwhile: watched anew then.
        if (present?.expiresAt !== watched.expiresAt) return;
        await subscriptions.notify(present, 'reauthorizationRequired');
      });
    },
  };
}
