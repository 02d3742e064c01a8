import type { IncomingAnswer, OutgoingRequest } from '../kit/post';
import { sendHttp } from './http-activity';
import type { HttpCall } from './protocol';

const SHOP = 'https://shop.example/orders';

/** Answers one after the other; what was sent is noted. */
async function sending(call: Partial<HttpCall>, ...answers: Partial<IncomingAnswer>[]) {
  const sent: OutgoingRequest[] = [];
  const scopes: string[] = [];
  const sender = {
    async post(request: OutgoingRequest) {
      sent.push(request);
      return { status: 200, headers: {}, body: '', ...answers[sent.length - 1] };
    },
    async tokenFor(scope: string) {
      scopes.push(scope);
      return 'a token';
    },
  };
  const result = await sendHttp(sender, { method: 'get', uri: SHOP, ...call });
  return { sent, scopes, result };
}

const headersOf = async (call: Partial<HttpCall>) => (await sending(call)).sent[0]?.headers;

test('the extension names itself, where the app names nobody', async () => {
  const named = expect.stringMatching(/^Microsoft\.Azure\.WebJobs\.Extensions\.DurableTask\//);
  expect(await headersOf({})).toEqual({ 'User-Agent': named });
  expect(await headersOf({ headers: { 'user-agent': 'me' } })).toEqual({ 'user-agent': 'me' });
});

test.each([
  ['none', {}, 'text/plain'],
  ['one of its own', { 'content-type': 'application/json' }, 'application/json'],
  [
    'a form',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    'application/x-www-form-urlencoded; charset=utf-8',
  ],
])('content that has %s as its type', async (_, headers, type) => {
  expect(await headersOf({ method: 'POST', content: 'a=1', headers })).toMatchObject({ 'Content-Type': type });
});

test('a type without content is not sent, and content in parts is refused', async () => {
  expect(await headersOf({ headers: { 'Content-Type': 'application/json' } })).not.toHaveProperty('Content-Type');
  const parts = sending({ method: 'POST', content: 'x', headers: { 'content-type': 'multipart/form-data' } });
  await expect(parts).rejects.toThrow('Multipart content is not supported with CallHttpAsync.');
});

test.each([
  ['https://management.core.windows.net', 'https://management.core.windows.net/.default'],
  ['https://graph.microsoft.com/', 'https://graph.microsoft.com/.default'],
  ['api://contoso', 'api://contoso'],
])('a token source of %s is asked for %s', async (resource, scope) => {
  const { sent, scopes } = await sending({ tokenSource: { resource }, headers: { authorization: 'mine' } });
  expect(scopes).toEqual([scope]);
  expect(sent[0]?.headers).toMatchObject({ Authorization: 'Bearer a token' });
  expect(sent[0]?.headers).not.toHaveProperty('authorization');
});

test('what comes back has the names of .NET, lists of what came twice, and nothing about the content', async () => {
  const rawHeaders = [
    'content-type',
    'text/html',
    'location',
    '/a',
    'X-own',
    '1',
    'set-cookie',
    'a=1',
    'Set-Cookie',
    'b=2',
  ];
  const { result } = await sending({}, { status: 202, rawHeaders, body: 'later' });
  expect(result).toEqual({
    statusCode: 202,
    headers: { Location: '/a', 'X-own': '1', 'Set-Cookie': ['a=1', 'b=2'] },
    content: 'later',
  });
});

describe('redirections', () => {
  const to = (status: number, location: string): Partial<IncomingAnswer> => ({ status, headers: { location } });
  const post: Partial<HttpCall> = { method: 'POST', content: 'x', headers: { authorization: 'mine', 'x-own': '1' } };

  test('are followed, without what authorised the first request', async () => {
    const { sent, result } = await sending(post, to(307, '/there'), { body: 'arrived' });
    expect(sent[1]).toMatchObject({ url: 'https://shop.example/there', method: 'POST', body: 'x' });
    expect(sent[1]?.headers).toMatchObject({ 'x-own': '1', 'Content-Type': 'text/plain' });
    expect(sent[1]?.headers).not.toHaveProperty('authorization');
    expect(result.content).toBe('arrived');
  });

  test('of what was posted become a question', async () => {
    const { sent } = await sending(post, to(302, '/there'));
    expect(sent[1]).toMatchObject({ method: 'GET', body: '' });
    expect(sent[1]?.headers).not.toHaveProperty('Content-Type');
  });

  test('out of https are not followed, nor without end', async () => {
    expect((await sending({}, to(302, 'http://shop.example/'))).result.statusCode).toBe(302);
    const { sent, result } = await sending({}, ...Array.from({ length: 60 }, () => to(302, '/round')));
    expect([sent.length, result.statusCode]).toEqual([51, 302]);
  });
});
