import type { Clock } from '../../kit/clock';
import type { DueList } from '../due-list';
import type { Fault, Faults } from '../faults';
import type { Ids } from '../ids';
import type { News, Outbox } from '../outbox';
import { chosenMessageId, composeMail, recipientsOf, type SentMail } from './compose';
import type { EmailState, Mail, SendOperation } from './state';

export interface EmailParts {
  readonly state: EmailState;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** Ids of mails to hand to their recipients' servers. */
  readonly posts: DueList<string>;
  /** How long a send operation runs. */
  readonly processingMs: number;
  /** How long after the end of the operation the delivery reports come. */
  readonly reportAfterMs: number;
}

const ALL_REFUSED = {
  code: 'EmailDroppedAllRecipientsSuppressed',
  message: 'Message dropped because all recipients were suppressed',
} as const;

/** Starts the operation with this id, once: a repeat finds the one that is there and sends nothing. */
export async function sendMail(parts: EmailParts, id: string, sent: SentMail): Promise<SendOperation> {
  const { state, clock, processingMs } = parts;
  const known = state.operation(id);
  if (known) {
    await state.settled();
    return known;
  }
  const all = recipientsOf(sent);
  const failure = all.every((address) => parts.faults.of(address) === 'refused') ? ALL_REFUSED : null;
  const operation = { id, endsAt: clock.now() + processingMs, failure };
  await Promise.all([state.putOperation(operation), ...(failure ? [] : post(parts, id, sent, all))]);
  return operation;
}

function post(parts: EmailParts, id: string, sent: SentMail, all: readonly string[]): Promise<void>[] {
  const { state, clock, posts, outbox, faults, processingMs, reportAfterMs } = parts;
  const recipients = all.filter((address) => statusOf(faults.of(address)) === 'Delivered');
  const internetMessageId = uniqueMessageId(parts, sent);
  const mail = composeMail(sent, { id, internetMessageId, recipients, sentAt: clock.now() });
  const delayMs = processingMs + reportAfterMs;
  const reported = all.filter((address) => faults.of(address) !== 'silent');
  return [
    state.putMail(mail),
    posts.add(id, processingMs),
    ...reported.map((address) =>
      outbox.add(reportOf(mail, address, statusOf(faults.of(address)), clock.now() + delayMs), delayMs),
    ),
  ];
}

function uniqueMessageId({ state, ids }: EmailParts, sent: SentMail): string {
  const chosen = chosenMessageId(sent);
  const taken = chosen !== undefined && state.mails().some(({ internetMessageId }) => internetMessageId === chosen);
  const domain = sent.senderAddress.split('@')[1] ?? 'localhost';
  return chosen === undefined || taken ? `<${ids.next('message id')}@${domain}>` : chosen;
}

type DeliveryStatus = 'Delivered' | 'Bounced' | 'Suppressed';

function statusOf(fault: Fault | undefined): DeliveryStatus {
  switch (fault) {
    case 'unreachable':
      return 'Bounced';
    case 'blocked':
    case 'refused':
      return 'Suppressed';
    case 'silent':
    case undefined:
      return 'Delivered';
    default:
      return fault satisfies never;
  }
}

const STATUS_MESSAGES: Readonly<Record<DeliveryStatus, string>> = {
  Delivered: '',
  Bounced: '550 5.1.1 The recipient does not exist',
  Suppressed: 'The recipient is on the suppression list',
};

/** https://learn.microsoft.com/azure/event-grid/communication-services-email-events */
const reportOf = (mail: Mail, recipient: string, status: DeliveryStatus, at: number): News => ({
  type: 'EmailDeliveryReportReceived',
  subject: `sender/${mail.from}/message/${mail.id}`,
  data: {
    sender: mail.from,
    recipient,
    messageId: mail.id,
    internetMessageId: mail.internetMessageId,
    status,
    deliveryStatusDetails: {
      statusMessage: STATUS_MESSAGES[status],
      recipientMailServerHostName: recipient.split('@')[1] ?? '',
    },
    deliveryAttemptTimeStamp: new Date(at).toISOString(),
  },
});
