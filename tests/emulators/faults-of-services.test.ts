import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { QueueServiceClient, StorageSharedKeyCredential as QueueCredential } from '@azure/storage-queue';
import { createCloud, type Cloud } from '../../local/cloud';
import { SUBSCRIPTION_DEFAULTS } from '../../local/event-grid/model';
import { createClock, type Clock } from '../../local/kit/clock';
import { createFaults, type Extent, type Fault, type Faults } from '../../local/kit/faults';
import { listen, type Listening, type LocalRequest, type Route, type Service } from '../../local/kit/http';
import { createPost, type Post } from '../../local/kit/post';
import { ensureTls } from '../../local/kit/tls';
import { createWork } from '../../local/kit/work';
import { urlsOf, type Urls } from '../../local/setup/endpoints';
import { serviceFaultOperations } from '../../local/simulator/faults';
import { LOCAL } from '../../local/setup/identities';
import { readOrganisation, type Organisation } from '../../local/setup/organisation';
import { choosePorts } from '../../local/setup/ports';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const MONDAY = Date.UTC(2026, 9, 5, 14);
const work = createWork();
let clock: Clock;
let faults: Faults;
let cloud: Cloud;
let urls: Urls;
let caFile: string;
let app: Listening;
let organisation: Organisation;

/** All services as local Azure composes them, and an app that takes whatever it is told. */
beforeAll(async () => {
  const ports = await choosePorts(join(folder, 'ports.json'), true);
  const tls = await ensureTls(process.env['SWITCHBOARD_TLS'] ?? join(folder, 'tls'));
  urls = urlsOf(ports);
  caFile = tls.caFile;
  clock = createClock(work, MONDAY, () => Date.now());
  faults = createFaults(clock);
  const takesAll = (method: string): Route => ({ method, path: '/{any*}', handle: taken });
  app = await listen(
    { name: 'app', routes: ['POST', 'OPTIONS'].map(takesAll) },
    { port: ports.functions, tls, work: createWork() },
  );
  organisation = readOrganisation(join(root, 'config/contoso'));
  cloud = await createCloud({
    ...{ clock, work, tls, ports, urls, faults, rough: null, isSynced: false },
    dataFolder: join(folder, 'cloud'),
    organisation,
    functionUrl: (name) => `${urls.functions}/events/${name}`,
    watch: { arrives: async () => true, answers: async () => undefined },
  });
  cloud.eventGrid.start();
});
afterAll(async () => {
  // A server does not end while somebody is about to connect to it.
  while (work.running > 0) await new Promise(setImmediate);
  await Promise.all([cloud.close(), app.close()]);
  rmSync(folder, { recursive: true });
});
afterEach(() => faults.clear());

/** Graph wants its token back. */
const taken = ({ url }: LocalRequest) => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: url.searchParams.get('validationToken') ?? '',
});

const SERVICES = [
  ['cosmos', () => cloud.cosmos.service],
  ['communication', () => cloud.communication.service],
  ['eventGrid', () => cloud.eventGrid.service],
  ['graph', () => cloud.graph.service],
  ['teams', () => cloud.teams.service],
  ['entra', () => cloud.entra.service],
  ['managedIdentity', () => cloud.entra.managedIdentityService],
  ['blob', () => cloud.blob.service],
  ['queue', () => cloud.queue],
  ['webPubSub', () => cloud.webPubSub.service],
  ['telesign', () => cloud.telesign.service],
  ['crm', () => cloud.crm.service],
] as const satisfies readonly (readonly [keyof Urls, () => Service])[];

describe('what a fault refuses is refused', () => {
  const refuse = (service: string, status: number) =>
    faults.add({
      ...{ service, operation: '*' },
      ...{ fault: { kind: 'refuse', status, retryAfterMs: 0 }, extent: { kind: 'count', count: 1 } },
    });

  test.each([
    ['Blob Storage', 503, 'ServerBusy'],
    ['Blob Storage', 500, 'InternalError'],
    ['Queue Storage', 503, 'ServerBusy'],
    ['Queue Storage', 500, 'InternalError'],
  ] as const)('by %s with %d as %s', async (service, status, code) => {
    refuse(service, status);
    const credential = new StorageSharedKeyCredential('someone', 'a2V5');
    const options = { tlsOptions: { ca: readFileSync(caFile, 'utf8') }, retryOptions: { maxTries: 1 } };
    const asked =
      service === 'Blob Storage'
        ? new BlobServiceClient(urls.blob, credential, options).getProperties()
        : new QueueServiceClient(urls.queue, new QueueCredential('someone', 'a2V5'), options).getProperties();
    await expect(asked).rejects.toMatchObject({
      statusCode: status,
      code,
      details: { errorCode: code, message: expect.any(String) },
    });
  });

  test('by Entra in words that its clients read', async () => {
    refuse('Entra', 503);
    const answer = await createPost({ caFile })({
      method: 'GET',
      url: `${new URL(urls.entra).origin}/x`,
      headers: {},
      body: '',
    });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '0' } });
    expect(JSON.parse(answer.body)).toMatchObject({
      error: 'temporarily_unavailable',
      error_codes: [90033],
      error_description: expect.stringMatching(/^AADSTS90033: /),
    });
  });
});

describe.each(SERVICES)('faults of %s', (name, serviceOf) => {
  let done: string[];
  let route: Route;
  afterEach(() => jest.restoreAllMocks());
  /** Its first operation, standing for all: faults are before whatever they do. */
  beforeEach(() => {
    done = [];
    const [first] = serviceOf().routes.filter(({ method }) => method !== 'HEAD');
    if (first === undefined) throw new Error(`${name} has no operation.`);
    route = first;
    jest.spyOn(route as { handle: Route['handle'] }, 'handle').mockImplementation(({ url }) => {
      done.push(url.searchParams.get('who') ?? '');
      return { status: 200, body: { n: done.length } };
    });
  });

  /** A new connection each time, for a broken one that was kept is tried again by itself. */
  const ask = (who: string, post: Post = createPost({ caFile })) =>
    post({
      method: route.method,
      url: `${new URL(urls[name]).origin}${route.path.replaceAll(/\{[^}]+\}/g, 'x')}?who=${who}`,
      headers: {},
      body: '',
    });
  const rule = (fault: Fault, extent: Extent = { kind: 'count', count: 1 }) =>
    faults.add({ service: serviceOf().name, operation: `${route.method} ${route.path}`, fault, extent });

  test('it is slow', async () => {
    rule({ kind: 'latency', ms: 30 });
    const begunAt = performance.now();
    expect((await ask('a')).status).toBe(200);
    expect(performance.now() - begunAt).toBeGreaterThan(29);
  });

  test.each([429, 503])('it refuses with %d and does nothing', async (status) => {
    rule({ kind: 'refuse', status, retryAfterMs: 2_000 });
    expect(await ask('a')).toMatchObject({ status, headers: { 'retry-after': '2' } });
    expect(done).toEqual([]);
  });

  test('it does not answer', async () => {
    rule({ kind: 'timeout' });
    await expect(ask('a', createPost({ caFile, timeoutMs: 100 }))).rejects.toMatchObject({ code: 'timedOut' });
    expect(done).toEqual([]);
  });

  test('it loses what it was asked, or the answer after it was done', async () => {
    rule({ kind: 'lose' });
    await expect(ask('lost')).rejects.toMatchObject({ code: 'unreachable' });
    rule({ kind: 'appliedThenDropped' });
    await expect(ask('applied')).rejects.toMatchObject({ code: 'unreachable' });
    expect(done).toEqual(['applied']);
  });

  test('it does something twice, and two things in another order', async () => {
    rule({ kind: 'duplicate' });
    expect(JSON.parse((await ask('twice')).body)).toEqual({ n: 1 });
    expect(done.splice(0)).toEqual(['twice', 'twice']);
    const { id } = rule({ kind: 'reorder' }, { kind: 'count', count: 2 });
    const first = ask('first');
    while (faults.list().find((one) => one.id === id)?.hits !== 1) await new Promise(setImmediate);
    await Promise.all([first, ask('second')]);
    expect(done).toEqual(['second', 'first']);
  });

  test('so often, for so long, and by chance, which takes the same course after the same seed', async () => {
    const post = createPost({ caFile });
    const statuses = async (count: number) => {
      const all: number[] = [];
      for (let n = 0; n < count; n += 1) all.push((await ask('x', post)).status);
      return all;
    };
    const refuse: Fault = { kind: 'refuse', status: 503, retryAfterMs: 0 };
    rule(refuse, { kind: 'count', count: 2 });
    expect(await statuses(3)).toEqual([503, 503, 200]);
    rule(refuse, { kind: 'time', forMs: 1_000 });
    expect(await statuses(1)).toEqual([503]);
    clock.stepTo(clock.now() + 1_000);
    expect(await statuses(1)).toEqual([200]);
    rule(refuse, { kind: 'share', share: 0.5 });
    faults.seed(7);
    const course = await statuses(12);
    faults.seed(7);
    expect(await statuses(12)).toEqual(course);
    expect(new Set(course)).toEqual(new Set([200, 503]));
  });
});

describe('what a service sends goes wrong under its name', () => {
  const OURS = '+14255550100';
  const THEIRS = '+14255550177';
  const bearer = async (audience: string) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${await cloud.entra.tokenForApp(LOCAL.managedIdentityAppId, audience)}`,
  });
  const send = async (url: string, audience: string, body: object) =>
    createPost({ caFile })({ url, headers: await bearer(audience), body: JSON.stringify(body) });

  async function callOut() {
    const phoneNumber = (value: string) => ({ kind: 'phoneNumber', phoneNumber: { value } });
    const url = `${urls.communication}/calling/callConnections?api-version=2026-03-12`;
    await send(url, 'https://communication.azure.com', {
      targets: [phoneNumber(THEIRS)],
      sourceCallerIdNumber: { value: OURS },
      callbackUri: `${urls.functions}/calls`,
    });
    return cloud.calls.phones.calls(THEIRS).at(-1);
  }

  const SENDS: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'Event Grid deliveries',
      async () => {
        const topic = LOCAL.communicationTopic;
        const destination = { kind: 'azureFunction' as const, functionName: 'any' };
        await cloud.eventGrid.subscribe({ ...SUBSCRIPTION_DEFAULTS, topic, name: 'any', destination });
        await cloud.calls.phones.placeCall({ from: THEIRS, to: OURS });
      },
    ],
    [
      'Graph deliveries',
      () =>
        send(`${urls.graph}/subscriptions`, 'https://graph.microsoft.com', {
          changeType: 'created',
          notificationUrl: `${urls.functions}/mails`,
          resource: `users/${cloud.graph.mail.addresses()[0] ?? 'help@contoso.example'}/messages`,
          expirationDateTime: new Date(clock.now() + 3_600_000).toISOString(),
        }),
    ],
    ['Teams deliveries', async () => cloud.teams.agents.install(organisation.agents[0]?.objectId ?? '')],
    ['call callbacks', async () => cloud.calls.phones.decline((await callOut())?.id ?? '', 'declined')],
    [
      'recording uploads',
      async () => {
        const phone = await callOut();
        await cloud.calls.phones.answer(phone?.id ?? '');
        const url = `${urls.communication}/calling/recordings?api-version=2026-03-12`;
        const { body } = await send(url, 'https://communication.azure.com', {
          callConnectionId: phone?.callConnectionId,
          externalStorage: {
            recordingStorageKind: 'azureBlobStorage',
            recordingDestinationContainerUrl: `${urls.blob}/recordings`,
          },
        });
        expect(JSON.parse(body)).toMatchObject({ recordingState: 'active' });
        await cloud.calls.phones.hangUp(phone?.id ?? '');
        clock.stepTo(clock.now() + 5_000);
      },
    ],
    [
      'Telesign callbacks',
      async () => {
        await cloud.telesign.own(OURS);
        await cloud.telesign.handset.text({ from: THEIRS, to: OURS, message: 'Hello' });
      },
    ],
  ];

  test.each(SENDS)('%s', async (service, sends) => {
    faults.add({ service, operation: '*', fault: { kind: 'latency', ms: 1 }, extent: { kind: 'count', count: 1 } });
    await sends();
    while (faults.list()[0]?.hits !== 1) await new Promise(setImmediate);
  });

  test('and all of those names are taken by the simulator, which refuses a name that nothing has', async () => {
    const add = serviceFaultOperations({ faults, cloud }).find(({ id }) => id === 'addFaults');
    const asked = async (service: string) => {
      const rule = { service, fault: { kind: 'lose' }, extent: { kind: 'count', count: 1 } };
      const request = { method: 'POST', params: {}, url: new URL('http://x/'), json: () => ({ rules: [rule] }) };
      return add?.handle(request as unknown as LocalRequest);
    };
    const names = [...SENDS.map(([service]) => service), ...SERVICES.map(([, serviceOf]) => serviceOf().name)];
    for (const name of [...names, '*', 'Web PubSub connections', 'call streams', 'cosmosdb'])
      expect(await asked(name)).toMatchObject({ status: 200 });
    expect(await asked('Blob')).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/no service 'Blob'.*Blob Storage.*Event Grid deliveries/) },
    });
  });

  test('and those names are the ones that the manual names', () => {
    const manual = readFileSync(join(root, 'docs/local-azure.md'), 'utf8');
    const names = [...SENDS.map(([service]) => service), ...SERVICES.map(([, serviceOf]) => serviceOf().name)];
    expect(names.filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
  });
});
