import { parseSmsEvent } from '../../shared/channels/sms';
import type { Envelope } from '../../shared/contracts/events/envelope';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';
import { takeSmsEvent } from './sms-event';

/** A text to one of our numbers. */
export const registerSmsReceived = (): void => onEvent('smsReceived', smsReceived);

async function smsReceived({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const sms = parseSmsEvent(event);
  return sms.kind === 'report' ? { kind: 'unsupported', type: event.type } : takeSmsEvent(deps, sms, event.at);
}
