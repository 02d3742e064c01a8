import { Readable } from 'node:stream';
import { withCustomHeaders } from './custom-headers';
import { homePage } from './home-page';
import type { HostRequest, HostResponse } from './server';

function requestFor(path: string): HostRequest {
  const url = new URL(path, 'https://app.example');
  return {
    method: 'GET',
    url,
    target: path,
    headers: {},
    body: Buffer.alloc(0),
    unread: Readable.from([]),
    json: () => 0,
  };
}

const answering = async (own: Readonly<Record<string, string>>, answer: HostResponse) =>
  (await withCustomHeaders(own, async () => answer)(requestFor('/'))).headers;

test('headers of host.json are on every answer that has none of that name', async () => {
  const own = { 'X-Content-Type-Options': 'nosniff' };
  expect(await answering(own, { status: 404 })).toEqual(own);
  const said = { 'x-content-type-options': 'of the app' };
  expect(await answering(own, { status: 200, headers: said })).toEqual(said);
});

test('the page at the root can be switched off, and is nowhere else', () => {
  expect(homePage(requestFor('/'), true)).toEqual({ status: 204 });
  expect(homePage(requestFor('/api'), false)).toBeUndefined();
});
