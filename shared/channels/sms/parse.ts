import { z } from 'zod';
import type { TextClass } from '../../core/outbound-guard/classify-text';
import type { SendFailure } from '../../ports/channels';
import { fromProviderNumber } from '../provider-number';
import { encodeSmsThread } from './address';

/** An event as Event Grid brought it, its envelope taken off. */
export interface SourceEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What happened on a line of texts. Addresses are E.164, short codes, or alphanumeric senders. */
export type SmsEvent =
  | {
      readonly kind: 'message';
      readonly sourceId: string;
      readonly customerAddress: string;
      readonly ourAddress: string;
      readonly externalRef: string;
      readonly text: string;
      /** What the carrier takes it for, if it looks. */
      readonly keyword: TextClass;
      readonly sentAt: number | null;
    }
  | {
      readonly kind: 'report';
      readonly sourceId: string;
      /** `providerId` of the send; `key` is the one given with it. */
      readonly providerId: string;
      readonly key: string | null;
      /** Null where the carrier's report does not say whom the text went to. */
      readonly line: { readonly customerAddress: string; readonly ourAddress: string } | null;
      readonly outcome:
        | { readonly status: 'delivered' }
        | { readonly status: 'failed'; readonly code: SendFailure; readonly detail: string };
      readonly at: number | null;
    }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

const text = z.string().min(1);
const receivedSchema = z.object({
  messageid: text,
  from: text,
  to: text,
  message: z.string().nullish(),
  receivedtimestamp: z.string().nullish(),
});
const reportSchema = z.object({
  messageid: text,
  from: text,
  to: text,
  deliverystatus: text,
  deliverystatusdetails: z.string().nullish(),
  receivedtimestamp: z.string().nullish(),
  tag: z.string().nullish(),
});

/** Reads an SMS event. Examples and documents write fields with a capital, the SDK's types without: both are taken. */
export function parseSmsEvent(event: SourceEvent): SmsEvent {
  switch (event.type) {
    case 'Microsoft.Communication.SMSReceived':
      return read(receivedSchema, event.data, messageOf);
    case 'Microsoft.Communication.SMSDeliveryReportReceived':
      return read(reportSchema, event.data, reportOf);
    default:
      return { kind: 'unsupported', type: event.type };
  }
}

function read<T>(schema: z.ZodType<T>, data: unknown, make: (value: T) => SmsEvent): SmsEvent {
  const parsed = schema.safeParse(withLowerCaseNames(data));
  return parsed.success ? make(parsed.data) : { kind: 'malformed', why: z.prettifyError(parsed.error) };
}

const withLowerCaseNames = (data: unknown): unknown =>
  typeof data === 'object' && data !== null
    ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name.toLowerCase(), value as unknown]))
    : data;

function messageOf(data: z.infer<typeof receivedSchema>): SmsEvent {
  const customerAddress = fromProviderNumber(data.from);
  const ourAddress = fromProviderNumber(data.to);
  return {
    kind: 'message',
    sourceId: data.messageid,
    customerAddress,
    ourAddress,
    externalRef: encodeSmsThread({ ourNumber: ourAddress, customerNumber: customerAddress }),
    text: data.message ?? '',
    keyword: 'none',
    sentAt: instant(data.receivedtimestamp),
  };
}

function reportOf(data: z.infer<typeof reportSchema>): SmsEvent {
  const status = data.deliverystatus.toLowerCase();
  if (status !== 'delivered' && status !== 'failed') return { kind: 'unsupported', type: `report ${status}` };
  const detail = data.deliverystatusdetails ?? '';
  return {
    kind: 'report',
    sourceId: `${data.messageid}/${status}`,
    providerId: data.messageid,
    key: data.tag || null,
    line: { customerAddress: fromProviderNumber(data.to), ourAddress: fromProviderNumber(data.from) },
    outcome: status === 'delivered' ? { status } : { status, code: failureCode(detail), detail },
    at: instant(data.receivedtimestamp),
  };
}

/** "Sender blocked for given recipient." is what a carrier's or ACS's own opt-out list answers. */
const failureCode = (detail: string): SendFailure =>
  /blocked for given recipient|opt(ed)?[ -]?out/i.test(detail) ? 'optedOut' : 'unreachable';

function instant(timestamp: string | null | undefined): number | null {
  const at = Date.parse(timestamp ?? '');
  return Number.isNaN(at) ? null : at;
}
