import { parseSmsEvent } from '../../shared/channels/sms';
import type { Envelope } from '../../shared/contracts/events/envelope';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';
import { takeSmsEvent } from './sms-event';

/** What a carrier says became of a text of ours. */
export const registerSmsDeliveryReport = (): void => onEvent('smsDeliveryReport', smsDeliveryReport);

async function smsDeliveryReport({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const sms = parseSmsEvent(event);
  return sms.kind === 'message' ? { kind: 'unsupported', type: event.type } : takeSmsEvent(deps, sms, event.at);
}
