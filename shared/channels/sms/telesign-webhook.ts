import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { TextClass } from '../../core/outbound-guard/classify-text';
import type { SendFailure } from '../../ports/channels';
import type { Clock } from '../../ports/time-and-ids';
import { fromProviderNumber } from '../provider-number';
import { encodeSmsThread } from './address';
import type { CarrierWebhook, WebhookRequest } from './carrier';
import type { SmsEvent } from './parse';

/** What proves that a request comes from the carrier. */
interface Account {
  readonly customerId: string;
  readonly apiKey: string;
  readonly clock: Clock;
}

/** The carrier gives up after its fourth try, half a minute later; clocks may differ by some minutes. */
const FRESH_FOR_MS = 15 * 60_000;

const text = z.string().min(1);
const status = z.object({ code: z.int(), description: z.string().nullish(), updated_on: text });
const reportSchema = z.object({ reference_id: text, status, external_id: z.string().nullish() });
const inboundSchema = z.object({
  reference_id: text,
  submit_timestamp: text,
  status,
  user_response: z.object({
    phone_number: text,
    sender_id: text,
    mo_message: z.string(),
    action: z.string().nullish(),
  }),
});

/** Reads a callback of Telesign: a customer's text, or what became of one of ours. Both come to the same address. */
export function readTelesignWebhook(account: Account, request: WebhookRequest): CarrierWebhook {
  if (!isSigned(account, request)) return { kind: 'refused', why: 'forged' };
  const body = jsonOf(request.body);
  const isInbound = z.object({ sub_resource: z.literal('mo_sms') }).safeParse(body).success;
  const parsed = isInbound ? inboundSchema.safeParse(body) : reportSchema.safeParse(body);
  if (!parsed.success) return malformed(z.prettifyError(parsed.error));
  const saidAt = Date.parse(parsed.data.status.updated_on);
  if (Number.isNaN(saidAt)) return malformed('a callback without an instant');
  if (Math.abs(account.clock.now() - saidAt) > FRESH_FOR_MS) return { kind: 'refused', why: 'stale' };
  return {
    kind: 'told',
    event: 'user_response' in parsed.data ? messageOf(parsed.data) : reportOf(parsed.data, saidAt),
  };
}

const malformed = (why: string): CarrierWebhook => ({ kind: 'told', event: { kind: 'malformed', why } });

/** The carrier signs what it sends as it wants to be signed what it gets: HMAC-SHA256 under the account's key, in Base64. */
export const telesignSignature = (apiKey: string, text: string): string =>
  createHmac('sha256', Buffer.from(apiKey, 'base64')).update(text, 'utf8').digest('base64');

/** https://developer.telesign.com/enterprise/docs/authenticate-callbacks */
function isSigned({ customerId, apiKey }: Account, { header, body }: WebhookRequest): boolean {
  const given = Buffer.from(header('authorization') ?? '');
  const expected = Buffer.from(`TSA ${customerId}:${telesignSignature(apiKey, body)}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function messageOf({ reference_id, submit_timestamp, user_response }: z.infer<typeof inboundSchema>): SmsEvent {
  const customerAddress = fromProviderNumber(user_response.phone_number);
  const ourAddress = fromProviderNumber(user_response.sender_id);
  const sentAt = Date.parse(submit_timestamp);
  return {
    kind: 'message',
    sourceId: reference_id,
    customerAddress,
    ourAddress,
    externalRef: encodeSmsThread({ ourNumber: ourAddress, customerNumber: customerAddress }),
    text: user_response.mo_message,
    keyword: keywordOf(user_response.action ?? ''),
    sentAt: Number.isNaN(sentAt) ? null : sentAt,
  };
}

/** The carrier looks up the words that each country's rules name. */
function keywordOf(action: string): TextClass {
  const word = action.toLowerCase();
  return word === 'stop' || word === 'start' || word === 'help' ? word : 'none';
}

function reportOf({ reference_id, external_id, status }: z.infer<typeof reportSchema>, at: number): SmsEvent {
  const outcome = outcomeOf(status.code, status.description ?? '');
  if (outcome === undefined) return { kind: 'unsupported', type: `report ${status.code}` };
  return {
    kind: 'report',
    sourceId: `${reference_id}/${status.code}`,
    providerId: reference_id,
    key: external_id ?? null,
    line: null,
    outcome,
    at,
  };
}

/** On its way, or of an end that nobody will ever know. https://developer.telesign.com/enterprise/docs/all-status-and-error-codes */
const SAYS_NOTHING: ReadonlySet<number> = new Set([203, 250, 251, 290, 292, 295, 599]);
const BLOCKED: ReadonlySet<number> = new Set([229, 230, 231, 233, 237, 238, 515, 520, 521]);
const OPTED_OUT = 510;

function outcomeOf(
  code: number,
  detail: string,
):
  | { readonly status: 'delivered' }
  | { readonly status: 'failed'; readonly code: SendFailure; readonly detail: string }
  | undefined {
  if (SAYS_NOTHING.has(code)) return undefined;
  if (code === 200 || code === 201) return { status: 'delivered' };
  if (code === OPTED_OUT) return { status: 'failed', code: 'optedOut', detail };
  return { status: 'failed', code: BLOCKED.has(code) ? 'blocked' : 'unreachable', detail };
}
