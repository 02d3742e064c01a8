import { createHmac } from 'node:crypto';
import { HttpRequest, InvocationContext, type HttpResponseInit } from '@azure/functions';
import { registered, triggerOf } from '../tests/contracts/fakes/functions-core';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { contosoFiles, createWorld, OPEN_AT, TENANT, type World } from '../tests/contracts/fakes/world';
import { OPERATIONS, type OperationId } from '../shared/contracts/http/routes';
import { createUnusableCarrier } from '../shared/channels/sms';
import { interactionIdOf } from '../shared/core/lib/ids';
import { lineOf } from '../shared/flows/lib/line-of';
import type { App } from './compose';
import { adminBy, appOn, ask, CAMERON, CONTOSO, HOME, personBy, TELESIGN } from './http.testsuite';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

const DIEGO = '0c0a5050-0000-4000-8000-0000000000a4';
const SECONDS = OPEN_AT / 1000;

let issuer: TokenIssuer;
let stranger: TokenIssuer;
let world: World;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([createTokenIssuer('k'), createTokenIssuer('k')]);
});

beforeEach(async () => {
  world = await createWorld();
  mockApp = appOn(world, issuer);
});

const person = (objectId: string, change: object = {}, from = issuer) => personBy(from, objectId, change);
const admin = (entraTenantId: string) => adminBy(issuer, entraTenantId);

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
    const { offers } = (await ask('listOffers', { token })).jsonBody as {
      offers: { offerId: string; interactionId: string }[];
    };
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
    const accept = () => ask('acceptOffer', { token, params: { offerId } });
    const { interactions } = world.deps;
    const offered = await interactions.glance({
      tenantId: TENANT,
      interactionId: interactionIdOf(offers[0]!.interactionId),
    });
    const accepted = await accept();
    // At the desk and on the card in one moment: the shard has decided, and what follows of it may not be written yet.
    const early = jest.spyOn(interactions, 'glance').mockResolvedValueOnce(offered);
    const twice = await accept();
    early.mockRestore();
    expect(accepted.jsonBody).toMatchObject({ interaction: { phase: 'active', segment: 'talking', channel: 'chat' } });
    expect(twice).toMatchObject({ jsonBody: { interaction: { phase: 'active', segment: 'talking' } } });
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
    const unsaid = await ask('complete', { token, params, body: { wrapUpCode: null } });
    expect(unsaid).toMatchObject({
      status: 400,
      jsonBody: {
        code: 'invalid',
        detail: expect.stringContaining('wrap-up code'),
        errors: [{ path: 'body.wrapUpCode' }],
      },
    });
    const ended = await ask('hangUp', { token, params });
    expect(ended.jsonBody).toMatchObject({
      outcome: 'changed',
      interaction: { phase: 'ended', segment: 'wrappingUp' },
    });
    expect((await ask('hangUp', { token, params })).jsonBody).toMatchObject({ outcome: 'ignored' });
    expect((await ask('complete', { token, params, body: { wrapUpCode: null } })).status).toBe(400);
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

  test('while our key cannot be read the carrier is told to try again, and nobody is blamed', async () => {
    mockApp = { ...mockApp!, smsCarriers: new Map([['telesign', createUnusableCarrier(() => undefined)]]) };
    expect(await post(body('STOP'))).toMatchObject({ status: 503, jsonBody: { code: 'unavailable' } });
    expect(world.warnings).toEqual([]);
    expect(await opened()).toBeUndefined();
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
