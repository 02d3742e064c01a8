import { createConnectorStub, type ConnectorStub } from '../../tests/contracts/fakes/connector-stub';
import type { AgentDesk, DeskAddress } from '../ports/agent-desk';
import { createConnector } from './connector';
import { createTeamsDesk } from './desk';
import { createPace } from './pace';
import { createStopwatch } from './stopwatch';

const unknownChat: DeskAddress = {
  agentName: 'Ada',
  teamsUserId: 'ada-oid',
  entraTenantId: 'tenant-1',
  conversationId: null,
  serviceUrl: null,
};
const knownChat: DeskAddress = {
  ...unknownChat,
  conversationId: 'a:own chat',
  serviceUrl: 'https://smba.example/amer/',
};
const message = { key: 'k', interactionId: 'i', from: 'Grace', text: '*Hello*' };

let connector: ConnectorStub;
let desk: AgentDesk;
beforeEach(() => {
  connector = createConnectorStub();
  const { credential, fetch } = connector;
  const pace = createPace(createStopwatch({ now: Date.now }));
  desk = createTeamsDesk({ credential, fetch, botAppId: 'bot', serviceUrl: 'https://smba.example/teams/', pace });
});
const urls = () => connector.requests.map(({ method, url }) => `${method} ${url}`);

test('an agent whose chat is unknown gets one, once', async () => {
  await desk.showMessage(unknownChat, message);
  await desk.showMessage(unknownChat, message);
  const chat = 'https://smba.example/teams/v3/conversations/a%3Achat%20with%20Ada/activities';
  expect(urls()).toEqual(['POST https://smba.example/teams/v3/conversations', `POST ${chat}`, `POST ${chat}`]);
});

test('an agent whose chat is known is written to where they are', async () => {
  await desk.showMessage(knownChat, message);
  expect(urls()).toEqual(['POST https://smba.example/amer/v3/conversations/a%3Aown%20chat/activities']);
});

test("requests carry the bot's token", async () => {
  await desk.showMessage(knownChat, message);
  expect(connector.requests[0]?.authorization).toBe('Bearer token for https://api.botframework.com/.default');
});

test('what a customer writes is no Markdown', async () => {
  await desk.showMessage(knownChat, message);
  expect(connector.activities()[0]).toMatchObject({ textFormat: 'plain', text: 'Grace: *Hello*' });
});

test('a text that Teams would refuse for its length is cut, says so, and is told by its quotation still', async () => {
  const text = 'long '.repeat(20_000);
  expect(await desk.showMessage(knownChat, { ...message, text })).toMatchObject({ kind: 'shown' });
  const shown = (connector.activities()[0] as unknown as { text: string }).text;
  expect(JSON.stringify(connector.activities()[0]).length * 2).toBeLessThan(100 * 1024);
  expect(shown).toContain('(It goes on at your desk.)');
  expect(desk.isPreviewOf(shown.slice(0, 100), { from: 'Grace', text })).toBe(true);
});

test.each([
  ['folded in another way', 'Grace: *Hello*', 'Grace:\u00a0*Hello*\n', true],
  ['cut', `Grace: ${'long '.repeat(40)}`, `Grace: ${'long '.repeat(18)}...`, true],
  ['cut so early that it says nothing', `Grace: ${'long '.repeat(40)}`, 'Grace: long…', false],
  ['of somebody else', 'Grace: *Hello*', 'Ada: *Hello*', false],
])('a quotation %s', (_what, line, preview, expected) => {
  expect(desk.isPreviewOf(preview, { from: 'Grace', text: line.slice('Grace: '.length) })).toBe(expected);
});

test.each([
  [401, { kind: 'failed', retryable: true }],
  [403, { kind: 'unreachable' }],
  [404, { kind: 'unreachable' }],
  [400, { kind: 'failed', retryable: false }],
  [413, { kind: 'failed', retryable: false }],
  [412, { kind: 'failed', retryable: true }],
  [429, { kind: 'refused', retryAfterMs: null }],
  [502, { kind: 'failed', retryable: true }],
])('the connector answers %i -> %p', async (status, expected) => {
  const refusing = createConnector({
    credential: connector.credential,
    botAppId: 'bot',
    fetch: async () => new Response('{}', { status }),
  });
  expect(await refusing.post('https://smba.example', 'c', {})).toEqual(expected);
});

test.each([
  ['7', 7_000],
  ['0', 0],
  ['Wed, 21 Oct 2026 07:28:00 GMT', null],
  ['', null],
])('Retry-After %j asks for quiet of %p ms', async (header, retryAfterMs) => {
  const { credential } = connector;
  const fetch = async () => new Response('{}', { status: 429, headers: { 'retry-after': header } });
  const refusing = createConnector({ credential, fetch, botAppId: 'bot' });
  expect(await refusing.post('https://smba.example', 'c', {})).toEqual({ kind: 'refused', retryAfterMs });
});
