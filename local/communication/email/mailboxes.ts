import type { Clock } from '../../kit/clock';
import type { Outbox } from '../outbox';
import type { EmailState, Mail } from './state';

/** Mailboxes of people outside, as far as mail from this resource goes. */
export interface Mailboxes {
  /** Mails that an address got, the oldest first. */
  of(address: string): readonly Mail[];
  /** Every address that got a mail. */
  addresses(): readonly string[];
  /** Somebody reads a mail, or follows a link of it. */
  engage(engagement: Engagement): Promise<'reported' | 'notTracked' | 'noSuchMail'>;
}

export interface Engagement {
  readonly address: string;
  /** Id of the mail's send operation. */
  readonly mailId: string;
  /** The link that was followed; null when the mail was read. */
  readonly link: string | null;
}

interface MailboxParts {
  readonly state: EmailState;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

const USER_AGENT = 'Mozilla/5.0';

export function createMailboxes({ state, outbox, clock }: MailboxParts): Mailboxes {
  const of = (address: string) => state.mails().filter(({ recipients }) => recipients.includes(address.toLowerCase()));
  return {
    of,
    addresses: () => [...new Set(state.mails().flatMap(({ recipients }) => recipients))].sort(),
    async engage({ address, mailId, link }) {
      const mail = of(address).find(({ id }) => id === mailId);
      if (mail === undefined) return 'noSuchMail';
      if (mail.isTracked !== true) return 'notTracked';
      await outbox.add({
        type: 'EmailEngagementTrackingReportReceived',
        subject: `sender/${mail.from}/message/${mail.id}`,
        data: engagementOf(mail, { address, link, at: clock.now() }),
      });
      return 'reported';
    },
  };
}

/** https://learn.microsoft.com/azure/event-grid/communication-services-email-events; the SDK's type says `engagement`. */
function engagementOf(
  mail: Mail,
  { address, link, at }: Pick<Engagement, 'address' | 'link'> & { readonly at: number },
) {
  const kind = link === null ? 'view' : 'click';
  return {
    sender: mail.from,
    recipient: address,
    messageId: mail.id,
    userActionTimestamp: new Date(at).toISOString(),
    engagementContext: link ?? '',
    userAgent: USER_AGENT,
    engagementType: kind,
    engagement: kind,
  };
}
