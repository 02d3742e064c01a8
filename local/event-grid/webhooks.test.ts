import type { LocalRequest } from '../kit/http';
import { SUBSCRIPTION_DEFAULTS, type EventSubscription } from './model';
import {
  advance,
  fails,
  idsReceived,
  MINUTE,
  openWorkbench,
  queued,
  settled,
  toFunction,
  type Workbench,
} from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const toWebhook = (topic: string, path: string, more: Partial<EventSubscription> = {}): EventSubscription => ({
  ...SUBSCRIPTION_DEFAULTS,
  topic,
  name: 'hook',
  destination: { kind: 'webhook', url: `${bench.receiver.url}${path}`, entraAudience: null },
  ...more,
});

describe('webhooks', () => {
  const echo = (request: LocalRequest) => {
    const [event] = request.json() as [{ eventType: string; data: { validationCode: string } }];
    return {
      status: 200,
      body: event.eventType.includes('Validation') ? { validationResponse: event.data.validationCode } : {},
    };
  };

  test('a webhook that echoes the code is subscribed, and gets an Entra token where it wants one', async () => {
    bench.answers.set('/hook', echo);
    const destination = { kind: 'webhook', url: `${bench.receiver.url}/hook`, entraAudience: 'api://hook' } as const;
    expect(await bench.grid.subscribe(toWebhook('acs', '/hook', { destination }))).toEqual({ kind: 'active' });
    expect(bench.received[0]?.headers).toMatchObject({
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': 'HOOK',
    });
    await bench.grid.publish('acs', [queued('w1')]);
    await settled(bench);
    expect(bench.received[1]?.headers).toMatchObject({
      'aeg-event-type': 'Notification',
      authorization: 'Bearer token-for-api://hook',
    });
  });

  test('one that answers anything but 200 is refused and gets nothing', async () => {
    fails(bench, '/hook', 202);
    expect(await bench.grid.subscribe(toWebhook('acs', '/hook'))).toMatchObject({ kind: 'refused' });
    await bench.grid.publish('acs', [queued('w1')]);
    await settled(bench);
    expect(bench.received).toHaveLength(1);
  });

  test('one that does not echo may be validated by hand within ten minutes', async () => {
    const subscribed = await bench.grid.subscribe(toWebhook('acs', '/hook'));
    if (subscribed.kind !== 'awaitingValidation') throw new Error(subscribed.kind);
    const visit = (url: string) => bench.post({ url, method: 'GET', headers: {}, body: '' });
    expect((await visit(subscribed.validationUrl.replace(/code=.*/, 'code=guess'))).status).toBe(404);
    await bench.grid.publish('acs', [queued('early')]);
    expect((await visit(subscribed.validationUrl)).status).toBe(200);
    await bench.grid.publish('acs', [queued('valid')]);
    await settled(bench);
    expect(idsReceived(bench).slice(1)).toEqual(['valid']);
  });

  test('after ten minutes the validation URL is worth nothing', async () => {
    const subscribed = await bench.grid.subscribe(toWebhook('acs', '/hook'));
    if (subscribed.kind !== 'awaitingValidation') throw new Error(subscribed.kind);
    await advance(bench, 10 * MINUTE + 1);
    const visit = await bench.post({ url: subscribed.validationUrl, method: 'GET', headers: {}, body: '' });
    expect(visit.status).toBe(404);
  });

  test('a CloudEvents webhook is asked for leave by OPTIONS', async () => {
    bench.answers.set('/hook', () => ({ status: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' } }));
    const wanted = toWebhook('acs', '/hook', { eventDeliverySchema: 'CloudEventSchemaV1_0' });
    expect(await bench.grid.subscribe(wanted)).toEqual({ kind: 'active' });
    expect(bench.received[0]).toMatchObject({
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
    });
    bench.answers.delete('/hook');
    expect(await bench.grid.subscribe({ ...wanted, name: 'mute' })).toMatchObject({ kind: 'awaitingValidation' });
  });

  test.each([
    ['too many attempts', { retryPolicy: { maxDeliveryAttempts: 31, eventTimeToLiveInMinutes: 1 } }],
    ['too long a life', { retryPolicy: { maxDeliveryAttempts: 1, eventTimeToLiveInMinutes: 1441 } }],
    ['an empty batch', { batching: { maxEventsPerBatch: 0, preferredBatchSizeInKilobytes: 1 } }],
    ['an unknown topic', { topic: 'nowhere' }],
    ['CloudEvents into the Event Grid schema', { topic: 'cloud' }],
  ])('%s is refused', async (_what, more) => {
    expect(await bench.grid.subscribe(toFunction('acs', 'f', more))).toMatchObject({ kind: 'refused' });
  });
});
