// cspell:ignore restype maxresults blockid appendblock pagelist userdelegationkey copyid visibilitytimeout messagettl numofmessages popreceipt
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloud, servicesOf, type Cloud } from '../../local/cloud';
import { createClock, type Clock } from '../../local/kit/clock';
import { createFaults } from '../../local/kit/faults';
import type { Route, Service } from '../../local/kit/http';
import { createPost, type Post } from '../../local/kit/post';
import { ensureTls } from '../../local/kit/tls';
import { createWork } from '../../local/kit/work';
import { urlsOf, type Urls } from '../../local/setup/endpoints';
import { LOCAL } from '../../local/setup/identities';
import { readOrganisation, type Organisation } from '../../local/setup/organisation';
import { choosePorts } from '../../local/setup/ports';

const folder = mkdtempSync(join(tmpdir(), 'nonsense-'));
const work = createWork();
const organisation: Organisation = readOrganisation(join(__dirname, '../../config/contoso'));
let clock: Clock;
let cloud: Cloud;
let urls: Urls;
let post: Post;
/** What opens each service, by its name. */
let keys: ReadonlyMap<string, Readonly<Record<string, string>>>;
let chatKey: Readonly<Record<string, string>>;
/** Things that are there, for the parts of paths. */
let known: Readonly<Record<string, string>>;

/** All services as local Azure composes them; nobody listens to what they send. */
beforeAll(async () => {
  const ports = await choosePorts(join(folder, 'ports.json'), true);
  const tls = await ensureTls(process.env['SWITCHBOARD_TLS'] ?? join(folder, 'tls'));
  urls = urlsOf(ports);
  clock = createClock(work, Date.UTC(2026, 9, 5, 14), () => Date.now());
  post = createPost({ caFile: tls.caFile, timeoutMs: 10_000 });
  cloud = await createCloud({
    ...{ clock, work, tls, ports, urls, faults: createFaults(clock), rough: null, isSynced: false },
    ...{ dataFolder: join(folder, 'cloud'), organisation },
    functionUrl: (name) => `${urls.functions}/events/${name}`,
    watch: { arrives: async () => true, answers: async () => undefined },
  });
  keys = await keysOfAll();
  await makeWhatIsKnown();
}, 30_000);
afterAll(async () => {
  while (work.running > 0) await new Promise(setImmediate);
  await cloud.close();
  rmSync(folder, { recursive: true });
});

async function keysOfAll() {
  const token = async (audience: string) => ({
    authorization: `Bearer ${await cloud.entra.tokenForApp(LOCAL.managedIdentityAppId, audience)}`,
  });
  return new Map<string, Readonly<Record<string, string>>>([
    ['Communication Services', await token('https://communication.azure.com')],
    ['Graph', await token('https://graph.microsoft.com')],
    ['Teams', await token('https://api.botframework.com')],
    ['Blob Storage', await token('https://storage.azure.com')],
    ['Queue Storage', await token('https://storage.azure.com')],
    ['Web PubSub', await token('https://webpubsub.azure.com')],
    ['Event Grid', { 'aeg-sas-key': LOCAL.eventGridKey }],
  ]);
}

async function makeWhatIsKnown(): Promise<void> {
  const asResource = { ...keys.get('Communication Services'), 'content-type': 'application/json' };
  const send = async (path: string, headers: Readonly<Record<string, string>>, body: object) =>
    JSON.parse((await post({ url: `${urls.communication}${path}`, headers, body: JSON.stringify(body) })).body) as {
      readonly accessToken: { readonly token: string };
      readonly chatThread: { readonly id: string };
      readonly callConnectionId: string;
    };
  const { accessToken } = await send('/identities', asResource, { createTokenWithScopes: ['chat'] });
  chatKey = { authorization: `Bearer ${accessToken.token}` };
  const { chatThread } = await send('/chat/threads', { ...asResource, ...chatKey }, { topic: 'Sales' });
  const call = await send('/calling/callConnections', asResource, {
    targets: [{ phoneNumber: { value: '+14255550123' } }],
    sourceCallerIdNumber: { value: '+14255550199' },
    callbackUri: 'https://app.example/calls',
  });
  const [phone] = cloud.calls.phones.calls('+14255550123');
  await cloud.calls.phones.answer(phone?.id ?? '');
  const [agent] = organisation.agents;
  known = {
    ...{ threadId: chatThread.id, id: call.callConnectionId, account: LOCAL.storageAccount, topic: LOCAL.ownTopic },
    ...{ container: 'files', blob: 'a/b', queue: 'orders', hub: 'desk', region: 'teams', folder: 'inbox' },
    ...{ user: organisation.addresses.email, tenant: organisation.entraTenantId, person: agent?.objectId ?? '' },
    ...{ countryCode: 'US', phoneNumber: organisation.ownNumbers[0] ?? '', permission: 'sendToGroup' },
  };
}

const pathOf = ({ path }: Route): string =>
  path.replaceAll(/\{([^}*]+)\*?\}/g, (_, name: string) => encodeURI(known[name] ?? 'x'));

const baseOf = ({ name }: Service): string | undefined =>
  ({
    'Communication Services': urls.communication,
    Graph: urls.graph,
    Teams: urls.teams,
    'Blob Storage': urls.blob,
    'Queue Storage': urls.queue,
    'Event Grid': urls.eventGrid,
    'Web PubSub': urls.webPubSub,
    Entra: urls.entra,
  })[name];

const WRONG = {
  ...{ targets: 'x', targetParticipant: {}, targetParticipants: [null], participantToAdd: { rawId: 7 }, tones: ['x'] },
  ...{ playSources: [{ kind: 'text' }], callLocator: 1, participants: [null], content: 5, topic: null, groups: [1] },
  ...{ from: 5, smsRecipients: 'x', message: {}, recipients: null, ids: [null], body: 5, toRecipients: [null] },
  ...{ attachments: [null], singleValueExtendedProperties: [null], internetMessageHeaders: [null], resource: '%' },
  ...{ AttachmentItem: { attachmentType: 'file', size: {} }, requests: [null], members: [null], type: 'message' },
  ...{
    trunks: 5,
    routes: [null],
    phoneNumbers: { x: 1 },
    capabilities: 5,
    principalType: 'x',
    createTokenWithScopes: 1,
  },
};
const BODIES = [
  '',
  '{',
  'null',
  '[null]',
  '"x"',
  '{}',
  JSON.stringify(WRONG),
  '<a>&#x99999999;</a>',
  'grant_type=password',
];
const QUERIES = [
  '',
  '?top=x&skip=-1&maxPageSize=x&maxpagesize=0&startTime=x&messageTtlSeconds=x&filter=((&continuationToken=%00',
  '?%24filter=x+y&%24select=%2C&%24orderby=z&%24skip=x',
  `?%24deltatoken=${Buffer.from('{"after":1,"filter":5}').toString('base64url')}`,
];
const OF_STORAGE = [
  ...[
    'list&restype=container&maxresults=-1',
    'list&maxresults=x',
    'block&blockid=%00',
    'blocklist',
    'page',
    'appendblock',
  ],
  ...[
    'lease',
    'tags',
    'metadata',
    'properties',
    'snapshot',
    'tier',
    'pagelist',
    'acl&restype=container',
    'batch',
    'acl',
  ],
  ...['properties&restype=service', 'userdelegationkey&restype=service', "blobs&where='", 'copy&copyid=x', 'seal'],
].map((comp) => `?comp=${comp}`);
const MORE_OF_STORAGE = [
  ...['?restype=container', '?snapshot=x', '?visibilitytimeout=1e9&messagettl=x', '?numofmessages=0'],
  ...['?popreceipt=%zz&visibilitytimeout=1', '?sv=2021-12-02&sig=x&se=x&sp=r&sr=b', '?sv=2021-12-02&ss=b&srt=o&sig=%'],
];
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  {
    ...{ 'x-ms-range': 'bytes=0-99999999999999999999', 'x-ms-blob-type': 'PageBlob', 'x-ms-page-write': 'update' },
    ...{ 'x-ms-blob-content-length': '512', 'x-ms-lease-action': 'acquire', 'x-ms-lease-duration': 'x' },
    ...{ 'x-ms-tags': '%zz', 'x-ms-copy-source': 'https://%', 'content-range': 'bytes 5-1/x', prefer: 'IdType="y"' },
    ...{ 'repeatability-request-id': 'x', 'if-modified-since': 'x' },
  },
];

describe.each([
  ...['Communication Services', 'Graph', 'Teams', 'Blob Storage', 'Queue Storage', 'Event Grid', 'Web PubSub', 'Entra'],
])('%s', (name) => {
  const service = (): Service => {
    const found = servicesOf(cloud).find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no service ${name}.`);
    return found;
  };
  const ask = async (route: Route, query: string, headers: Readonly<Record<string, string>>, body: string) => {
    const { origin } = new URL(baseOf(service()) ?? '');
    const sent = { 'content-type': 'application/json', ...headers };
    return post({ url: `${origin}${pathOf(route)}${query}`, method: route.method, headers: sent, body });
  };

  test('answers whatever nonsense it is asked, and does not fail', async () => {
    const isStorage = name.endsWith('Storage');
    const failures = new Set<string>();
    const routes = service().routes.filter(({ path }) => !path.endsWith(':terminate'));
    for (const route of routes)
      for (const query of isStorage ? [...QUERIES, ...OF_STORAGE, ...MORE_OF_STORAGE] : QUERIES)
        for (const headers of HEADERS)
          for (const body of ['GET', 'HEAD', 'OPTIONS'].includes(route.method) ? [''] : BODIES) {
            const key = route.path.startsWith('/chat') ? chatKey : keys.get(name);
            const { status } = await ask(route, query, { ...key, ...headers }, body);
            if (status === 500) failures.add(`${route.method} ${route.path}${query} ${body}`);
          }
    expect([...failures]).toEqual([]);
  }, 60_000);

  /** Open to everybody in Azure as well, or no part of it. */
  const OPEN =
    /^(OPTIONS |HEAD \/api\/health|GET \/\{tenant\}|POST \/\{tenant\}|GET \/(common|botframework|communication|_validate)\/)|\/_local\/|^PUT \/v1\.0\/uploads\/|\/files\/|^POST \/\{topic\}$/;

  /** What is no operation is told to anybody. */
  const REFUSED = [400, 401, 403, 501];

  test('does nothing for anybody without credentials', async () => {
    const letIn: string[] = [];
    for (const route of service().routes)
      for (const query of name.endsWith('Storage') ? ['', ...OF_STORAGE] : ['']) {
        const asked = `${route.method} ${route.path}`;
        const { status } = await ask(route, query, {}, '{}');
        if (!OPEN.test(asked) && !REFUSED.includes(status)) letIn.push(`${asked}${query} ${status}`);
      }
    expect(letIn).toEqual([]);
  });
});
