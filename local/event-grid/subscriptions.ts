import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { EventSubscription } from './model';

export interface KnownSubscription {
  readonly subscription: EventSubscription;
  /** What its owner must present to validate it by hand; null once it is valid. */
  readonly awaiting: { readonly code: string; readonly until: number } | null;
}

/** The event subscriptions, on disk and in memory. */
export interface Subscriptions {
  put(known: KnownSubscription): Promise<void>;
  delete(topic: string, name: string): Promise<void>;
  get(topic: string, name: string): KnownSubscription | undefined;
  /** By hand: true when the code was right and in time. */
  validate(topic: string, name: string, code: string): Promise<boolean>;
  /** Those that get events. */
  activeOf(topic: string): EventSubscription[];
  all(): KnownSubscription[];
}

export function openSubscriptions(store: Store, clock: Clock): Subscriptions {
  const stored = store.collection<KnownSubscription>('event_grid_subscriptions');
  const idOf = (topic: string, name: string) => `${topic}/${name}`.toLowerCase();
  // Read with every event, so kept as objects beside the stored texts.
  const known = new Map(stored.values().map((one) => [idOf(one.subscription.topic, one.subscription.name), one]));
  const get = (topic: string, name: string) => known.get(idOf(topic, name));

  async function put(one: KnownSubscription): Promise<void> {
    const id = idOf(one.subscription.topic, one.subscription.name);
    known.set(id, one);
    await stored.put(id, one);
  }

  return {
    put,
    get,
    async delete(topic, name) {
      known.delete(idOf(topic, name));
      await stored.delete(idOf(topic, name));
    },
    async validate(topic, name, code) {
      const found = get(topic, name);
      if (!found?.awaiting || found.awaiting.code !== code || clock.now() > found.awaiting.until) return false;
      await put({ subscription: found.subscription, awaiting: null });
      return true;
    },
    activeOf: (topic) =>
      [...known.values()]
        .filter(({ subscription, awaiting }) => awaiting === null && subscription.topic === topic)
        .map(({ subscription }) => subscription),
    all: () => [...known.values()],
  };
}
