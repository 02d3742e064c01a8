import { receiveMail } from '../../shared/flows/inbound/receive-mail';
import { onOwnEvent } from '../register';

/** A mailbox has a new mail: it is fetched and taken. The sweep finds those that were never notified. */
export const registerMailNotified = (): void =>
  onOwnEvent(
    'mailNotified',
    'Switchboard.MailNotified',
    async ({ deps }, mail) => (await receiveMail(deps, mail)).kind,
  );
