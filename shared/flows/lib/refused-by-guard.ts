import { mayContact, type ContactPurpose, type Destination } from '../../core/outbound-guard/may-contact';
import type { Facts } from '../../core/interaction/state';
import type { SendFailure } from '../../ports/channels';
import type { Deps } from './deps';

/** One of our addresses and the customer's that something is to go to. */
type Line = Pick<Facts, 'tenantId' | 'channel' | 'ourAddress' | 'customerAddress'>;

/** What the one gate of everything outward (design §5) says against writing to this customer; null when nothing. */
export async function refusedByGuard(
  deps: Pick<Deps, 'configs' | 'directory' | 'phoneFacts'>,
  line: Line,
  purpose: Extract<ContactPurpose, 'reply' | 'keywordAnswer'>,
): Promise<SendFailure | null> {
  const { tenantId, channel, ourAddress, customerAddress } = line;
  const to = destinationOf(deps, line);
  if (to === null) return 'rejected';
  const { config } = await deps.configs.live(tenantId);
  const isOut = channel === 'sms' && (await deps.directory.hasOptedOut(tenantId, ourAddress, customerAddress));
  const permission = mayContact({
    to,
    purpose,
    tenantCountries: config.tenant.countries,
    consent: isOut ? 'optedOut' : 'unknown',
    quietHours: config.tenant.quietHours,
    localTime: null,
  });
  if (permission.kind === 'allowed') return null;
  return permission.code === 'optedOut' ? 'optedOut' : 'rejected';
}

function destinationOf(
  { phoneFacts }: Pick<Deps, 'phoneFacts'>,
  { channel, customerAddress }: Line,
): Destination | null {
  switch (channel) {
    case 'chat':
      return { kind: 'chatThread' };
    case 'email':
      return { kind: 'mailbox', address: customerAddress };
    case 'sms':
    case 'voice':
      return phoneFacts(customerAddress);
  }
}
