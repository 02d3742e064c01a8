import { randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import { sameAddress, type Mail } from './mail';

/** A mail in the mailbox of somebody outside: a customer. */
export interface OutsideMail {
  readonly id: string;
  /** Whose mailbox it is in. */
  readonly owner: string;
  readonly direction: 'received' | 'sent';
  /** Who carried it: Graph from one of our mailboxes, Azure Communication Services, or the customer's own provider. */
  readonly via: 'graph' | 'acs' | 'customer';
  readonly at: number;
  readonly sequence: number;
  readonly mail: Mail;
}

/** Mailboxes outside the organisation; they exist as soon as a mail goes to or comes from an address. */
export interface Outside {
  record(mail: Pick<OutsideMail, 'owner' | 'direction' | 'via' | 'mail'>): Promise<OutsideMail>;
  get(id: string): OutsideMail | undefined;
  /** The oldest first. */
  mailsOf(owner: string): readonly OutsideMail[];
  owners(): readonly string[];
}

export function openOutside(store: Store, clock: Clock): Outside {
  const mails = store.collection<OutsideMail>('graph_outside_mails');
  let sequence = mails.values().reduce((highest, mail) => Math.max(highest, mail.sequence), 0);
  return {
    async record(given) {
      sequence += 1;
      const mail = { ...given, owner: given.owner.toLowerCase(), id: randomUUID(), at: clock.now(), sequence };
      await mails.put(mail.id, mail);
      return mail;
    },
    get: (id) => mails.get(id),
    mailsOf: (owner) =>
      mails
        .values()
        .filter((mail) => sameAddress(mail.owner, owner))
        .sort((a, b) => a.sequence - b.sequence),
    owners: () => [...new Set(mails.values().map(({ owner }) => owner))],
  };
}
