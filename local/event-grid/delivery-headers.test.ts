// cspell:ignore cloudevents
import { SUBSCRIPTION_DEFAULTS, type DeliveryAttribute, type EventSubscription } from './model';
import { openWorkbench, queued, settled, toFunction, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const fixed = (name: string, value: string): DeliveryAttribute => ({ type: 'Static', name, properties: { value } });
const dynamic = (name: string, sourceField: string): DeliveryAttribute => ({
  ...{ type: 'Dynamic', name, properties: { sourceField } },
});
const toHook = (more: Partial<EventSubscription> = {}): EventSubscription => ({
  ...SUBSCRIPTION_DEFAULTS,
  topic: 'acs',
  name: 'hook',
  destination: { kind: 'webhook', url: `${bench.receiver.url}/hook`, entraAudience: null },
  ...more,
});

/** A webhook that takes every subscription. */
const willing = () =>
  bench.answers.set('/hook', (request) => {
    if (request.method === 'OPTIONS') return { status: 200, headers: { 'webhook-allowed-origin': '*' } };
    const [first] = [request.json()].flat() as { data?: { validationCode?: string } }[];
    return { status: 200, body: { validationResponse: first?.data?.validationCode } };
  });

/** https://learn.microsoft.com/azure/event-grid/delivery-properties */
describe('delivery properties', () => {
  test('go with the question and with every event; those of the event only with it', async () => {
    willing();
    await bench.grid.subscribe(
      toHook({
        deliveryAttributeMappings: [
          fixed('X-Shared', 'secret'),
          dynamic('X-Tenant', 'data.tenant'),
          dynamic('X-Priority', 'data.priority'),
          dynamic('X-Nothing', 'data.nothing'),
          dynamic('X-Nested', 'data'),
        ],
      }),
    );
    await bench.grid.publish('acs', [queued('e1', { tenant: 'contoso', priority: 3 })]);
    await settled(bench);
    const [asked, told] = bench.received.map(({ headers }) => headers);
    expect(asked).toMatchObject({ 'aeg-event-type': 'SubscriptionValidation', 'x-shared': 'secret' });
    expect(told).toMatchObject({ 'x-shared': 'secret', 'x-tenant': 'contoso', 'x-priority': '3' });
    expect(Object.keys(told ?? {})).not.toEqual(expect.arrayContaining(['x-nothing']));
    expect(Object.keys(told ?? {})).not.toEqual(expect.arrayContaining(['x-nested']));
  });

  test('whose value no header may hold are left out, and the event comes', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f', { deliveryAttributeMappings: [dynamic('X-Text', 'data.text')] }));
    await bench.grid.publish('acs', [queued('e1', { text: 'two\nlines' }), queued('e2', { text: 'one line' })]);
    await settled(bench);
    expect(bench.received.map(({ headers }) => headers['x-text']).sort()).toEqual(['one line', undefined]);
  });

  test.each([
    ['eleven', Array.from({ length: 11 }, (_, n) => fixed(`x-${n}`, 'v'))],
    ['a value of more than 4,096 bytes', [fixed('x', 'v'.repeat(4_097))]],
    ['a name of Event Grid’s own', [fixed('Aeg-Mine', 'v')]],
    ['a name that is none', [fixed('two words', 'v')]],
  ])('are refused: %s', async (_what, deliveryAttributeMappings) => {
    expect(await bench.grid.subscribe(toFunction('acs', 'f', { deliveryAttributeMappings }))).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('headers of Event Grid', () => {
  test('a CloudEvent bears the version of its specification, and no data version', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await bench.grid.publish('acs', [queued('e1')]);
    await settled(bench);
    expect(bench.received[0]?.headers).toMatchObject({ 'aeg-metadata-version': '1.0', 'aeg-output-event-id': 'e1' });
    expect(bench.received[0]?.headers).not.toHaveProperty('aeg-data-version');
  });
});

describe('the end of a subscription', () => {
  test.each([
    ['EventGridSchema', 'application/json; charset=utf-8', 'eventType'],
    ['CloudEventSchemaV1_0', 'application/cloudevents+json; charset=utf-8', 'type'],
  ] as const)('is told to a webhook once, in its schema %s', async (eventDeliverySchema, contentType, type) => {
    willing();
    await bench.grid.subscribe(toHook({ eventDeliverySchema }));
    bench.received = [];
    await bench.grid.unsubscribe('acs', 'hook');
    await bench.grid.publish('acs', [queued('late')]);
    await settled(bench);
    expect(bench.received).toHaveLength(1);
    expect(bench.received[0]?.headers).toMatchObject({
      'aeg-event-type': 'SubscriptionDeletion',
      'aeg-subscription-name': 'HOOK',
      'content-type': contentType,
    });
    const [told] = [JSON.parse(bench.received[0]?.body ?? '')].flat();
    expect(told).toMatchObject({
      [type]: 'Microsoft.EventGrid.SubscriptionDeletedEvent',
      data: {
        eventSubscriptionId: expect.stringMatching(/\/acs\/providers\/Microsoft\.EventGrid\/eventSubscriptions\/hook$/),
      },
    });
  });

  test('is not told to a function, nor to who never agreed', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    expect(await bench.grid.subscribe(toHook())).toMatchObject({ kind: 'awaitingValidation' });
    bench.received = [];
    await bench.grid.unsubscribe('acs', 'f');
    await bench.grid.unsubscribe('acs', 'hook');
    await settled(bench);
    expect(bench.received).toEqual([]);
  });
});
