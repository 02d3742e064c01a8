import type { Envelope } from '../../shared/contracts/events/envelope';
import { ownEventData } from '../../shared/contracts/events/own';
import { receiveMail } from '../../shared/flows/inbound/receive-mail';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

const TYPE = 'Switchboard.MailNotified';

/** A mailbox has a new mail: it is fetched and taken. The sweep finds those that were never notified. */
export const registerMailNotified = (): void => onEvent('mailNotified', mailNotified);

async function mailNotified({ deps }: App, { type, data }: Envelope): Promise<EventOutcome> {
  if (type !== TYPE) return { kind: 'unsupported', type };
  const parsed = ownEventData[TYPE].safeParse(data);
  if (!parsed.success) return { kind: 'malformed', why: parsed.error.message };
  const { kind } = await receiveMail(deps, parsed.data);
  return { kind: 'done', what: kind };
}
