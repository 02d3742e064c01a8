import { parseMailReport } from '../../shared/channels/email/parse';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { reportDelivery } from '../../shared/flows/inbound/report-delivery';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** What became of a mail that ACS sent. */
export const registerEmailDeliveryReport = (): void => onEvent('emailDeliveryReport', emailDeliveryReport);

async function emailDeliveryReport({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const report = parseMailReport(event);
  if (report.kind !== 'report') return report;
  const { mailbox, internetMessageId, providerId, outcome } = report;
  const owner = await deps.addresses.find(mailbox);
  const key = owner && (await deps.directory.sentMail(owner.tenantId, mailbox, internetMessageId));
  const at = report.at ?? event.at ?? deps.clock.now();
  const what = await reportDelivery(deps, {
    key: key ?? null,
    delivery:
      outcome === 'delivered' ? { status: 'delivered', providerId, at } : { status: 'failed', code: outcome, at },
    optedOut: false,
    line: null,
  });
  return { kind: 'done', what };
}
