import { z } from 'zod';

const id = z.string().min(1);

/** The data of our own events on Event Grid, by type. Receivers take events that carry more than they know. */
export const ownEventData = {
  'Switchboard.WorkQueued': z.object({ tenantId: id, shardId: id, interactionId: id, visitId: id }),
  'Switchboard.AgentStateChanged': z.object({ tenantId: id, shardId: id, agentId: id }),
  'Switchboard.MailNotified': z.object({ tenantId: id, mailbox: id, messageId: id }),
} as const;
