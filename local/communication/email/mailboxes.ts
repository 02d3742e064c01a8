import type { EmailState, Mail } from './state';

/** Mailboxes of people outside, as far as mail from this resource goes. */
export interface Mailboxes {
  /** Mails that an address got, the oldest first. */
  of(address: string): readonly Mail[];
  /** Every address that got a mail. */
  addresses(): readonly string[];
}

export const createMailboxes = (state: EmailState): Mailboxes => ({
  of: (address) => state.mails().filter(({ recipients }) => recipients.includes(address.toLowerCase())),
  addresses: () => [...new Set(state.mails().flatMap(({ recipients }) => recipients))].sort(),
});
