import type { Facts } from '../../core/interaction/state';
import type { InboxKey } from '../../ports/inbox';

/**
 * The line an interaction is on. Chats, mails and calls are lines of their own by thread: two calls from one number
 * are two interactions, and a withheld number is no identity.
 */
export function lineOf(
  facts: Pick<Facts, 'tenantId' | 'channel' | 'ourAddress' | 'customerAddress' | 'externalRef'>,
): InboxKey {
  const { tenantId, channel, ourAddress, customerAddress, externalRef } = facts;
  return { tenantId, channel, ourAddress, customerAddress: channel === 'sms' ? customerAddress : externalRef };
}
