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
const request = (id: OperationId, threadId: string, token: string | undefined) => ({
  ...{ params: { threadId }, token },
  ...(id === 'readChat' ? { query: { after: '0' } } : {}),
  ...(OPERATIONS[id].body === null ? {} : { body: { key: keyOf(), text: 'nasturtium' } }),
});

test('the customer of a chat reads and writes in it', async () => {
  expect(operations.length).toBeGreaterThan(2);
  const { threadId, token } = await start(SIDES[0]);
  for (const id of operations) expect([id, (await ask(id, request(id, threadId, token))).status]).toEqual([id, 200]);
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
  const said = async () => JSON.stringify(await world.deps.threadLog.list(own.threadId, 0));
  const before = await said();
  for (const [who, token] of Object.entries(wrong)) {
    const lines = world.warnings.length;
    const { status, jsonBody } = await ask(id, request(id, own.threadId, token));
    expect([who, status, jsonBody]).toEqual([who, 401, expect.objectContaining({ code: 'unauthenticated' })]);
    expect([who, world.warnings.slice(lines)]).toEqual([who, [expect.stringContaining(`"operation":"${id}"`)]]);
  }
  expect(await said()).toBe(before);
  const log = world.warnings.join('\n');
  for (const secret of [own.token, neighbour.token, people.agent, 'nasturtium', own.userId])
    expect(log.includes(secret)).toBe(false);
});

test.each(operations)('%s: a good token for a chat of somebody else is nothing there', async (id) => {
  const { threadId } = await start(SIDES[0]);
  // Signed by us, for this chat, but not to whom the chat is: as if an entry had been swapped in the store.
  const { token } = await mockApp!.customers.sign({ threadId, userId: 'visitor:somebody-else' });
  expect((await ask(id, request(id, threadId, token))).status).toBe(404);
});

/** The key of the app in these tests. */
const KEY = 'a key of the tests, which is long enough';
