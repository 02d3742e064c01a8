import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import {
  AzureKeyCredential,
  AzureSASCredential,
  EventGridPublisherClient,
  generateSharedAccessSignature,
  type InputSchema,
} from '@azure/eventgrid';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening, type LocalRequest, type LocalResponse } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore, type Store } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork, type Work } from '../kit/work';
import { createEventGrid, type EventGrid } from './event-grid';
import { UNDISTURBED } from './faults';
import { SUBSCRIPTION_DEFAULTS, type EventSubscription, type Topic } from './model';

const NOON = Date.UTC(2026, 9, 5, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const KEY = Buffer.from('a topic key').toString('base64');
const OTHER_KEY = Buffer.from('another key').toString('base64');
const ACS = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/acs';
const TOPICS: readonly Topic[] = [
  {
    kind: 'custom',
    name: 'work',
    resourceId: '/topics/work',
    inputSchema: 'EventGridSchema',
    keys: [KEY, OTHER_KEY],
  },
  {
    kind: 'custom',
    name: 'cloud',
    resourceId: '/topics/cloud',
    inputSchema: 'CloudEventSchemaV1_0',
    keys: [KEY],
  },
  { kind: 'system', name: 'acs', resourceId: ACS },
];

interface Received {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'event-grid-'));
let caFile: string;
let work: Work;
let clock: Clock;
let store: Store;
let grid: EventGrid;
let server: Listening;
let receiver: Listening;
let received: Received[];
/** What the subscriber answers, by path; 200 where nothing is said. */
let answers: Map<string, (request: LocalRequest) => LocalResponse | Promise<LocalResponse>>;
let deadLetters: { container: string; name: string; content: string }[];
let storageIsDown: boolean;

const open = () =>
  createEventGrid({
    store,
    clock,
    work,
    post: createPost(),
    url: () => server.url,
    topics: TOPICS,
    verifyToken: async (token, audience) => ({
      kind: token === 'good' && audience === 'https://eventgrid.azure.net' ? 'valid' : 'refused',
    }),
    deliveryToken: async (audience) => `token-for-${audience}`,
    functionUrl: (name) => `${receiver.url}/runtime/webhooks/EventGrid?functionName=${name}&code=key`,
    deadLetter: async (container, name, content) => {
      if (storageIsDown) throw new Error('down');
      deadLetters.push({ container, name, content });
    },
    random: () => 0.5,
  });

/** Rest of what runs, without moving the clock. */
async function settled(): Promise<void> {
  for (let idle = 0; idle < 3; idle = work.running === 0 ? idle + 1 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Steps to each due time on the way, letting what runs there finish. */
async function advance(byMs: number): Promise<void> {
  const to = clock.now() + byMs;
  await settled();
  for (let next = clock.nextDueAt(); next !== undefined && next <= to; next = clock.nextDueAt()) {
    clock.stepTo(next);
    await settled();
  }
  clock.stepTo(to);
  await settled();
}

beforeAll(async () => {
  caFile = (await ensureTls(folder)).caFile;
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  work = createWork();
  clock = createClock(work, NOON, () => 0);
  store = openStore(':memory:');
  received = [];
  answers = new Map();
  deadLetters = [];
  storageIsDown = false;
  const take = (request: LocalRequest) => {
    const { method, headers, target, url } = request;
    received.push({ method, headers, path: target, body: request.body.toString() });
    return answers.get(url.pathname)?.(request) ?? { status: 200 };
  };
  const routes = ['POST', 'OPTIONS'].map((method) => ({ method, path: '/{rest*}', handle: take }));
  receiver = await listen({ name: 'subscriber', routes }, { port: 0, work: createWork() });
  grid = open();
  server = await listen(grid.service, { port: 0, tls: await ensureTls(folder), work });
  grid.start();
});
afterEach(async () => {
  await Promise.all([server.close(), receiver.close()]);
  store.close();
});

const toFunction = (topic: string, functionName: string, more: Partial<EventSubscription> = {}): EventSubscription => ({
  ...SUBSCRIPTION_DEFAULTS,
  topic,
  name: functionName,
  destination: { kind: 'azureFunction', functionName },
  ...more,
});
const toWebhook = (topic: string, path: string, more: Partial<EventSubscription> = {}): EventSubscription => ({
  ...SUBSCRIPTION_DEFAULTS,
  topic,
  name: 'hook',
  destination: { kind: 'webhook', url: `${receiver.url}${path}`, entraAudience: null },
  ...more,
});

function publisher<S extends InputSchema>(
  topic: string,
  schema: S,
  credential: AzureKeyCredential | AzureSASCredential | TokenCredential = new AzureKeyCredential(KEY),
) {
  return new EventGridPublisherClient(`${server.url}/${topic}/api/events`, schema, credential, {
    tlsOptions: { ca: readFileSync(caFile, 'utf8') },
    retryOptions: { maxRetries: 0 },
  });
}

const queued = (id: string, data: unknown = { shard: 'main' }) => ({
  id,
  eventType: 'Switchboard.WorkQueued',
  subject: 'shards/main',
  dataVersion: '1',
  data,
});
const statusOf = async (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => 200,
    (error: unknown) => (error as { statusCode?: number }).statusCode,
  );
const idsReceived = () => received.flatMap(({ body }) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id));
const fails = (path: string, ...statuses: number[]) =>
  answers.set(path, () => ({ status: statuses.length > 1 ? statuses.shift()! : statuses[0]! }));

const HOST = '/runtime/webhooks/EventGrid';

describe('publishing and pushing', () => {
  test('an event published by key reaches the function as Azure sends it', async () => {
    await grid.subscribe(toFunction('work', 'assign'));
    await publisher('work', 'EventGrid').send([queued('e1')]);
    await settled();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
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
    expect(JSON.parse(received[0]!.body)).toEqual([
      {
        ...queued('e1'),
        topic: '/topics/work',
        metadataVersion: '1',
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });

  test('a batch arrives one by one, unless the subscription batches', async () => {
    await grid.subscribe(toFunction('work', 'single'));
    await grid.subscribe(
      toFunction('work', 'many', { batching: { maxEventsPerBatch: 10, preferredBatchSizeInKilobytes: 64 } }),
    );
    await publisher('work', 'EventGrid').send(Array.from({ length: 55 }, (_, i) => queued(`e${i}`)));
    await settled();
    const sizes = (name: string) =>
      received.filter(({ path }) => path.includes(name)).map(({ body }) => (JSON.parse(body) as unknown[]).length);
    expect(sizes('single')).toEqual(Array(55).fill(1));
    expect(sizes('many').reduce((sum, size) => sum + size)).toBe(55);
    expect(Math.max(...sizes('many'))).toBeLessThanOrEqual(10);
  });

  test('a CloudEvent is delivered in its schema, extensions included', async () => {
    await grid.subscribe(toFunction('cloud', 'cloudy', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await publisher('cloud', 'CloudEvent').send([
      { id: 'c1', source: '/shards', type: 'WorkQueued', data: { n: 1 }, extensionAttributes: { tenant: 'contoso' } },
    ]);
    await settled();
    expect(received[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      id: 'c1',
      source: '/shards',
      specversion: '1.0',
      type: 'WorkQueued',
      tenant: 'contoso',
      data: { n: 1 },
    });
  });

  test('a system topic delivers in either schema', async () => {
    await grid.subscribe(toFunction('acs', 'incomingCall'));
    await grid.subscribe(toFunction('acs', 'cloudy', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await grid.publish('acs', [
      {
        id: 'i1',
        eventType: 'Microsoft.Communication.IncomingCall',
        subject: '/caller/4:+1',
        dataVersion: '1.0',
        data: {},
      },
    ]);
    await settled();
    const bodyTo = (name: string): unknown => JSON.parse(received.find(({ path }) => path.includes(name))!.body);
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
    await grid.subscribe(toFunction('acs', 'slow'));
    const release: (() => void)[] = [];
    answers.set(HOST, async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return { status: 200 };
    });
    const call = (n: number) => ({ id: `i${n}`, eventType: 'Call', subject: '', dataVersion: '1', data: {} });
    await grid.publish(
      'acs',
      Array.from({ length: 60 }, (_, n) => call(n)),
    );
    while (release.length < 50) await new Promise((resolve) => setImmediate(resolve));
    expect(received).toHaveLength(50);
    release.splice(0).forEach((done) => done());
    while (release.length < 10) await new Promise((resolve) => setImmediate(resolve));
    release.forEach((done) => done());
    await settled();
    expect(received).toHaveLength(60);
  });
});

describe('who may publish', () => {
  const send = (credential: AzureKeyCredential | AzureSASCredential | TokenCredential) =>
    statusOf(publisher('work', 'EventGrid', credential).send([queued('e')]));
  const bearer = (token: string): TokenCredential => ({
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + HOUR }),
  });
  const signed = async (key: string, expiresAt: number, topic = 'work') =>
    new AzureSASCredential(
      await generateSharedAccessSignature(
        `${server.url}/${topic}/api/events`,
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

  test('an Entra token for Event Grid opens', async () => {
    expect(await send(bearer('good'))).toBe(200);
    expect(await send(bearer('bad'))).toBe(401);
  });
});

describe('what is refused', () => {
  const post = (topic: string, body: string, headers: Record<string, string> = {}) =>
    createPost({ caFile })({
      url: `${server.url}/${topic}/api/events?api-version=2018-01-01`,
      headers: { 'aeg-sas-key': KEY, 'content-type': 'application/json', ...headers },
      body,
    });
  const event = { ...queued('e'), eventTime: '2026-10-05T12:00:00Z' };

  test.each([
    ['no key', 'work', JSON.stringify([event]), { 'aeg-sas-key': '' }, 401],
    ['no JSON', 'work', '[', {}, 400],
    ['an event that is no array', 'work', JSON.stringify(event), {}, 400],
    ['an event without id', 'work', JSON.stringify([{ ...event, id: undefined }]), {}, 400],
    ['an event without data version', 'work', JSON.stringify([{ ...event, dataVersion: undefined }]), {}, 400],
    ['a time that is none', 'work', JSON.stringify([{ ...event, eventTime: 'soon' }]), {}, 400],
    ["another topic's event", 'work', JSON.stringify([{ ...event, topic: '/topics/cloud' }]), {}, 400],
    ['the other schema', 'cloud', JSON.stringify([event]), {}, 400],
    [
      'a CloudEvent of another version',
      'cloud',
      '{"id":"1","source":"s","type":"t","specversion":"0.3"}',
      { 'content-type': 'application/cloudevents+json' },
      400,
    ],
    ['too much', 'work', JSON.stringify([{ ...event, data: 'x'.repeat(1024 * 1024) }]), {}, 413],
    ['an unknown topic', 'other', JSON.stringify([event]), {}, 404],
    ['a system topic over HTTP', 'acs', JSON.stringify([event]), {}, 404],
    ['binary CloudEvents', 'cloud', '{}', { 'ce-id': '1' }, 501],
  ])('%s', async (_what, topic, body, headers, status) => {
    await grid.subscribe(toFunction('work', 'assign'));
    expect((await post(topic, body, headers as Record<string, string>)).status).toBe(status);
    await settled();
    expect(received).toEqual([]);
  });

  test('one bad event in an array refuses all', async () => {
    await grid.subscribe(toFunction('work', 'assign'));
    expect((await post('work', JSON.stringify([event, { ...event, subject: '' }]))).status).toBe(400);
    expect(grid.recent(10)).toEqual([]);
  });

  test('a single CloudEvent is taken too', async () => {
    const one = '{"id":"1","source":"s","type":"t","specversion":"1.0"}';
    expect((await post('cloud', one, { 'content-type': 'application/cloudevents+json' })).status).toBe(200);
  });

  test('an operation that is not emulated is 501', async () => {
    const answer = await createPost({ caFile })({ url: `${server.url}/work/other`, headers: {}, body: '' });
    expect(answer.status).toBe(501);
  });
});

describe('retries', () => {
  const attemptTimes = () => grid.recent(1)[0]?.deliveries[0]?.attempts.map(({ at }) => at - NOON);
  const publishOne = () => grid.publish('acs', [queued('r1')]);

  test('a failing subscriber is tried on the documented schedule until a day has passed', async () => {
    await grid.subscribe(toFunction('acs', 'f'));
    fails(HOST, 500);
    await publishOne();
    await advance(48 * HOUR);
    const waits = [
      0,
      10 * SECOND,
      30 * SECOND,
      MINUTE,
      5 * MINUTE,
      10 * MINUTE,
      30 * MINUTE,
      HOUR,
      3 * HOUR,
      6 * HOUR,
      12 * HOUR,
    ];
    let at = 0;
    expect(attemptTimes()).toEqual(waits.map((wait) => (at += wait)));
    expect(grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'TimeToLiveExceeded' });
  });

  test('the delivery count grows, and success ends it', async () => {
    await grid.subscribe(toFunction('acs', 'f'));
    fails(HOST, 500, 429, 200);
    await publishOne();
    await advance(HOUR);
    expect(received.map(({ headers }) => headers['aeg-delivery-count'])).toEqual(['0', '1', '2']);
    expect(grid.recent(1)[0]?.deliveries[0]?.attempts.map(({ outcome }) => outcome)).toEqual([
      'Aborted',
      'Busy',
      'Delivered',
    ]);
  });

  test.each([
    [503, 30 * SECOND],
    [408, 2 * MINUTE],
    [404, 5 * MINUTE],
    [401, 5 * MINUTE],
    [205, 10 * SECOND],
    [302, 10 * SECOND],
  ])('after %i a function is left alone for %i ms', async (status, waitMs) => {
    await grid.subscribe(toFunction('acs', 'f'));
    fails(HOST, status, 200);
    await publishOne();
    await advance(HOUR);
    expect(attemptTimes()).toEqual([0, waitMs]);
  });

  test.each([400, 403, 413])('after %i it is never tried again', async (status) => {
    await grid.subscribe(toFunction('acs', 'f'));
    fails(HOST, status);
    await publishOne();
    await advance(24 * HOUR);
    expect(attemptTimes()).toEqual([0]);
    expect(grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'UndeliverableResponse' });
  });

  test('a subscriber that is not there is tried again', async () => {
    await grid.subscribe(toFunction('acs', 'f'));
    await receiver.close();
    await publishOne();
    await settled();
    expect(grid.recent(1)[0]?.deliveries[0]).toMatchObject({
      attempts: [{ outcome: 'SocketError', status: null }],
      state: { kind: 'due', at: NOON + 10 * SECOND },
    });
  });

  test('attempts and life are as the subscription says', async () => {
    const policy = (maxDeliveryAttempts: number, eventTimeToLiveInMinutes: number) => ({
      retryPolicy: { maxDeliveryAttempts, eventTimeToLiveInMinutes },
    });
    await grid.subscribe(toFunction('acs', 'two', policy(2, 1440)));
    await grid.subscribe(toFunction('acs', 'minute', policy(30, 1)));
    fails(HOST, 500);
    await publishOne();
    await advance(24 * HOUR);
    const ended = grid
      .recent(1)[0]
      ?.deliveries.map(({ subscription, attempts, state }) => [subscription, attempts.length, state]);
    expect(ended).toEqual([
      ['two', 2, { kind: 'dropped', reason: 'MaxDeliveryAttemptsExceeded' }],
      ['minute', 3, { kind: 'dropped', reason: 'TimeToLiveExceeded' }],
    ]);
  });
});

describe('dead letters', () => {
  const withContainer = (more: Partial<EventSubscription> = {}) =>
    toFunction('acs', 'f', { deadLetterContainer: 'dead', ...more });

  test('what cannot be delivered is written after five minutes, with its reason', async () => {
    await grid.subscribe(withContainer());
    fails(HOST, 400);
    await grid.publish('acs', [queued('d1')]);
    await advance(5 * MINUTE - 1);
    expect(deadLetters).toEqual([]);
    await advance(1);
    expect(deadLetters).toHaveLength(1);
    expect(deadLetters[0]?.container).toBe('dead');
    expect(deadLetters[0]?.name).toMatch(/^acs\/F\/2026\/10\/5\/12\/[0-9a-f-]{36}\.json$/);
    expect(JSON.parse(deadLetters[0]!.content)).toEqual([
      expect.objectContaining({
        id: 'd1',
        deadLetterReason: 'UndeliverableResponse',
        deliveryAttempts: 1,
        lastDeliveryOutcome: 'BadRequest',
        publishTime: '2026-10-05T12:00:00.000Z',
        lastDeliveryAttemptTime: '2026-10-05T12:00:00.000Z',
      }),
    ]);
  });

  test('CloudEvents spell the reasons in lower case', async () => {
    await grid.subscribe(withContainer({ eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    fails(HOST, 413);
    await grid.publish('acs', [queued('d1')]);
    await advance(5 * MINUTE);
    expect(JSON.parse(deadLetters[0]!.content)).toEqual([
      expect.objectContaining({ deadletterreason: 'UndeliverableResponse' }),
    ]);
  });

  test('storage that is down is tried for four hours', async () => {
    await grid.subscribe(withContainer());
    fails(HOST, 400);
    storageIsDown = true;
    await grid.publish('acs', [queued('lost')]);
    await grid.publish('acs', [queued('saved')]);
    await advance(3 * HOUR);
    storageIsDown = false;
    await advance(5 * MINUTE);
    expect(deadLetters).toHaveLength(2);
    storageIsDown = true;
    await grid.publish('acs', [queued('late')]);
    await advance(5 * HOUR);
    expect(grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'DeadLetterUnavailable' });
  });
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
    answers.set('/hook', echo);
    const destination = { kind: 'webhook', url: `${receiver.url}/hook`, entraAudience: 'api://hook' } as const;
    expect(await grid.subscribe(toWebhook('acs', '/hook', { destination }))).toEqual({ kind: 'active' });
    expect(received[0]?.headers).toMatchObject({
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': 'HOOK',
    });
    await grid.publish('acs', [queued('w1')]);
    await settled();
    expect(received[1]?.headers).toMatchObject({
      'aeg-event-type': 'Notification',
      authorization: 'Bearer token-for-api://hook',
    });
  });

  test('one that answers anything but 200 is refused and gets nothing', async () => {
    fails('/hook', 202);
    expect(await grid.subscribe(toWebhook('acs', '/hook'))).toMatchObject({ kind: 'refused' });
    await grid.publish('acs', [queued('w1')]);
    await settled();
    expect(received).toHaveLength(1);
  });

  test('one that does not echo may be validated by hand within ten minutes', async () => {
    const subscribed = await grid.subscribe(toWebhook('acs', '/hook'));
    if (subscribed.kind !== 'awaitingValidation') throw new Error(subscribed.kind);
    const visit = (url: string) => createPost({ caFile })({ url, method: 'GET', headers: {}, body: '' });
    expect((await visit(subscribed.validationUrl.replace(/code=.*/, 'code=guess'))).status).toBe(404);
    await grid.publish('acs', [queued('early')]);
    expect((await visit(subscribed.validationUrl)).status).toBe(200);
    await grid.publish('acs', [queued('valid')]);
    await settled();
    expect(idsReceived().slice(1)).toEqual(['valid']);
  });

  test('after ten minutes the validation URL is worth nothing', async () => {
    const subscribed = await grid.subscribe(toWebhook('acs', '/hook'));
    if (subscribed.kind !== 'awaitingValidation') throw new Error(subscribed.kind);
    await advance(10 * MINUTE + 1);
    const visit = await createPost({ caFile })({ url: subscribed.validationUrl, method: 'GET', headers: {}, body: '' });
    expect(visit.status).toBe(404);
  });

  test('a CloudEvents webhook is asked for leave by OPTIONS', async () => {
    answers.set('/hook', () => ({ status: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' } }));
    const wanted = toWebhook('acs', '/hook', { eventDeliverySchema: 'CloudEventSchemaV1_0' });
    expect(await grid.subscribe(wanted)).toEqual({ kind: 'active' });
    expect(received[0]).toMatchObject({
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
    });
    answers.delete('/hook');
    expect(await grid.subscribe({ ...wanted, name: 'mute' })).toMatchObject({ kind: 'awaitingValidation' });
  });

  test.each([
    ['too many attempts', { retryPolicy: { maxDeliveryAttempts: 31, eventTimeToLiveInMinutes: 1 } }],
    ['too long a life', { retryPolicy: { maxDeliveryAttempts: 1, eventTimeToLiveInMinutes: 1441 } }],
    ['an empty batch', { batching: { maxEventsPerBatch: 0, preferredBatchSizeInKilobytes: 1 } }],
    ['an unknown topic', { topic: 'nowhere' }],
    ['CloudEvents into the Event Grid schema', { topic: 'cloud' }],
  ])('%s is refused', async (_what, more) => {
    expect(await grid.subscribe(toFunction('acs', 'f', more))).toMatchObject({ kind: 'refused' });
  });
});

describe('faults', () => {
  beforeEach(() => grid.subscribe(toFunction('acs', 'f')));

  test('in silence nothing is delivered, afterwards everything', async () => {
    grid.silence(MINUTE);
    await grid.publish('acs', [queued('s1')]);
    await advance(MINUTE - 1);
    expect(received).toEqual([]);
    await advance(1);
    expect(idsReceived()).toEqual(['s1']);
  });

  test('an event is delivered again on demand, and that counts as no attempt', async () => {
    await grid.publish('acs', [queued('a'), queued('b')]);
    await settled();
    expect(grid.repeat('a')).toBe(1);
    await settled();
    expect(idsReceived().sort()).toEqual(['a', 'a', 'b']);
    expect(grid.recent(2)[1]?.deliveries[0]).toMatchObject({
      state: { kind: 'delivered' },
      attempts: [{ repeat: false }, { repeat: true }],
    });
    expect(grid.repeat('a', 'another')).toBe(0);
  });

  test('disturbed, events come late, twice and overtaken', async () => {
    grid.disturb({ delayMs: { least: 100, most: 300 }, reorderShare: 0, repeatShare: 1 });
    await grid.publish('acs', [queued('late')]);
    await advance(199);
    expect(received).toEqual([]);
    await advance(1);
    expect(idsReceived()).toEqual(['late', 'late']);
    received = [];
    grid.disturb({ delayMs: { least: 0, most: 0 }, reorderShare: 0.6, repeatShare: 0 });
    await grid.publish('acs', [queued('first')]);
    grid.disturb(UNDISTURBED);
    await grid.publish('acs', [queued('second')]);
    await advance(SECOND);
    expect(idsReceived()).toEqual(['second', 'first']);
  });

  test('the console sees events, repeats one and turns the switches', async () => {
    await grid.publish('acs', [queued('c1')]);
    await settled();
    const call = async (method: string, path: string, body = '') => {
      const answer = await createPost({ caFile })({ method, url: `${server.url}/_local${path}`, headers: {}, body });
      return { status: answer.status, body: JSON.parse(answer.body) as unknown };
    };
    expect((await call('GET', '/events?limit=5')).body).toMatchObject({
      events: [
        { topic: 'acs', event: { id: 'c1' }, deliveries: [{ subscription: 'f', state: { kind: 'delivered' } }] },
      ],
    });
    expect((await call('GET', '/subscriptions')).body).toMatchObject({
      subscriptions: [{ subscription: { name: 'f' } }],
    });
    expect((await call('POST', '/events/c1/repeat')).body).toEqual({ repeated: 1 });
    expect((await call('POST', '/events/unknown/repeat')).status).toBe(404);
    expect((await call('POST', '/events/silence', '{"forMs":1000}')).status).toBe(200);
    expect((await call('POST', '/events/silence', '{"forMs":"long"}')).status).toBe(400);
    expect((await call('POST', '/events/disturb', '{"delayMs":{"least":0}}')).status).toBe(400);
    await settled();
    expect(idsReceived()).toEqual(['c1', 'c1']);
  });
});
