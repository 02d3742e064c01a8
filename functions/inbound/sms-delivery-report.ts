import { parseSmsEvent, type SmsEvent } from '../../shared/channels/sms';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { reportDelivery } from '../../shared/flows/inbound/report-delivery';
import type { Delivery } from '../../shared/ports/message-store';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** What a carrier says became of a text of ours. */
export const registerSmsDeliveryReport = (): void => onEvent('smsDeliveryReport', smsDeliveryReport);

async function smsDeliveryReport({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const sms = parseSmsEvent(event);
  switch (sms.kind) {
    case 'unsupported':
    case 'malformed':
      return sms;
    case 'message':
      return { kind: 'unsupported', type: event.type };
    case 'report': {
      const { key, ourAddress, customerAddress } = sms;
      const refused = sms.outcome.status === 'failed' && sms.outcome.code === 'optedOut';
      const what = await reportDelivery(deps, {
        key,
        delivery: deliveryOf(sms, sms.at ?? event.at ?? deps.clock.now()),
        optedOut: refused ? { ourAddress, customerAddress } : null,
      });
      return { kind: 'done', what };
    }
  }
}

function deliveryOf({ providerId, outcome }: Extract<SmsEvent, { kind: 'report' }>, at: number): Delivery {
  return outcome.status === 'delivered'
    ? { status: 'delivered', providerId, at }
    : { status: 'failed', code: outcome.code, at };
}
