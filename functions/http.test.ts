import { createHmac } from 'node:crypto';
import { HttpRequest, InvocationContext, type HttpResponseInit } from '@azure/functions';
import { registered, triggerOf } from '../tests/contracts/fakes/functions-core';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { contosoFiles, createWorld, OPEN_AT, TENANT, type World } from '../tests/contracts/fakes/world';
import { createTelesign } from '../shared/channels/sms';
import { OPERATIONS, type OperationId } from '../shared/contracts/http/routes';
import { createBotConnectorTokens } from '../shared/security/bot-connector';
import { createCustomerTokens } from '../shared/security/customer-tokens';
import { createCallCallbackTokens } from '../shared/security/call-callbacks';
import { lineOf } from '../shared/flows/lib/line-of';
import { createEntraCallers } from './callers';
import type { App } from './compose';
import { readSettings } from './settings';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

const HOME = '11111111-0000-4000-8000-000000000001';
const CONTOSO = '0c0a5050-0000-4000-8000-000000000001';
const CAMERON = '0c0a5050-0000-4000-8000-0000000000a3';
const DIEGO = '0c0a5050-0000-4000-8000-0000000000a4';
const SECONDS = OPEN_AT / 1000;
const lifetime = { nbf: SECONDS - 60, exp: SECONDS + 3600 };

const TELESIGN = {
  endpoint: 'https://telesign.test',
  customerId: 'customer',
  apiKey: Buffer.from('the key of the account').toString('base64'),
  callbackUrl: 'https://app.test/api/texts/telesign/events',
};

let issuer: TokenIssuer;
let stranger: TokenIssuer;
let world: World;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([createTokenIssuer('k'), createTokenIssuer('k')]);
});

beforeEach(async () => {
  world = await createWorld();
  const settings = readSettings({
    COSMOS_ENDPOINT: 'https://cosmos.test',
    BLOB_ENDPOINT: 'https://blobs.test',
    COMMUNICATION_ENDPOINT: 'https://acs.test',
    COMMUNICATION_CALLBACK_AUDIENCE: 'acs-resource',
    EVENTGRID_TOPIC_ENDPOINT: 'https://topic.test/api/events',
    BOT_APP_ID: 'bot',
    BOT_TENANT_ID: HOME,
    API_AUDIENCE: 'api',
    PUBLIC_URL: 'https://app.test',
  });
  const { clock, configs } = world.deps;
  const keys = { clock, fetchKeys: issuer.fetchKeys };
  const tokens = createBotConnectorTokens({
    botAppId: 'bot',
    issuer: 'bots',
    keysUrl: 'https://bots.test/keys',
    ...keys,
  });
  mockApp = {
    deps: world.deps,
    settings,
    quarantine: { put: async () => undefined },
    callers: createEntraCallers(settings, configs, clock, issuer.fetchKeys),
    botTokens: async () => tokens,
    callTokens: createCallCallbackTokens({
      issuer: 'calls',
      keysUrl: 'https://calls.test/keys',
      resourceIds: settings.COMMUNICATION_CALLBACK_AUDIENCE,
      ...keys,
    }),
    customers: createCustomerTokens(async () => 'a key of the tests, which is long enough', clock),
    chatServiceUsers: async () => new Set(),
    smsCarriers: new Map([['telesign', createTelesign({ ...TELESIGN, clock })]]),
    mailClientState: async () => 'the expected state',
  };
});

interface Ask {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly token?: string | undefined;
}

async function ask(id: OperationId, { params = {}, query = {}, body, token }: Ask = {}): Promise<HttpResponseInit> {
  const found = registered.get(id);
  if (found === undefined) throw new Error(`${id} is not registered.`);
  const request = new HttpRequest({
    method: OPERATIONS[id].method,
    url: 'https://app.test/api',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    params,
    query,
    ...(body === undefined ? {} : { body: { string: JSON.stringify(body) } }),
  });
  return (await found.callback(request, new InvocationContext())) as HttpResponseInit;
}

const person = (objectId: string, change: object = {}, from = issuer) =>
  from.sign({
    iss: `https://login.microsoftonline.com/${CONTOSO}/v2.0`,
    aud: 'api',
    tid: CONTOSO,
    oid: objectId,
    ver: '2.0',
    scp: 'access_as_user',
    ...lifetime,
    ...change,
  });
const admin = (entraTenantId: string) =>
  person('somebody', {
    iss: `https://login.microsoftonline.com/${entraTenantId}/v2.0`,
    tid: entraTenantId,
    roles: ['Switchboard.Admin'],
  });

const operations = Object.entries(OPERATIONS) as [OperationId, (typeof OPERATIONS)[OperationId]][];
/** Graph signs nothing: it proves itself by the state that it was given. */
const guarded = operations.filter(
  ([id, { access }]) => access !== 'public' && access !== 'hostKey' && id !== 'mailNotification',
);

describe('every operation', () => {
  test.each(operations)('%s is registered as the table says', (id, { method, path, access }) => {
    const { route, methods, authLevel } = triggerOf(registered.get(id)!);
    expect({ route: `/${route}`, methods, authLevel }).toEqual({
      route: path,
      methods: [method],
      authLevel: access === 'hostKey' ? 'admin' : 'anonymous',
    });
  });

  test.each(operations)('%s takes no route that the platform keeps for itself', (_id, { path }) => {
    expect(path).not.toMatch(/^\/(admin|runtime)/);
  });

  test.each(guarded.map(([id]) => id))('%s refuses whoever shows no good token', async (id) => {
    const activity = { serviceUrl: 'https://teams.test', channelId: 'msteams' };
    const refused = [
      await ask(id, { body: activity }),
      await ask(id, { body: activity, token: 'rubbish' }),
      await ask(id, { body: activity, token: await person(CAMERON, {}, stranger) }),
      await ask(id, { body: activity, token: await person(CAMERON, { exp: SECONDS - 3600 }) }),
      await ask(id, { body: activity, token: await person(CAMERON, { aud: 'another api' }) }),
    ];
    for (const { status, headers, jsonBody } of refused) {
      expect(status).toBe(401);
      expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
      expect(jsonBody).toMatchObject({ code: 'unauthenticated', status: 401 });
    }
  });
});

describe('agents', () => {
  test('an agent signs in, is seen as Ready, and works an offer to its end', async () => {
    const token = await person(CAMERON);
    await world.pass(0);
    const state = await ask('setAgentState', { token, body: { kind: 'ready' } });
    expect(state.jsonBody).toMatchObject({ agentId: 'cameron', availability: { kind: 'ready' } });
    const started = await ask('startChat', {
      body: {
        tenantId: TENANT,
        entryPoint: 'contoso-web',
        customerName: 'Jane',
        key: '3f0e3a0a-7d0c-4c58-9c39-7d4f0c5c1c55',
      },
    });
    const { threadId, userId } = started.jsonBody as { threadId: string; userId: string };
    await say(threadId, userId, 'My printer is broken', 1);
    await say(threadId, userId, '2', 2);
    await world.assign();
    const { offers } = (await ask('listOffers', { token })).jsonBody as { offers: { offerId: string }[] };
    expect(offers).toMatchObject([
      {
        customerName: 'Jane',
        customerAddress: userId,
        skills: ['Repairs and set-up'],
        waitingSince: OPEN_AT,
        answerBy: OPEN_AT + 30_000,
      },
    ]);
    const offerId = offers[0]!.offerId;
    const accepted = await ask('acceptOffer', { token, params: { offerId } });
    expect(accepted.jsonBody).toMatchObject({ interaction: { phase: 'active', segment: 'talking', channel: 'chat' } });
    const { interactionId } = (accepted.jsonBody as { interaction: { interactionId: string } }).interaction;
    const params = { interactionId };
    const body = { text: 'Hello', key: 'desk-key-1', writtenAt: OPEN_AT + 10 };
    const once = await ask('replyToCustomer', { token, params, body });
    const again = await ask('replyToCustomer', { token, params, body });
    expect(once.jsonBody).toMatchObject({ delivery: { status: 'sent' } });
    expect(again.jsonBody).toEqual(once.jsonBody);
    expect(world.chat.sent.filter(({ text }) => text === 'Hello')).toHaveLength(1);
    const note = { text: 'Prefers mornings', key: 'desk-note-1' };
    const noted = await ask('addNote', { token, params, body: note });
    expect(noted.jsonBody).toEqual({ ...note, author: 'Cameron White', writtenAt: OPEN_AT });
    expect((await ask('addNote', { token, params, body: { ...note, text: 'Another' } })).jsonBody).toEqual(
      noted.jsonBody,
    );
    expect((await ask('addNote', { token: await person(DIEGO), params, body: note })).status).toBe(404);
    const view = await ask('getInteraction', { token, params });
    expect(view.jsonBody).toMatchObject({
      customerName: 'Jane',
      offerId,
      messages: expect.any(Array),
      notes: [noted.jsonBody],
      wrapUpBy: null,
      wrapUpCodes: [{ code: 'solved' }, { code: 'repair-arranged' }, { code: 'wrong-number' }],
    });
    expect(JSON.stringify((view.jsonBody as { cannedReplies: unknown }).cannedReplies)).toContain('how can I help');
    for (const id of ['hold', 'unhold', 'park', 'hangUp', 'complete'] as const) {
      const colleague = await person(DIEGO);
      expect((await ask(id, { token: colleague, params, body: { wrapUpCode: null } })).status).toBe(404);
    }
    const done = await ask('complete', { token, params, body: { wrapUpCode: 'solved' } });
    expect(done.jsonBody).toMatchObject({ outcome: 'changed', interaction: { phase: 'closed' } });
    expect((await ask('acceptOffer', { token, params: { offerId } })).status).toBe(410);
  });

  test('a person who answers nobody is refused, and what is not theirs is not there', async () => {
    expect((await ask('getAgentState', { token: await person('stranger') })).status).toBe(403);
    const params = { interactionId: 'of-nobody' };
    expect((await ask('getInteraction', { token: await person(CAMERON), params })).status).toBe(404);
  });

  test('a body that does not fit is refused field by field', async () => {
    const token = await person(CAMERON);
    const response = await ask('setAgentState', { token, body: { kind: 'asleep' } });
    expect(response.status).toBe(400);
    expect(response.jsonBody).toMatchObject({ code: 'invalid', errors: [{ path: 'body.kind' }] });
  });

  async function say(threadId: string, userId: string, text: string, n: number): Promise<void> {
    const data = {
      messageId: String(n),
      threadId,
      messageBody: text,
      type: 'Text',
      senderCommunicationIdentifier: { rawId: userId },
      composeTime: new Date(OPEN_AT + n).toISOString(),
    };
    const type = 'Microsoft.Communication.ChatMessageReceivedInThread';
    const event = { id: `event-${n}`, type, source: '/acs', specVersion: '1.0', data };
    await registered.get('chatMessageReceived')!.callback(event, new InvocationContext());
  }
});

describe('who somebody is', () => {
  const supervisor = (change: object = {}) => person('sofia', { roles: ['Switchboard.Supervisor'], ...change });

  test('an agent, a supervisor, and one who is neither', async () => {
    const me = async (token: string) => (await ask('getMe', { token })).jsonBody as unknown;
    expect(await me(await person(CAMERON, { name: 'Cameron' }))).toEqual({
      name: 'Cameron',
      agent: { agentId: 'cameron', name: 'Cameron White', tenantId: 'contoso' },
      oversees: [],
    });
    const oversees = [{ tenantId: 'contoso', name: 'Contoso' }];
    expect(await me(await supervisor())).toEqual({ name: null, agent: null, oversees });
    expect(await me(await person('stranger'))).toEqual({ name: null, agent: null, oversees: [] });
    const elsewhere = { tid: HOME, iss: `https://login.microsoftonline.com/${HOME}/v2.0` };
    expect(await me(await supervisor(elsewhere))).toEqual({ name: null, agent: null, oversees: [] });
  });

  test('a supervisor sees the floor, and sends an agent on a break', async () => {
    await world.ready('cameron');
    const query = { tenantId: 'contoso' };
    const token = await supervisor();
    const floor = (await ask('getFloor', { token, query })).jsonBody as {
      queues: { name: string }[];
      agents: { agentId: string; availability: object }[];
    };
    expect(floor.queues.map(({ name }) => name)).toEqual(['Sales', 'Support']);
    const cameron = () => floor.agents.find(({ agentId }) => agentId === 'cameron');
    expect(cameron()).toMatchObject({ name: 'Cameron White', queueIds: ['support'], availability: { kind: 'ready' } });
    const set = { query, params: { agentId: 'cameron' }, body: { kind: 'notReady', reason: 'break' } };
    const forced = await ask('forceAgentState', { token, ...set });
    expect(forced.jsonBody).toMatchObject({ agentId: 'cameron', availability: { kind: 'notReady', reason: 'break' } });
    expect((await ask('forceAgentState', { token: await person(CAMERON), ...set })).status).toBe(403);
    const nobody = { ...set, params: { agentId: 'nobody' } };
    expect((await ask('forceAgentState', { token, ...nobody })).status).toBe(404);
    expect((await ask('listOpenInteractions', { token, query })).jsonBody).toEqual({ interactions: [], total: 0 });
  });
});

describe('supervisors', () => {
  const SUE = '0c0a5050-0000-4000-8000-0000000000b1';
  const supervisor = () => person(SUE, { roles: ['Switchboard.Supervisor'] });
  const query = { tenantId: TENANT };
  const named = (queues: string) =>
    contosoFiles().concat([
      {
        name: 'supervisors.yaml',
        content: `supervisors: [{ id: sue, name: Sue, entraObjectId: ${SUE}, queues: [${queues}] }]`,
      },
    ]);
  const oversees = async (queues: string) => {
    const token = await admin(CONTOSO);
    const published = await ask('publishConfig', {
      token,
      params: { tenantId: 'contoso' },
      body: { files: named(queues) },
    });
    expect(published.status).toBe(200);
    await world.pass(1_000);
  };
  const signOut = async (agentId: string) =>
    ask('forceAgentState', { token: await supervisor(), params: { agentId }, query, body: { kind: 'signedOut' } });

  test('one of the queue acts, and an audit line says who did what', async () => {
    await oversees('support');
    await world.ready('cameron');
    const lines: [string, object | undefined][] = [];
    mockApp = {
      ...mockApp!,
      deps: { ...world.deps, log: { ...world.deps.log, info: (what, facts) => void lines.push([what, facts]) } },
    };
    const response = await signOut('cameron');
    expect(response.jsonBody).toMatchObject({ agentId: 'cameron', availability: { kind: 'signedOut' } });
    expect(lines).toContainEqual([
      'supervisor acted',
      expect.objectContaining({ operation: 'forceAgentState', agentId: 'cameron', state: 'signedOut', subject: SUE }),
    ]);
  });

  test('what is in the queues of others is not there', async () => {
    await oversees('sales');
    await world.ready('cameron');
    expect((await signOut('cameron')).status).toBe(404);
    const token = await supervisor();
    const move = { params: { agentId: 'enrico' }, query, body: { join: ['support'] } };
    expect((await ask('moveAgent', { token, ...move })).status).toBe(404);
    expect((await ask('listWaitingInTenant', { token, query })).jsonBody).toEqual({ waiting: [] });
  });

  test('a queue that is not there is refused with its place', async () => {
    const response = await ask('publishConfig', {
      token: await admin(CONTOSO),
      params: { tenantId: 'contoso' },
      body: { files: named('kitchen') },
    });
    expect([response.status, JSON.stringify(response.jsonBody)]).toEqual([
      400,
      expect.stringContaining("no queue 'kitchen'"),
    ]);
  });
});

describe('configuration', () => {
  const publish = (token: string, files = contosoFiles(), tenantId = 'contoso') =>
    ask('publishConfig', { token, params: { tenantId }, body: { files } });
  const renamed = () =>
    contosoFiles().map((file) => ({ ...file, content: file.content.replace('name: Contoso', 'name: Contoso Ltd') }));

  test('an administrator of the tenant publishes; the same files again change nothing', async () => {
    const token = await admin(CONTOSO);
    expect((await publish(token, renamed())).jsonBody).toEqual({ version: 2, changed: true });
    expect((await publish(token, renamed())).jsonBody).toEqual({ version: 2, changed: false });
    const live = await ask('getLiveConfig', { token, params: { tenantId: 'contoso' } });
    expect(live.jsonBody).toMatchObject({ version: 2 });
  });

  test('one without the role, and one of another organisation, cannot', async () => {
    expect((await publish(await person(CAMERON))).status).toBe(403);
    const moved = contosoFiles().map((file) => ({ ...file, content: file.content.replace(CONTOSO, HOME) }));
    expect((await publish(await admin(CONTOSO), moved)).status).toBe(404);
    expect((await publish(await admin(CONTOSO), contosoFiles(), 'northwind')).status).toBe(400);
  });

  test('a configuration with an error is refused with its place', async () => {
    const broken = contosoFiles().map((file) => ({
      ...file,
      content: file.content.replace('queue: sales', 'queue: sale'),
    }));
    const response = await publish(await admin(HOME), broken);
    expect(response.status).toBe(400);
    expect(JSON.stringify(response.jsonBody)).toMatch(/\.yaml:\d+/);
  });
});

describe('mail notifications', () => {
  test('the handshake gives the token back as text', async () => {
    const response = await ask('mailNotification', { query: { validationToken: 'a b&c' } });
    expect(response).toMatchObject({ status: 200, body: 'a b&c' });
  });

  test('only who knows the state is believed, and what they say is published', async () => {
    const query = { tenantId: 'contoso', mailbox: 'help@contoso.example' };
    const body = (clientState: string) => ({ value: [{ clientState, resourceData: { id: 'm1' } }] });
    expect((await ask('mailNotification', { query, body: body('a guess') })).status).toBe(401);
    expect((await ask('mailNotification', { query, body: { value: [] } })).status).toBe(401);
    expect((await ask('mailNotification', { query, body: body('the expected state') })).status).toBe(202);
    expect(world.published.at(-1)).toEqual({ type: 'Switchboard.MailNotified', ...query, messageId: 'm1' });
  });
});

describe('what a carrier reports about texts', () => {
  const body = (words: string, at = OPEN_AT) =>
    JSON.stringify({
      sub_resource: 'mo_sms',
      submit_timestamp: new Date(at).toISOString(),
      reference_id: 'R-1',
      status: { code: 1500, description: 'Delivered to customer', updated_on: new Date(at).toISOString() },
      user_response: { sender_id: '14255550101', phone_number: '14255550188', mo_message: words, action: 'generic' },
    });
  const post = async (content: string, signed = content, carrier = 'telesign') => {
    const digest = createHmac('sha256', Buffer.from(TELESIGN.apiKey, 'base64')).update(signed).digest('base64');
    const request = new HttpRequest({
      method: 'POST',
      url: 'https://app.test/api',
      headers: { authorization: `TSA customer:${digest}` },
      params: { carrier },
      body: { string: content },
    });
    return (await registered.get('carrierTexts')!.callback(request, new InvocationContext())) as HttpResponseInit;
  };
  const opened = () => world.deps.inbox.head(lineOf({ tenantId: TENANT, channel: 'sms', ...ENDS }));
  const ENDS = { ourAddress: '+14255550101', customerAddress: '+14255550188', externalRef: '' };

  test('a signed text opens an interaction, and the carrier is told 200; told again, it opens no other', async () => {
    expect(await post(body('Hello'))).toMatchObject({ status: 200, jsonBody: {} });
    const first = await opened();
    expect(first?.open).toBeDefined();
    expect(await post(body('Hello'))).toMatchObject({ status: 200 });
    expect(await opened()).toEqual(first);
  });

  test('a forgery, an old one played again, and an unknown carrier are refused and change nothing', async () => {
    const refused = [
      await post(body('STOP'), body('Hello')),
      await post(body('Hello', OPEN_AT - 3_600_000)),
      await post(body('Hello'), body('Hello'), 'x'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(world.warnings.filter((line) => line.startsWith('access refused'))).toEqual([
      expect.stringContaining('"why":"forged"'),
      expect.stringContaining('"why":"stale"'),
      expect.stringContaining('"why":"forged"'),
    ]);
    expect(await opened()).toBeUndefined();
  });
});
