import { z } from 'zod';
import type { SendFailure } from '../../ports/channels';
import { messageIdOf } from './message-id';

/** What ACS Email says became of a mail. */
export type MailReport =
  | {
      readonly kind: 'report';
      readonly mailbox: string;
      /** The Message-ID it went out with. */
      readonly internetMessageId: string;
      /** Of the send. */
      readonly providerId: string;
      readonly outcome: 'delivered' | SendFailure;
      readonly at: number | null;
    }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

const schema = z.object({
  sender: z.string().min(1),
  messageId: z.string().min(1),
  status: z.string().min(1),
  deliveryAttemptTimeStamp: z.string().nullish(),
});

/** Statuses come in either letter case (https://learn.microsoft.com/azure/event-grid/communication-services-email-events). */
const OUTCOMES: Readonly<Record<string, 'delivered' | SendFailure | undefined>> = {
  delivered: 'delivered',
  suppressed: 'blocked',
  bounced: 'unreachable',
  quarantined: 'blocked',
  filteredspam: 'blocked',
  failed: 'unreachable',
};

/** Reads the data of an event of Event Grid. */
export function parseMailReport({ type, data }: { readonly type: string; readonly data: unknown }): MailReport {
  if (type !== 'Microsoft.Communication.EmailDeliveryReportReceived') return { kind: 'unsupported', type };
  const parsed = schema.safeParse(data);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { sender, messageId, status, deliveryAttemptTimeStamp } = parsed.data;
  const outcome = OUTCOMES[status.toLowerCase()];
  if (outcome === undefined) return { kind: 'unsupported', type: `report ${status}` };
  const at = Date.parse(deliveryAttemptTimeStamp ?? '');
  return {
    kind: 'report',
    mailbox: sender.toLowerCase(),
    internetMessageId: messageIdOf(messageId, sender),
    providerId: messageId,
    outcome,
    at: Number.isNaN(at) ? null : at,
  };
}
