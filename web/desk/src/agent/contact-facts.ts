import type { OfferView } from '../../../../shared/contracts/http/agents';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import type { Texts } from '../text/en';

type Known = Pick<OfferView, 'customerName' | 'customerAddress' | 'channel'>;

/** Who it is, as far as is known. A chat's own id says nothing to anybody. */
export function customerOf({ customerName, customerAddress, channel }: Known, texts: Texts): string {
  if (customerName !== null && customerName !== '') return customerName;
  if (channel === 'chat' || customerAddress === null) return texts.customer;
  return customerAddress === '' || customerAddress === 'anonymous' ? texts.anonymous : customerAddress;
}

/** The address beside the name; none where it would say the same again, or nothing. */
export function addressOf(contact: InteractionView, texts: Texts): string | null {
  if (contact.channel === 'chat') return null;
  return customerOf(contact, texts) === contact.customerAddress ? null : contact.customerAddress;
}

/** Whether the last word is the customer's. */
export const owesAnswer = ({ messages, segment }: InteractionView): boolean =>
  segment === 'talking' && messages.at(-1)?.direction === 'in';

/** When the last word was said that somebody waits for an answer to. */
export const waitsSince = ({ messages }: InteractionView): number | undefined => messages.at(-1)?.sentAt;
