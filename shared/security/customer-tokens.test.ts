import { SignJWT } from 'jose';
import { createCustomerTokens } from './customer-tokens';

const KEY = Buffer.from('a key of the tests, which is long enough').toString('base64url');
const DAY_MS = 24 * 60 * 60_000;
let now = Date.UTC(2026, 9, 5, 14);
const tokens = createCustomerTokens(async () => KEY, { now: () => now });
const ADA = { threadId: 'own:ada', userId: 'visitor:ada' };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const made = (claims: object, key = KEY, alg = 'HS256') =>
  new SignJWT({ thread: ADA.threadId, ...claims }).setProtectedHeader({ alg }).sign(Buffer.from(key, 'base64url'));
const inAnHour = () => Math.floor(now / 1000) + 3_600;
const good = () => ({ aud: 'switchboard:chat', sub: ADA.userId, exp: inAnHour() });
const verify = (token: string | null, threadId = ADA.threadId) =>
  tokens.verify(token === null ? null : `Bearer ${token}`, threadId);

test('a token opens the chat that it was given for, to whom it was given, for a day', async () => {
  const { token, expiresAt } = await tokens.sign(ADA);
  expect(expiresAt).toBe(now + DAY_MS);
  expect(await verify(token)).toEqual(ADA);
  now += DAY_MS - 1_000;
  expect(await verify(token)).toEqual(ADA);
  now += 1_000;
  expect(await verify(token)).toBeUndefined();
});

test.each<[string, () => string | null | Promise<string>]>([
  ['none', () => null],
  ['rubbish', () => 'rubbish'],
  ['for another chat', async () => (await tokens.sign({ ...ADA, threadId: 'own:grace' })).token],
  ['signed with another key', () => made(good(), Buffer.from('another key that is long enough').toString('base64url'))],
  ['signed by another method of the same key', () => made(good(), KEY, 'HS384')],
  ['not signed at all', () => `${part({ alg: 'none' })}.${part({ ...good(), thread: ADA.threadId })}.`],
  ['for another audience', () => made({ ...good(), aud: 'switchboard:desk' })],
  ['without an end', () => made({ aud: 'switchboard:chat', sub: ADA.userId })],
  ['of nobody', () => made({ aud: 'switchboard:chat', exp: inAnHour() })],
  ['over', () => made({ ...good(), exp: Math.floor(now / 1000) - 1 })],
  ['not valid yet', () => made({ ...good(), nbf: inAnHour() })],
  ['with its chat as a list', () => made({ ...good(), thread: [ADA.threadId] })],
])('a token that is %s opens nothing', async (_what, token) => {
  expect(await verify(await token())).toBeUndefined();
});

test('a token whose claims were changed opens nothing, whatever was changed', async () => {
  const { token } = await tokens.sign(ADA);
  const [header = '', claims = '', signature = ''] = token.split('.');
  const other = part({ ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), sub: 'visitor:grace' });
  expect(await verify(`${header}.${other}.${signature}`)).toBeUndefined();
  // Every letter of the signature but the last, whose lowest bits say nothing.
  for (let at = 0; at < signature.length - 1; at += 1) {
    const changed = signature[at] === 'A' ? 'B' : 'A';
    const forged = `${header}.${claims}.${signature.slice(0, at)}${changed}${signature.slice(at + 1)}`;
    expect([at, await verify(forged)]).toEqual([at, undefined]);
  }
});

test('another scheme than Bearer opens nothing', async () => {
  const { token } = await tokens.sign(ADA);
  expect(await tokens.verify(`Basic ${token}`, ADA.threadId)).toBeUndefined();
  expect(await tokens.verify(token, ADA.threadId)).toBeUndefined();
});
