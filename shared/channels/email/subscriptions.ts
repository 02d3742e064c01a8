import { z } from 'zod';
import type { Graph } from '../../graph/client';

const subscriptionsSchema = z.object({
  value: z.array(
    z.object({ id: z.string(), resource: z.string(), notificationUrl: z.string(), expirationDateTime: z.string() }),
  ),
});

/** Makes or prolongs the change subscription of a mailbox's inbox (https://learn.microsoft.com/graph/outlook-change-notifications-overview). */
export async function ensureSubscription(
  graph: Graph,
  mailbox: string,
  notificationUrl: string,
  clientState: string,
  until: number,
): Promise<void> {
  const resource = `users/${mailbox}/mailFolders('inbox')/messages`;
  const listed = await graph.send({ method: 'GET', path: '/subscriptions' });
  if (listed.status !== 200) throw new Error(`Graph answered ${listed.status} to listing subscriptions.`);
  const ours = subscriptionsSchema
    .parse(JSON.parse(listed.text))
    .value.find((one) => one.resource.replace(/^\//, '') === resource && one.notificationUrl === notificationUrl);
  if (ours !== undefined && Date.parse(ours.expirationDateTime) >= until) return;
  const expirationDateTime = new Date(until + SLACK_MS).toISOString();
  const { status } = ours
    ? await graph.send({ method: 'PATCH', path: `/subscriptions/${ours.id}`, body: { expirationDateTime } })
    : await graph.send({
        method: 'POST',
        path: '/subscriptions',
        body: { changeType: 'created', notificationUrl, resource, expirationDateTime, clientState },
      });
  if (status >= 300) throw new Error(`Graph answered ${status} to a subscription to a mailbox.`);
}

/** Prolonged by more than was asked, so that not every sweep prolongs it. */
const SLACK_MS = 24 * 60 * 60_000;
