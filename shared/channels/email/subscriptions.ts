import { z } from 'zod';
import type { Graph } from '../../graph/client';
import { IMMUTABLE_IDS } from './graph-mail';

const subscriptionSchema = z.object({
  id: z.string(),
  resource: z.string(),
  notificationUrl: z.string(),
  expirationDateTime: z.string(),
});
type Subscription = z.infer<typeof subscriptionSchema>;

const listSchema = z.object({ value: z.array(subscriptionSchema), '@odata.nextLink': z.string().optional() });

/** Makes or prolongs the change subscription of a mailbox's inbox (https://learn.microsoft.com/graph/outlook-change-notifications-overview). */
export async function ensureSubscription(
  graph: Graph,
  mailbox: string,
  notificationUrl: string,
  clientState: string,
  until: number,
): Promise<void> {
  const resource = `users/${mailbox}/mailFolders('inbox')/messages`;
  const ours = (await subscriptions(graph)).find(
    (one) => one.resource.replace(/^\//, '') === resource && one.notificationUrl === notificationUrl,
  );
  if (ours !== undefined && Date.parse(ours.expirationDateTime) >= until) return;
  const expirationDateTime = new Date(until + SLACK_MS).toISOString();
  const { status } = ours
    ? await graph.send({ method: 'PATCH', path: `/subscriptions/${ours.id}`, body: { expirationDateTime } })
    : await graph.send({
        method: 'POST',
        path: '/subscriptions',
        // Notifications then carry ids that stay when a rule moves the mail before we fetch it.
        prefer: IMMUTABLE_IDS,
        body: { changeType: 'created', notificationUrl, resource, expirationDateTime, clientState },
      });
  if (status >= 300) throw new Error(`Graph answered ${status} to a subscription to a mailbox.`);
}

/** All of this app's, page by page. */
async function subscriptions(graph: Graph): Promise<readonly Subscription[]> {
  const all: Subscription[] = [];
  for (let path: string | undefined = '/subscriptions'; path !== undefined;) {
    const { status, text } = await graph.send({ method: 'GET', path });
    if (status !== 200) throw new Error(`Graph answered ${status} to listing subscriptions.`);
    const page: z.infer<typeof listSchema> = listSchema.parse(JSON.parse(text));
    all.push(...page.value);
    path = page['@odata.nextLink'];
  }
  return all;
}

/** Prolonged by more than was asked, so that not every sweep prolongs it. */
const SLACK_MS = 24 * 60 * 60_000;
