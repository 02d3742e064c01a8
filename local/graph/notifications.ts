import { randomUUID } from 'node:crypto';
import { NoAnswer } from '../kit/post';
import { folderId } from './mail-ids';
import type { MailChange } from './mails';
import type { GraphOptions } from './options';
import type { Subscription } from './subscription';

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** A notification that its endpoint has not taken yet. */
export interface Notification {
  readonly id: string;
  readonly subscriptionId: string;
  readonly kind: 'change' | 'lifecycle';
  readonly url: string;
  readonly item: object;
  readonly firstAt: number;
  readonly nextAt: number;
  readonly tries: number;
}

export interface Notifications {
  /** To all whom a change concerns. Writes begin in the turn of the call. */
  announce(change: MailChange, subscriptions: readonly Subscription[]): Promise<void>;
  lifecycle(subscription: Subscription, event: LifecycleEvent): Promise<void>;
  pending(): readonly Notification[];
}

/** Graph repeats for up to four hours, at growing distances. */
const GIVE_UP_AFTER_MS = 4 * 3_600_000;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export function openNotifications(
  options: GraphOptions,
  subscriptionOf: (id: string) => Subscription | undefined,
): Notifications {
  const { store, clock, work } = options;
  const notifications = store.collection<Notification>('graph_notifications');

  const schedule = (notification: Notification) =>
    clock.at(notification.nextAt, () => attempt(notification.id).catch(reportFailure));

  async function attempt(id: string): Promise<void> {
    const notification = notifications.get(id);
    if (notification === undefined) return;
    const wanted = notification.kind === 'lifecycle' || subscriptionOf(notification.subscriptionId) !== undefined;
    if (!wanted || (await isTaken(options, notification))) return notifications.delete(id);
    const next = again(notification, clock.now());
    if (next.nextAt > notification.firstAt + GIVE_UP_AFTER_MS) return giveUp(notification);
    await notifications.put(id, next);
    schedule(next);
  }

  async function giveUp({ id, kind, subscriptionId }: Notification): Promise<void> {
    await notifications.delete(id);
    const subscription = kind === 'change' ? subscriptionOf(subscriptionId) : undefined;
    if (subscription !== undefined) await lifecycle(subscription, 'missed');
  }

  function enqueue(given: Content): Promise<void> {
    const now = clock.now();
    const notification = { ...given, id: randomUUID(), firstAt: now, nextAt: now, tries: 0 };
    const stored = notifications.put(notification.id, notification);
    // Not before it is durable, and not after the write is answered: whoever waits for that finds this under way.
    void stored.then(() => work.run(() => attempt(notification.id), `graph ${given.kind}`)).catch(reportFailure);
    return stored;
  }

  async function lifecycle(subscription: Subscription, lifecycleEvent: LifecycleEvent): Promise<void> {
    const { id, lifecycleNotificationUrl } = subscription;
    if (lifecycleNotificationUrl === null) return;
    const item = { ...headOf(subscription), lifecycleEvent };
    await enqueue({ subscriptionId: id, kind: 'lifecycle', url: lifecycleNotificationUrl, item });
  }

  for (const notification of notifications.values()) schedule(notification);

  return {
    async announce(change, subscriptions) {
      const concerned = subscriptions.filter((subscription) => isConcerned(subscription, change));
      await Promise.all(concerned.map((subscription) => enqueue(changeNotification(subscription, change))));
    },
    lifecycle,
    pending: () => notifications.values(),
  };
}

type Content = Pick<Notification, 'subscriptionId' | 'kind' | 'url' | 'item'>;

const changeNotification = (subscription: Subscription, change: MailChange): Content => ({
  subscriptionId: subscription.id,
  kind: 'change',
  url: subscription.notificationUrl,
  item: changeItem(subscription, change),
});

const again = (notification: Notification, now: number): Notification => ({
  ...notification,
  tries: notification.tries + 1,
  nextAt: now + Math.min(FIRST_PAUSE_MS * 2 ** notification.tries, LONGEST_PAUSE_MS),
});

const isConcerned = ({ mailbox, folder, changeTypes }: Subscription, change: MailChange): boolean =>
  mailbox === change.mail.mailbox && (folder === null || folder === change.folder) && changeTypes.includes(change.type);

const headOf = ({ id, expiresAt, clientState, entraTenantId }: Subscription) => ({
  subscriptionId: id,
  subscriptionExpirationDateTime: new Date(expiresAt).toISOString(),
  tenantId: entraTenantId,
  clientState,
});

function changeItem(subscription: Subscription, { type, mail }: MailChange): object {
  const id = subscription.immutableIds ? mail.id : folderId(mail);
  const resource = `Users/${mail.mailbox}/Messages/${id}`;
  return {
    ...headOf(subscription),
    changeType: type,
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Message',
      '@odata.id': resource,
      '@odata.etag': `W/"${mail.changedSequence}"`,
      id,
    },
  };
}

async function isTaken({ post }: GraphOptions, { url, item }: Notification): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const { status } = await post({ url, headers, body: JSON.stringify({ value: [item] }) });
    return status >= 200 && status < 300;
  } catch (error) {
    if (error instanceof NoAnswer) return false;
    throw error;
  }
}

function reportFailure(error: unknown): void {
  process.stderr.write(`local Graph: a notification failed: ${String(error)}\n`);
}
