import { HELP, NOW, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
let draft: string;
beforeEach(async () => {
  graph = await startGraph();
  const made = await graph.call('POST', `/users/${HELP}/messages`, {
    subject: 'Offer',
    toRecipients: [{ emailAddress: { address: 'grace@customer.example' } }],
  });
  draft = `/users/${HELP}/messages/${String(made.body['id'])}`;
});
afterEach(() => graph.close());

const SIZE = 3 * 1024 * 1024 + 10;
const item = { attachmentType: 'file', name: 'offer.pdf', contentType: 'application/pdf', size: SIZE };
const begin = (change: object = {}) =>
  graph.call('POST', `${draft}/attachments/createUploadSession`, { AttachmentItem: { ...item, ...change } });

const put = (link: string, from: number, length: number, headers: Record<string, string> = {}) =>
  fetch(link, {
    method: 'PUT',
    headers: { 'content-range': `bytes ${from}-${from + length - 1}/${SIZE}`, ...headers },
    body: Buffer.alloc(length, 'a'),
  });

async function linkOf(): Promise<string> {
  const { status, body } = await begin();
  expect([status, body['nextExpectedRanges']]).toEqual([201, ['0-']]);
  return String(body['uploadUrl']);
}

test('a large file comes in parts, in order, and is attached with the last', async () => {
  const link = await linkOf();
  const first = await put(link, 0, SIZE - 10);
  expect([first.status, await first.json()]).toMatchObject([200, { nextExpectedRanges: [`${SIZE - 10}-`] }]);
  expect((await put(link, 0, 10)).status).toBe(400);
  const last = await put(link, SIZE - 10, 10);
  expect([last.status, last.headers.get('location')]).toEqual([201, expect.stringContaining('/attachments/')]);
  const { body } = await graph.call('GET', `${draft}/attachments`);
  expect(body.value).toMatchObject([{ name: 'offer.pdf', size: SIZE }]);
  expect((await put(link, 0, 10)).status).toBe(404);
});

test('the link is all the permission: beside a token it is refused, and a day later it is none', async () => {
  const link = await linkOf();
  expect((await put(link, 0, 10, { authorization: 'Bearer app:https://graph.microsoft.com' })).status).toBe(401);
  await graph.stepTo(NOW + 24 * 3_600_000);
  expect((await put(link, 0, 10)).status).toBe(404);
});

test.each([
  ['one that could be attached at once', { size: 1_000 }],
  ['one that is too large', { size: 151 * 1024 * 1024 }],
  ['one without a name', { name: '' }],
  ['another kind of attachment', { attachmentType: 'item' }],
])('%s is refused', async (_what, change) => {
  expect((await begin(change)).status).toBe(400);
});
