import type { JWTPayload } from 'jose';
import { createTokenIssuer, type TokenIssuer } from '../../tests/contracts/fakes/token-issuer';
import { createBotConnectorTokens } from './bot-connector';
import { createCallCallbackTokens } from './call-callbacks';
import { holdsOneOf, rolesOf } from './roles';

const NOW = Date.UTC(2026, 9, 5, 12);
const SECONDS = NOW / 1000;
const clock = { now: () => NOW };
const lifetime = { nbf: SECONDS, exp: SECONDS + 300 };

let issuer: TokenIssuer;
let endorsed: TokenIssuer;
let stranger: TokenIssuer;
beforeAll(async () => {
  [issuer, endorsed, stranger] = await Promise.all([
    createTokenIssuer('k'),
    createTokenIssuer('k', { endorsements: ['webchat'] }),
    createTokenIssuer('k'),
  ]);
});

describe('bot connector', () => {
  const claims: JWTPayload = {
    iss: 'https://api.botframework.com',
    aud: 'bot',
    serviceurl: 'https://smba.example/teams/',
    ...lifetime,
  };
  const activity = { serviceUrl: 'https://smba.example/teams/', channelId: 'msteams' };
  const validate = async (token: string, from = issuer, about = activity) =>
    createBotConnectorTokens({
      botAppId: 'bot',
      issuer: 'https://api.botframework.com',
      keysUrl: 'https://login.botframework.com/v1/.well-known/keys',
      clock,
      fetchKeys: from.fetchKeys,
    }).validate(`Bearer ${token}`, about);

  test('an activity of the connector is good', async () => {
    expect(await validate(await issuer.sign(claims))).toEqual({ kind: 'valid', value: null });
  });

  test.each([
    ['another service URL', { serviceurl: 'https://evil.example/' }, 'serviceUrl'],
    ['no service URL', { serviceurl: undefined }, 'serviceUrl'],
    ["another bot's activity", { aud: 'other' }, 'audience'],
    ['another issuer', { iss: 'https://sts.windows.net/x/' }, 'issuer'],
    ['an expired token', { exp: SECONDS - 400 }, 'expired'],
    ['a token of tomorrow', { nbf: SECONDS + 400 }, 'notYetValid'],
  ])('%s is refused', async (_what, change, refusal) => {
    expect(await validate(await issuer.sign({ ...claims, ...change }))).toEqual({ kind: 'refused', refusal });
  });

  test('a key of another issuer is refused', async () => {
    expect(await validate(await stranger.sign(claims))).toEqual({ kind: 'refused', refusal: 'signature' });
  });

  test('a key that is endorsed for other channels only is refused', async () => {
    expect(await validate(await endorsed.sign(claims), endorsed)).toEqual({ kind: 'refused', refusal: 'endorsement' });
  });

  test('a key endorsed for the channel is good', async () => {
    const web = { ...activity, channelId: 'webchat' };
    expect((await validate(await endorsed.sign(claims), endorsed, web)).kind).toBe('valid');
  });
});

describe('call callbacks', () => {
  const claims: JWTPayload = { iss: 'https://acs.example', aud: 'resource', ...lifetime };
  const validate = async (token: string | undefined) =>
    createCallCallbackTokens({
      issuer: 'https://acs.example',
      keysUrl: 'https://acs.example/calling/keys',
      resourceIds: ['resource', 'second'],
      clock,
      fetchKeys: issuer.fetchKeys,
    }).validate(token === undefined ? undefined : `Bearer ${token}`);

  test('a callback of either resource is good', async () => {
    expect((await validate(await issuer.sign(claims))).kind).toBe('valid');
    expect((await validate(await issuer.sign({ ...claims, aud: 'second' }))).kind).toBe('valid');
  });

  test.each([
    ["another resource's callback", { aud: 'third' }, 'audience'],
    ['another issuer', { iss: 'https://acs.example/' }, 'issuer'],
    ['a token older than five minutes', { exp: SECONDS - 61 }, 'expired'],
  ])('%s is refused', async (_what, change, refusal) => {
    expect(await validate(await issuer.sign({ ...claims, ...change }))).toEqual({ kind: 'refused', refusal });
  });

  test('a callback without a token is refused', async () => {
    expect(await validate(undefined)).toEqual({ kind: 'refused', refusal: 'missing' });
  });
});

describe('roles', () => {
  test('no role includes another', () => {
    const roles = rolesOf(['Switchboard.Supervisor', 'toString']);
    expect([holdsOneOf(roles, ['supervisor']), holdsOneOf(roles, ['agent', 'admin'])]).toEqual([true, false]);
  });
});
