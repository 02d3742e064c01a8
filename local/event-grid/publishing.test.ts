// cspell:ignore cloudevents
import type { TokenCredential } from '@azure/core-auth';
import { AzureKeyCredential, AzureSASCredential, generateSharedAccessSignature } from '@azure/eventgrid';
import {
  ACS,
  HOST,
  HOUR,
  KEY,
  NOON,
  openWorkbench,
  OTHER_KEY,
  publisher,
  queued,
  SECOND,
  settled,
  toFunction,
  type Workbench,
} from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const statusOf = async (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => 200,
    (error: unknown) => (error as { statusCode?: number }).statusCode,
  );

describe('publishing and pushing', () => {
  test('an event published by key reaches the function as Azure sends it', async () => {
    await bench.grid.subscribe(toFunction('waiting', 'assign'));
    await publisher(bench, 'waiting', 'EventGrid').send([queued('e1')]);
    await settled(bench);
    expect(bench.received).toHaveLength(1);
    expect(bench.received[0]).toMatchObject({
      path: `${HOST}?functionName=assign&code=key`,
      headers: {
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': 'ASSIGN',
        'aeg-delivery-count': '0',
        'aeg-data-version': '1',
        'aeg-metadata-version': '1',
        'content-type': 'application/json; charset=utf-8',
      },
    });
    expect(JSON.parse(bench.received[0]!.body)).toEqual([
      {
        ...queued('e1'),
        topic: '/topics/waiting',
        metadataVersion: '1',
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });

  test('a batch arrives one by one, unless the subscription batches', async () => {
    await bench.grid.subscribe(toFunction('waiting', 'single'));
    await bench.grid.subscribe(
      toFunction('waiting', 'many', { batching: { maxEventsPerBatch: 10, preferredBatchSizeInKilobytes: 64 } }),
    );
    await publisher(bench, 'waiting', 'EventGrid').send(Array.from({ length: 55 }, (_, i) => queued(`e${i}`)));
    await settled(bench);
    const sizes = (name: string) =>
      bench.received
        .filter(({ path }) => path.includes(name))
        .map(({ body }) => (JSON.parse(body) as unknown[]).length);
    expect(sizes('single')).toEqual(Array(55).fill(1));
    expect(sizes('many').reduce((sum, size) => sum + size)).toBe(55);
    expect(Math.max(...sizes('many'))).toBeLessThanOrEqual(10);
  });

  test('a CloudEvent is delivered in its schema, extensions included', async () => {
    await bench.grid.subscribe(toFunction('cloud', 'cloudy', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await publisher(bench, 'cloud', 'CloudEvent').send([
      { id: 'c1', source: '/shards', type: 'WorkQueued', data: { n: 1 }, extensionAttributes: { tenant: 'contoso' } },
    ]);
    await settled(bench);
    expect(bench.received[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(JSON.parse(bench.received[0]!.body)).toMatchObject({
      id: 'c1',
      source: '/shards',
      specversion: '1.0',
      type: 'WorkQueued',
      tenant: 'contoso',
      data: { n: 1 },
    });
  });

  test('a system topic delivers in either schema', async () => {
    await bench.grid.subscribe(toFunction('acs', 'incomingCall'));
    await bench.grid.subscribe(toFunction('acs', 'cloudy', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await bench.grid.publish('acs', [
      {
        id: 'i1',
        eventType: 'Microsoft.Communication.IncomingCall',
        subject: '/caller/4:+1',
        dataVersion: '1.0',
        data: {},
      },
    ]);
    await settled(bench);
    const bodyTo = (name: string): unknown => JSON.parse(bench.received.find(({ path }) => path.includes(name))!.body);
    expect(bodyTo('incomingCall')).toEqual([
      expect.objectContaining({ topic: ACS, eventTime: '2026-10-05T12:00:00.000Z' }),
    ]);
    expect(bodyTo('cloudy')).toMatchObject({
      source: ACS,
      type: 'Microsoft.Communication.IncomingCall',
      specversion: '1.0',
    });
  });

  test('deliveries to a subscriber run beside each other, but not more than fifty', async () => {
    await bench.grid.subscribe(toFunction('acs', 'slow'));
    const release: (() => void)[] = [];
    bench.answers.set(HOST, async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return { status: 200 };
    });
    const call = (n: number) => ({ id: `i${n}`, eventType: 'Call', subject: '', dataVersion: '1', data: {} });
    await bench.grid.publish(
      'acs',
      Array.from({ length: 60 }, (_, n) => call(n)),
    );
    while (release.length < 50) await new Promise((resolve) => setImmediate(resolve));
    expect(bench.received).toHaveLength(50);
    release.splice(0).forEach((done) => done());
    while (release.length < 10) await new Promise((resolve) => setImmediate(resolve));
    release.forEach((done) => done());
    await settled(bench);
    expect(bench.received).toHaveLength(60);
  });
});

describe('who may publish', () => {
  const send = (credential: AzureKeyCredential | AzureSASCredential | TokenCredential) =>
    statusOf(publisher(bench, 'waiting', 'EventGrid', credential).send([queued('e')]));
  const bearer = (token: string): TokenCredential => ({
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + HOUR }),
  });
  const signed = async (key: string, expiresAt: number, topic = 'waiting') =>
    new AzureSASCredential(
      await generateSharedAccessSignature(
        `${bench.server.url}/${topic}/api/events`,
        new AzureKeyCredential(key),
        new Date(expiresAt),
      ),
    );

  test('either key opens, another does not', async () => {
    expect(await send(new AzureKeyCredential(KEY))).toBe(200);
    expect(await send(new AzureKeyCredential(OTHER_KEY))).toBe(200);
    expect(await send(new AzureKeyCredential('bm8='))).toBe(401);
  });

  test('a shared access signature opens until it expires, and its own topic only', async () => {
    expect(await send(await signed(KEY, NOON + HOUR))).toBe(200);
    expect(await send(await signed(KEY, NOON - SECOND))).toBe(401);
    expect(await send(await signed('bm8=', NOON + HOUR))).toBe(401);
    expect(await send(await signed(KEY, NOON + HOUR, 'cloud'))).toBe(401);
  });

  test.each(['%', '%zz', ''])('a signature that cannot be read opens nothing: %p', async (signature) => {
    const { signature: token } = await signed(KEY, NOON + HOUR);
    expect(await send(new AzureSASCredential(token.replace(/&s=.*$/, `&s=${signature}`)))).toBe(401);
  });

  test('an Entra token for Event Grid opens', async () => {
    expect(await send(bearer('good'))).toBe(200);
    expect(await send(bearer('bad'))).toBe(401);
  });
});

describe('what is refused', () => {
  const post = (topic: string, body: string, headers: Record<string, string> = {}) =>
    bench.post({
      url: `${bench.server.url}/${topic}/api/events?api-version=2018-01-01`,
      headers: { 'aeg-sas-key': KEY, 'content-type': 'application/json', ...headers },
      body,
    });
  const event = { ...queued('e'), eventTime: '2026-10-05T12:00:00Z' };

  test.each([
    ['the other schema', 'cloud', JSON.stringify([event]), {}, 400],
    [
      'a CloudEvent of another version',
      'cloud',
      '{"id":"1","source":"s","type":"t","specversion":"0.3"}',
      { 'content-type': 'application/cloudevents+json' },
      400,
    ],
    ['an unknown topic', 'other', JSON.stringify([event]), {}, 404],
    ['a system topic over HTTP', 'acs', JSON.stringify([event]), {}, 404],
    ['binary CloudEvents', 'cloud', '{}', { 'ce-id': '1' }, 501],
    ['events for a channel of a partner', 'cloud', '[]', { 'aeg-channel-name': 'channel' }, 501],
  ])('%s', async (_what, topic, body, headers, status) => {
    await bench.grid.subscribe(toFunction('waiting', 'assign'));
    expect((await post(topic, body, headers as Record<string, string>)).status).toBe(status);
    await settled(bench);
    expect(bench.received).toEqual([]);
  });

  test('an event without a data version is taken, and gets an empty one', async () => {
    await bench.grid.subscribe(toFunction('waiting', 'assign'));
    const { dataVersion: _, ...without } = event;
    expect((await post('waiting', JSON.stringify([without]))).status).toBe(200);
    await settled(bench);
    expect(JSON.parse(bench.received[0]?.body ?? '')).toMatchObject([{ id: 'e', dataVersion: '' }]);
  });

  test('a single CloudEvent is taken too', async () => {
    const one = '{"id":"1","source":"s","type":"t","specversion":"1.0"}';
    expect((await post('cloud', one, { 'content-type': 'application/cloudevents+json' })).status).toBe(200);
  });

  test('a topic without the path of its events is not there, as in Azure', async () => {
    const answer = await bench.post({
      url: `${bench.server.url}/waiting?api-version=2018-01-01`,
      headers: {},
      body: '',
    });
    expect(answer.status).toBe(404);
  });

  test.each(['/topics/orders:publish', '/topics/orders/eventSubscriptions/mine:receive'])(
    'a namespace is not emulated, and %s is named as such',
    async (path) => {
      const answer = await bench.post({ url: `${bench.server.url}${path}`, headers: {}, body: '' });
      expect(answer.status).toBe(501);
      expect(answer.body).toContain(`POST ${path}`);
    },
  );

  test('an operation that is not emulated is 501', async () => {
    const answer = await bench.post({ url: `${bench.server.url}/waiting/other`, headers: {}, body: '' });
    expect(answer.status).toBe(501);
  });
});
