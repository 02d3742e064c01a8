import { createCommunicationAuthPolicy } from '@azure/communication-common';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { CustomerMessage, SendFailure, SendResult, SmsChannel } from '../../ports/channels';
import type { Clock } from '../../ports/time-and-ids';
import { clientOptions, type AcsAccess } from '../azure-client';
import { repeatabilityId } from '../repeatability';
import { failureOfStatus, sendFailure } from '../send-failure';

export interface AcsSmsOptions extends AcsAccess {
  readonly clock: Clock;
}

/** What the SMS SDK (1.1.0) speaks, which would make a new repeatability id for every try. */
const API_VERSION = '2021-03-07';
const MAX_CHARACTERS = 2048;
/**
 * Words that carriers (numbers) and ACS (short codes) obey and answer. HELP is left to us.
 * https://learn.microsoft.com/azure/communication-services/concepts/sms/sms-faq#opt-out-handling
 */
const OBEYED: ReadonlySet<string> = new Set(['STOP', 'START', 'UNSTOP']);
/** Safe to repeat: every try carries the same repeatability id. */
const RETRIES = 2;

const answerSchema = z.object({
  value: z
    .array(
      z.object({
        messageId: z.string().nullish(),
        httpStatusCode: z.number(),
        successful: z.boolean(),
        errorMessage: z.string().nullish(),
      }),
    )
    .min(1),
});
type Item = z.infer<typeof answerSchema>['value'][number];

/** Sends texts by ACS. A repeat of a key is recognised by ACS and sends nothing new. */
export function createAcsSmsSender(options: AcsSmsOptions): SmsChannel {
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const pipeline = createPipelineFromOptions(clientOptions(options, RETRIES));
  for (const { policy } of clientOptions(options, RETRIES).additionalPolicies) pipeline.addPolicy(policy);
  pipeline.addPolicy(createCommunicationAuthPolicy(options.credential));
  const url = `${options.endpoint.replace(/\/+$/, '')}/sms?api-version=${API_VERSION}`;

  return {
    answersItself: (text) => OBEYED.has(text.trim().toUpperCase()),
    async send(message) {
      if (message.text.length > MAX_CHARACTERS) return { kind: 'failed', code: 'tooLarge', retryable: false };
      const request = createPipelineRequest({
        url,
        method: 'POST',
        headers: createHttpHeaders({ 'content-type': 'application/json', accept: 'application/json' }),
        body: JSON.stringify(bodyOf(message, options.clock.now())),
      });
      try {
        return outcomeOf(await pipeline.sendRequest(httpClient, request));
      } catch (error) {
        return sendFailure(error);
      }
    },
  };
}

/** The tag comes back with the delivery report. */
const bodyOf = ({ key, ourAddress, customerAddress, text }: CustomerMessage, now: number): object => ({
  from: ourAddress,
  smsRecipients: [
    {
      to: customerAddress,
      repeatabilityRequestId: repeatabilityId('sendSms', key),
      repeatabilityFirstSent: new Date(now).toUTCString(),
    },
  ],
  message: text,
  smsSendOptions: { enableDeliveryReport: true, tag: key },
});

/** The answer is 202 whatever happened: the truth is in the item. */
function outcomeOf({ status, bodyAsText }: PipelineResponse): SendResult {
  if (status !== 202) return failureOfStatus(status);
  const item = firstItem(bodyAsText ?? '');
  if (!item) return { kind: 'failed', code: 'unknownOutcome', retryable: true };
  if (item.successful && item.messageId) return { kind: 'sent', providerId: item.messageId };
  const code = refusalIn(item.errorMessage ?? '');
  return code ? { kind: 'failed', code, retryable: false } : failureOfStatus(item.httpStatusCode);
}

function firstItem(text: string): Item | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data?.value[0];
  } catch {
    return undefined;
  }
}

function refusalIn(errorMessage: string): SendFailure | undefined {
  if (/opt(ed)?[ -]?out/i.test(errorMessage)) return 'optedOut';
  return /blocked/i.test(errorMessage) ? 'blocked' : undefined;
}
