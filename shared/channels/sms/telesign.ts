import { randomUUID } from 'node:crypto';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { CustomerMessage, SendFailure, SendResult, SmsChannel } from '../../ports/channels';
import type { Clock } from '../../ports/time-and-ids';
import { clientOptions } from '../azure-client';
import { failureOfStatus, sendFailure } from '../send-failure';
import type { SmsCarrier } from './carrier';
import { readTelesignWebhook, telesignSignature } from './telesign-webhook';

/** An account of Telesign, and where the carrier is reached. */
export interface TelesignAccess {
  /** `https://rest-ww.telesign.com`, or the one of a region. */
  readonly endpoint: string;
  readonly customerId: string;
  /** Base64, as the portal shows it: it signs what we send, and what is sent to us. */
  readonly apiKey: string;
  /** Where delivery reports go. */
  readonly callbackUrl: string;
  readonly clock: Clock;
  /** Tests give theirs. */
  readonly httpClient?: HttpClient;
}

const RESOURCE = '/v1/messaging';
const FORM = 'application/x-www-form-urlencoded';
/** https://developer.telesign.com/enterprise/reference/sendsms */
const MAX_CHARACTERS = 1600;

/** Texts by Telesign, one of the carriers that Microsoft names in place of ACS SMS. */
export const createTelesign = (access: TelesignAccess): SmsCarrier => ({
  sender: createSender(access),
  readWebhook: (request) => readTelesignWebhook(access, request),
});

function createSender(access: TelesignAccess): SmsChannel {
  const httpClient = access.httpClient ?? createDefaultHttpClient();
  // The carrier knows no idempotency key: what may have gone out is not sent again within a try.
  const options = clientOptions(access, 0);
  const pipeline = createPipelineFromOptions(options);
  for (const { policy } of options.additionalPolicies) pipeline.addPolicy(policy);
  const url = `${access.endpoint}${RESOURCE}`;
  return {
    // It tells us that somebody wrote STOP, and leaves the answer to us.
    answersItself: () => false,
    async send(message) {
      if (message.text.length > MAX_CHARACTERS) return { kind: 'failed', code: 'tooLarge', retryable: false };
      const body = bodyOf(message, access.callbackUrl);
      const headers = createHttpHeaders(signed(access, body));
      try {
        return outcomeOf(
          await pipeline.sendRequest(httpClient, createPipelineRequest({ url, method: 'POST', headers, body })),
        );
      } catch (error) {
        return sendFailure(error);
      }
    },
  };
}

/** `external_id` comes back with the delivery report. `ARN`: neither a one-time password nor advertising. */
const bodyOf = ({ key, ourAddress, customerAddress, text }: CustomerMessage, callbackUrl: string): string =>
  new URLSearchParams({
    phone_number: withoutPlus(customerAddress),
    message: text,
    message_type: 'ARN',
    sender_id: withoutPlus(ourAddress),
    external_id: key,
    callback_url: callbackUrl,
  }).toString();

const withoutPlus = (number: string): string => number.replace(/^\+/, '');

/** https://developer.telesign.com/enterprise/docs/authentication#digest-authentication */
function signed({ customerId, apiKey, clock }: TelesignAccess, body: string): Record<string, string> {
  const date = new Date(clock.now()).toUTCString();
  const nonce = randomUUID();
  const text = ['POST', FORM, '', ...tsHeaders(date, nonce), body, RESOURCE].join('\n');
  return {
    authorization: `TSA ${customerId}:${telesignSignature(apiKey, text)}`,
    'content-type': FORM,
    'x-ts-auth-method': 'HMAC-SHA256',
    'x-ts-date': date,
    'x-ts-nonce': nonce,
  };
}

const tsHeaders = (date: string, nonce: string): readonly string[] => [
  'x-ts-auth-method:HMAC-SHA256',
  `x-ts-date:${date}`,
  `x-ts-nonce:${nonce}`,
];

const answerSchema = z.object({
  reference_id: z.string().nullish(),
  status: z.object({ code: z.int() }),
});

/** 290 to 299: on its way. What the code says counts, not the HTTP status: so the carrier wants it. */
const isTaken = (code: number): boolean => code >= 290 && code <= 299;

/** https://developer.telesign.com/enterprise/docs/all-status-and-error-codes */
const REFUSALS: Readonly<Record<number, SendFailure>> = {
  510: 'optedOut',
  229: 'blocked',
  230: 'blocked',
  237: 'blocked',
  238: 'blocked',
  507: 'unreachable',
  11000: 'unreachable',
};

function outcomeOf({ status, bodyAsText }: PipelineResponse): SendResult {
  const answer = answerIn(bodyAsText ?? '');
  if (answer?.reference_id && isTaken(answer.status.code)) return { kind: 'sent', providerId: answer.reference_id };
  const code = answer && REFUSALS[answer.status.code];
  if (code) return { kind: 'failed', code, retryable: false };
  return status === 200 ? { kind: 'failed', code: 'unknownOutcome', retryable: true } : failureOfStatus(status);
}

function answerIn(text: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
