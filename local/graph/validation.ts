import { randomUUID } from 'node:crypto';
import { NoAnswer } from '../kit/post';
import type { GraphOptions } from './options';

/**
 * Asks an endpoint whether it wants notifications: it has to answer 200 with the token as plain text within 10 s, see
 * https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation.
 * Answers why it failed.
 */
export async function validateEndpoint({ post }: GraphOptions, url: string): Promise<string | undefined> {
  const validationToken = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const asked = `${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeURIComponent(validationToken)}`;
  try {
    const { status, headers, body } = await post({
      url: asked,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '',
    });
    if (status !== 200)
      return `Notification endpoint must respond with 200 OK to validation request, but gave ${status}.`;
    if (!headers['content-type']?.startsWith('text/plain')) return 'The answer must be text/plain.';
    return body === validationToken ? undefined : 'The answer must be the decoded validation token.';
  } catch (error) {
    if (error instanceof NoAnswer) return `The endpoint did not answer: ${error.code}.`;
    throw error;
  }
}
