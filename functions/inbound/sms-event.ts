import type { SmsEvent } from '../../shared/channels/sms';
import { receiveSms } from '../../shared/flows/inbound/receive-sms';
import { reportDelivery } from '../../shared/flows/inbound/report-delivery';
import type { Deps } from '../../shared/flows/lib/deps';
import type { Delivery } from '../../shared/ports/message-store';
import type { EventOutcome } from '../register';

/** Takes what happened on a line of texts, whoever carries it. `at`: when the bringer says that it happened. */
export async function takeSmsEvent(deps: Deps, sms: SmsEvent, at: number | null): Promise<EventOutcome> {
  switch (sms.kind) {
    case 'unsupported':
    case 'malformed':
      return sms;
    case 'report':
      return { kind: 'done', what: await takeReport(deps, sms, at) };
    case 'message': {
      // Messages are told apart by this instant: without one the same event would not be the same again.
      const sentAt = sms.sentAt ?? at;
      if (sentAt === null) return { kind: 'malformed', why: 'a text without an instant' };
      return { kind: 'done', what: (await receiveSms(deps, { ...sms, sentAt })).kind };
    }
  }
}

type Report = Extract<SmsEvent, { kind: 'report' }>;

const takeReport = (deps: Deps, { key, line, providerId, outcome, at }: Report, eventAt: number | null) =>
  reportDelivery(deps, {
    key,
    delivery: deliveryOf(outcome, providerId, at ?? eventAt ?? deps.clock.now()),
    optedOut: outcome.status === 'failed' && outcome.code === 'optedOut',
    line,
  });

const deliveryOf = (outcome: Report['outcome'], providerId: string, at: number): Delivery =>
  outcome.status === 'delivered'
    ? { status: 'delivered', providerId, at }
    : { status: 'failed', code: outcome.code, at };
