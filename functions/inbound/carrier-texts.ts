import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { auditRefusal } from '../audit';
import type { App } from '../compose';
import { acknowledge, onHttp, outcomeOf } from '../register';
import { done, problem } from '../respond';
import { takeSmsEvent } from './sms-event';

/**
 * What a carrier with an HTTP API reports. It is told 200 once all is stored, and tries again for half a minute when it
 * is told anything else.
 */
export const registerCarrierTexts = (): void => onHttp('carrierTexts', carrierTexts);

async function carrierTexts(app: App, request: HttpRequest): Promise<HttpResponseInit> {
  const { carrier: name = '' } = request.params;
  const header = (wanted: string) => request.headers.get(wanted) ?? undefined;
  // A carrier that we have no account with cannot have signed anything.
  const body = await request.text();
  const read = app.smsCarriers.get(name)?.readWebhook({ header, body });
  if (read?.kind !== 'told') {
    const why = read?.why ?? 'forged';
    // An operator has read in the log why; the carrier tries again.
    if (why === 'unusable') return problem('unavailable', 'The key of the account cannot be read.');
    auditRefusal(app, { operation: 'carrierTexts', status: 401, why });
    return problem('unauthenticated');
  }
  const { event } = read;
  const outcome = await outcomeOf(() => takeSmsEvent(app.deps, event, null));
  const id = 'sourceId' in event ? event.sourceId : app.deps.ids.next();
  await acknowledge(app, { name: 'carrierTexts', id, content: body, outcome });
  return done({});
}
