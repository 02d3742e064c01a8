import { profileKeyOf } from '../../core/lib/profile-key';
import type { Facts } from '../../core/interaction/state';
import type { ProfileRef } from '../../ports/customer-history';
import type { Deps } from '../lib/deps';

/**
 * Under which address the customer of an interaction is known again: the one they come from, or the one that the visitor of a page has
 * proven to be theirs. Null: they are nobody whom we would know again.
 */
export async function profileOf(
  { history }: Pick<Deps, 'history'>,
  { tenantId, channel, customerAddress }: Pick<Facts, 'tenantId' | 'channel' | 'customerAddress'>,
): Promise<ProfileRef | null> {
  const proven = channel === 'chat' ? await history.provenOf({ tenantId, customerAddress }) : undefined;
  const address = proven ?? profileKeyOf(channel, customerAddress);
  return address === null ? null : { tenantId, address };
}
