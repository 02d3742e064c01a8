import type { Channel } from './channel';

/**
 * Under which address a customer is known again, exactly: a number in E.164, a mailbox in lower case. Null for whoever is
 * nobody we would know again: withheld numbers, browsers, visitors of a page, accounts that many people share.
 */
export function profileKeyOf(channel: Channel, customerAddress: string): string | null {
  switch (channel) {
    case 'voice':
    case 'sms':
      return /^\+[1-9]\d{6,14}$/.test(customerAddress) ? customerAddress : null;
    case 'email': {
      const address = customerAddress.trim().toLowerCase();
      return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
    }
    // By itself it says nothing; whoever proves an address is known by that.
    case 'chat':
      return null;
  }
}
