import type { DeskFile } from '../ports/agent-desk';
import { fetchFile } from './fetch-file';

const asked: { readonly url: string; readonly authorization: string | null; readonly redirect: unknown }[] = [];
let answer: () => Response;
beforeEach(() => {
  asked.length = 0;
  answer = () => new Response('content');
});

const access = {
  credential: { getToken: async () => ({ token: 'bot-token', expiresOnTimestamp: Number.MAX_VALUE }) },
  serviceUrl: 'https://smba.example/emea/',
  fetch: async (url: string, init: RequestInit) => {
    const { headers, redirect } = init;
    asked.push({ url, authorization: new Headers(headers).get('authorization'), redirect });
    return answer();
  },
};
const get = (file: DeskFile, most = 100) => fetchFile(access, file, most);
const file = (url: string): DeskFile => ({ kind: 'file', name: 'a.pdf', url });
const STORED = 'https://contoso-my.sharepoint.com/personal/ada/download.aspx?tempauth=x';

test('a file is asked for where Teams keeps it, without our token and without following anybody', async () => {
  expect(await get(file(STORED))).toEqual({ kind: 'fetched', content: Buffer.from('content') });
  expect(asked).toEqual([{ url: STORED, authorization: null, redirect: 'error' }]);
});

test('a picture is asked for at the connector, with the bot’s token', async () => {
  const url = 'https://smba.example/emea/v3/attachments/1/views/original';
  expect(await get({ kind: 'picture', url })).toMatchObject({ kind: 'fetched' });
  expect(asked).toEqual([{ url, authorization: 'Bearer bot-token', redirect: 'error' }]);
});

test.each<DeskFile>([
  file('https://evil.example/a.pdf'),
  file('https://sharepoint.com.evil.example/a.pdf'),
  file('https://evil-sharepoint.com/a.pdf'),
  file('https://a.b.sharepoint.com/a.pdf'),
  file('http://contoso-my.sharepoint.com/a.pdf'),
  file('https://ada@contoso-my.sharepoint.com/a.pdf'),
  file('https://169.254.169.254/metadata/identity'),
  file('file:///etc/passwd'),
  file('no address'),
  { kind: 'picture', url: STORED },
  { kind: 'picture', url: 'https://smba.example.evil.example/v3/attachments/1' },
])('no other place is asked: %j', async (elsewhere) => {
  expect(await get(elsewhere)).toEqual({ kind: 'failed' });
  expect(asked).toEqual([]);
});

test('more than is wanted is not read to its end, whatever its length is said to be', async () => {
  let parts = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        parts += 1;
        controller.enqueue(new Uint8Array(60));
      },
    });
  answer = () => new Response(endless(), { headers: { 'content-length': '1' } });
  expect(await get(file(STORED))).toEqual({ kind: 'tooLarge' });
  expect(parts).toBeLessThan(6);
});

test('what is gone, and what does not answer, is told alike', async () => {
  answer = () => new Response('', { status: 404 });
  expect(await get(file(STORED))).toEqual({ kind: 'failed' });
  answer = () => {
    throw new TypeError('fetch failed');
  };
  expect(await get(file(STORED))).toEqual({ kind: 'failed' });
});
