import { z } from 'zod';
import type { Clock } from '../../kit/clock';
import type { Faults } from '../faults';
import type { Ids } from '../ids';
import type { News, Outbox } from '../outbox';
import { isE164, isInternational, isShortCode, withoutPlus } from './numbers';
import { segmentCount } from './segments';
import type { SendItem, SmsState } from './state';

export interface SmsParts {
  readonly state: SmsState;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** How long after a send its delivery report comes. */
  readonly reportAfterMs: number;
}

const recipientSchema = z.object({
  to: z.string(),
  repeatabilityRequestId: z.string().nullish(),
  repeatabilityFirstSent: z.string().nullish(),
});
type Recipient = z.infer<typeof recipientSchema>;

export const sendSmsSchema = z.object({
  from: z.string().min(1),
  smsRecipients: z.array(recipientSchema).min(1).max(100),
  message: z.string().max(2048),
  smsSendOptions: z.object({ enableDeliveryReport: z.boolean().nullish(), tag: z.string().nullish() }).nullish(),
});
type SendSms = z.infer<typeof sendSmsSchema>;

/** The fate of a text that was taken. */
interface Fate {
  readonly delivered: boolean;
  readonly details: string;
}

const DELIVERED: Fate = { delivered: true, details: 'No error.' };
const OPTED_OUT: Fate = { delivered: false, details: 'Sender blocked for given recipient.' };

/**
 * Sends to every recipient. A request id that was used for a recipient before gives the answer of the first time and
 * sends nothing.
 */
export async function sendSms(parts: SmsParts, body: SendSms): Promise<SendItem[]> {
  const items = await Promise.all(body.smsRecipients.map((recipient) => sendToOne(parts, body, recipient)));
  await parts.state.settled();
  return items;
}

async function sendToOne(parts: SmsParts, body: SendSms, recipient: Recipient): Promise<SendItem> {
  const { to, repeatabilityRequestId } = recipient;
  const key = repeatabilityRequestId ? `${body.from}/${to}/${repeatabilityRequestId}` : undefined;
  const known = key === undefined ? undefined : parts.state.sent(key);
  if (known) return known;
  if (!isE164(to) && !isShortCode(to))
    return refused(to, isInternational(to) ? 'Unknown country code.' : 'Invalid To phone number format.');
  if (parts.faults.of(to) === 'refused') return refused(to, 'The recipient is not allowed.');
  const item = taken(to, messageId(parts));
  await Promise.all([...(key === undefined ? [] : [parts.state.putSent(key, item)]), ...deliver(parts, body, item)]);
  return item;
}

type Taken = SendItem & { readonly messageId: string };

const refused = (to: string, errorMessage: string): SendItem => ({
  to,
  httpStatusCode: 400,
  repeatabilityResult: 'rejected',
  successful: false,
  errorMessage,
});

const taken = (to: string, id: string): Taken => ({
  to,
  messageId: id,
  httpStatusCode: 202,
  repeatabilityResult: 'accepted',
  successful: true,
});

/** Instant and UUID run together, as in the examples of the documentation. */
const messageId = ({ ids, clock }: SmsParts): string =>
  `Outgoing_${new Date(clock.now()).toISOString().replace(/\D/g, '')}${ids.next('sms')}`;

function deliver(parts: SmsParts, body: SendSms, { to, messageId: id }: Taken): Promise<void>[] {
  const { state, outbox, faults, clock, reportAfterMs } = parts;
  const fate = fateOf(parts, body.from, to);
  const text = {
    id,
    direction: 'in' as const,
    ourNumber: body.from,
    customerNumber: to,
    message: body.message,
    at: clock.now(),
  };
  const wanted = body.smsSendOptions?.enableDeliveryReport === true && faults.of(to) !== 'silent';
  return [
    ...(fate.delivered ? [state.putText(text)] : []),
    ...(wanted ? [outbox.add(reportOf(body, to, id, fate, clock.now() + reportAfterMs), reportAfterMs)] : []),
  ];
}

function fateOf({ state, faults }: SmsParts, from: string, to: string): Fate {
  if (state.isOptedOut(from, to)) return OPTED_OUT;
  switch (faults.of(to)) {
    case 'unreachable':
      return { delivered: false, details: 'Unreachable recipient.' };
    case 'blocked':
      return { delivered: false, details: 'Message blocked by carrier.' };
    case 'silent':
    case 'refused':
    case undefined:
      return DELIVERED;
  }
}

/** https://learn.microsoft.com/azure/event-grid/communication-services-telephony-sms-events */
function reportOf(body: SendSms, to: string, id: string, { delivered, details }: Fate, at: number): News {
  const segments = segmentCount(body.message);
  return {
    id,
    type: 'SMSDeliveryReportReceived',
    subject: `/phonenumber/${withoutPlus(to)}`,
    data: {
      messageId: id,
      from: withoutPlus(body.from),
      to,
      deliveryStatus: delivered ? 'Delivered' : 'Failed',
      deliveryStatusDetails: details,
      receivedTimestamp: new Date(at).toISOString(),
      deliveryAttempts: [
        {
          timestamp: new Date(at).toISOString(),
          segmentsSucceeded: delivered ? segments : 0,
          segmentsFailed: delivered ? 0 : segments,
        },
      ],
      tag: body.smsSendOptions?.tag ?? '',
    },
  };
}
