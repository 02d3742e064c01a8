import { parseSmsEvent } from '../../shared/channels/sms';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { receiveSms } from '../../shared/flows/inbound/receive-sms';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** A text to one of our numbers. */
export const registerSmsReceived = (): void => onEvent('smsReceived', smsReceived);

async function smsReceived({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const sms = parseSmsEvent(event);
  switch (sms.kind) {
    case 'unsupported':
    case 'malformed':
      return sms;
    case 'report':
      return { kind: 'unsupported', type: event.type };
    case 'message': {
      // Messages are told apart by this instant: without one the same event would not be the same again.
      const sentAt = sms.sentAt ?? event.at;
      if (sentAt === null) return { kind: 'malformed', why: 'a text without an instant' };
      const received = await receiveSms(deps, { ...sms, sentAt });
      return { kind: 'done', what: received.kind };
    }
  }
}
