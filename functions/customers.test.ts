import type { OperationId } from '../shared/contracts/http/routes';
import { OPERATIONS } from '../shared/contracts/http/routes';
import { createCustomerTokens } from '../shared/security/customer-tokens';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import type { World } from '../tests/contracts/fakes/world';
import type { App } from './compose';
import { ask } from './http.testsuite';
import { SIDES, stampOfTwo, tokensOf, type Side } from './two-tenants.testsuite';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

let issuer: TokenIssuer;
let world: World;

beforeAll(async () => {
  issuer = await createTokenIssuer('k');
  const made = await stampOfTwo(issuer);
  mockApp = made.app;
  world = made.world;
});

interface Chat {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}
let serial = 0;
const keyOf = () => `3f0e3a0a-7d0c-4c58-9c39-${String((serial += 1)).padStart(12, '0')}`;
const start = async ({ tenantId, entryPoint }: Side): Promise<Chat> => {
  const body = { tenantId, entryPoint, customerName: 'Ada', key: keyOf() };
  return (await ask('startChat', { body })).jsonBody as Chat;
};

/** Every operation of the customer of a chat, from the table: a new one is tried too. */
const operations = (Object.keys(OPERATIONS) as OperationId[]).filter((id) => OPERATIONS[id].access === 'customer');
const request = (id: OperationId, threadId: string, token: string | undefined, fileId = 'x') => ({
  ...{ params: { threadId, fileId }, token },
  ...ASKED[id]?.(),
});
const ADDRESS = 'ada@contoso.example';
/** What operations ask for beside the chat; those that are not here ask for nothing. */
const ASKED: Partial<Record<OperationId, () => object>> = {
  readChat: () => ({ query: { after: '0' } }),
  sendChatMessage: () => ({ body: { key: keyOf(), text: 'nasturtium' } }),
  putChatFile: () => ({ query: { name: 'a.txt', key: FILE_KEY }, raw: Buffer.from('nasturtium') }),
  rateChat: () => ({ body: { score: 5 } }),
  askForTranscript: () => ({ body: { address: ADDRESS } }),
  mailTranscript: () => ({ body: { address: ADDRESS, code: '000000' } }),
};
const FILE_KEY = '3f0e3a0a-7d0c-4c58-9c39-00000000f11e';
/** Of a file that is there for whoever put it. */
async function fileOf({ threadId, token }: Chat): Promise<string> {
  const { jsonBody } = await ask('putChatFile', request('putChatFile', threadId, token));
  return (jsonBody as { readonly fileId: string }).fileId;
}
/** There is nothing to rate, and no code was mailed: refused, but let in. */
const REFUSED: readonly OperationId[] = ['rateChat', 'mailTranscript'];
const NO_ANSWER: readonly OperationId[] = ['typeInChat', 'askForTranscript'];

test('the customer of a chat reads and writes in it', async () => {
  expect(operations.length).toBeGreaterThan(2);
  const chat = await start(SIDES[0]);
  const { threadId, token } = chat;
  const fileId = await fileOf(chat);
  for (const id of operations) {
    const { status } = await ask(id, request(id, threadId, token, fileId));
    expect([id, status]).toEqual([id, REFUSED.includes(id) ? 409 : NO_ANSWER.includes(id) ? 204 : 200]);
  }
});

test.each(operations)('%s refuses every wrong identity, changes nothing, and leaves a line', async (id) => {
  const [own, neighbour, elsewhere] = [await start(SIDES[0]), await start(SIDES[0]), await start(SIDES[1])];
  const yesterday = world.deps.clock.now() - 24 * 60 * 60_000;
  const earlier = createCustomerTokens(async () => KEY, { now: () => yesterday });
  const forger = createCustomerTokens(async () => 'another key, which is long enough too', world.deps.clock);
  const people = await tokensOf(issuer, SIDES[0]);
  const [head = '', claims = '', signature = ''] = own.token.split('.');
  const wrong: Readonly<Record<string, string | undefined>> = {
    none: undefined,
    rubbish: 'rubbish',
    'another visitor of the same site': neighbour.token,
    'a visitor of another organisation': elsewhere.token,
    expired: (await earlier.sign(own)).token,
    'of another key': (await forger.sign(own)).token,
    'claims of another': `${head}.${neighbour.token.split('.')[1] ?? ''}.${signature}`,
    'without its signature': `${head}.${claims}.`,
    'an agent': people.agent,
    'an administrator': people.admin,
  };
  const fileId = await fileOf(own);
  const said = async () => JSON.stringify(await world.deps.threadLog.list(own.threadId, 0));
  const before = await said();
  for (const [who, token] of Object.entries(wrong)) {
    const lines = world.warnings.length;
    const { status, jsonBody } = await ask(id, request(id, own.threadId, token, fileId));
    expect([who, status, jsonBody]).toEqual([who, 401, expect.objectContaining({ code: 'unauthenticated' })]);
    expect([who, world.warnings.slice(lines)]).toEqual([who, [expect.stringContaining(`"operation":"${id}"`)]]);
  }
  expect(await said()).toBe(before);
  const log = world.warnings.join('\n');
  for (const secret of [own.token, neighbour.token, people.agent, 'nasturtium', own.userId])
    expect(log.includes(secret)).toBe(false);
});

test.each(operations)('%s: a good token for a chat of somebody else is nothing there', async (id) => {
  const chat = await start(SIDES[0]);
  const { threadId } = chat;
  const fileId = await fileOf(chat);
  // Signed by us, for this chat, but not to whom the chat is: as if an entry had been swapped in the store.
  const { token } = await mockApp!.customers.sign({ threadId, userId: 'visitor:somebody-else' });
  expect((await ask(id, request(id, threadId, token, fileId))).status).toBe(404);
});

/** The key of the app in these tests. */
const KEY = 'a key of the tests, which is long enough';
