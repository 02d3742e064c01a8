import type { Route, Service } from '../kit/http';
import { batchRoute } from './batch';
import { createCustomers, type Customers } from './customers';
import { deltaRoutes } from './delta';
import { createDrafts } from './drafts';
import { createLifecycle } from './lifecycle';
import { openMails, type MailChange } from './mails';
import { createLimits } from './limits';
import type { MailContext } from './mailbox-context';
import { alsoOfMe } from './me';
import { meetingRoutes } from './meetings';
import { messageRoutes } from './message-routes';
import { openNotifications, type LifecycleEvent, type Notification } from './notifications';
import type { GraphOptions } from './options';
import { openOutside } from './outside';
import { createPostOffice } from './post-office';
import { openPresence, type PresenceClients } from './presence';
import { sendRoutes } from './send-routes';
import type { Subscription } from './subscription';
import { openSubscriptions } from './subscriptions';
import { uploadRoutes } from './upload-sessions';
import { userRoutes } from './users';

export interface Graph {
  /** Microsoft Graph v1.0. */
  readonly service: Service;
  /** Mail outside the organisation, and between it and our mailboxes. */
  readonly mail: Customers;
  /** The Teams clients' presence. */
  readonly presence: PresenceClients;
  readonly subscriptions: {
    list(): readonly Subscription[];
    /** Notifications that their endpoints have not taken yet. */
    pending(): readonly Notification[];
    /** Does to a subscription what Graph does of itself now and then; `subscriptionRemoved` ends it. */
    lifecycle(subscriptionId: string, event: LifecycleEvent): Promise<void>;
    /** Tells once more of a mail in one of our inboxes, as Graph may: it promises each notification at least once. */
    notifyAgain(mailbox: string, mailId: string): Promise<void>;
  };
}

/** Microsoft Graph as far as mail, presence, users and meetings go. */
export function createGraph(options: GraphOptions): Graph {
  const { store, clock } = options;
  const now = () => clock.now();
  const onChange = (change: MailChange) => notifications.announce(change, subscriptions.live());
  const mails = openMails(store, clock, onChange);
  const outside = openOutside(store, clock);
  const post = createPostOffice(options, mails, outside);
  const lifecycle = createLifecycle(clock, {
    live: () => subscriptions.live(),
    notify: (subscription, event) => notifications.lifecycle(subscription, event),
  });
  const subscriptions = openSubscriptions(options, post, lifecycle.watch);
  const notifications = openNotifications(options, (id) => subscriptions.live().find((one) => one.id === id));
  subscriptions.live().forEach(lifecycle.watch);
  const presence = openPresence(options);
  const context: MailContext = { options, mails, post, drafts: createDrafts(mails, post, now) };

  const routes = [...routesOf(context), ...subscriptions.routes, ...presence.routes].flatMap(alsoOfMe);
  const limited = createLimits(options.rateClock ?? clock, () => options.rateClock !== undefined);
  const served = routes.map(limited);

  return {
    service: { name: 'Graph', routes: [...served, batchRoute(options, served)] },
    mail: createCustomers({ mails, post, outside }, now),
    presence: presence.clients,
    subscriptions: {
      list: () => subscriptions.live(),
      pending: () => notifications.pending(),
      async lifecycle(subscriptionId, event) {
        const subscription = subscriptions.live().find(({ id }) => id === subscriptionId);
        if (subscription === undefined) throw new RangeError(`There is no subscription ${subscriptionId}.`);
        if (event === 'subscriptionRemoved') await subscriptions.remove(subscriptionId);
        await notifications.lifecycle(subscription, event);
      },
      async notifyAgain(mailbox, mailId) {
        const mail = mails.find(mailbox.toLowerCase(), mailId);
        if (mail === undefined) throw new RangeError(`There is no mail ${mailId} in ${mailbox}.`);
        await onChange({ type: 'created', folder: mail.folder, mail });
      },
    },
  };
}

const routesOf = (context: MailContext): readonly Route[] => [
  ...deltaRoutes(context),
  ...messageRoutes(context),
  ...sendRoutes(context),
  ...uploadRoutes(context),
  ...userRoutes(context.options),
  ...meetingRoutes(context.options),
];
