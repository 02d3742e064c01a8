import { goodToken, NOON, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', '12345');
});
afterEach(() => bench.close());

const ask = (method: string, headers: Record<string, string> = {}, name = 'a') =>
  bench.post({
    url: `${bench.container.url}/${name}`,
    method,
    headers: { authorization: `Bearer ${goodToken}`, 'x-ms-version': '2021-12-02', ...headers },
    body: '',
  });

test('an error tells its code, its message, whose request it was and when', async () => {
  const { status, headers, body } = await ask('GET', { 'x-ms-client-request-id': 'mine' }, 'none');
  expect(status).toBe(404);
  expect(headers).toMatchObject({
    ...{ 'content-type': 'application/xml', 'x-ms-error-code': 'BlobNotFound', 'x-ms-version': '2021-12-02' },
    ...{ 'x-ms-client-request-id': 'mine', date: new Date(NOON).toUTCString() },
  });
  const told = `\nRequestId:${headers['x-ms-request-id']}\nTime:2026-10-05T12:00:00.000Z`;
  expect(body).toBe(
    '<?xml version="1.0" encoding="utf-8"?><Error><Code>BlobNotFound</Code>' +
      `<Message>The specified blob does not exist.${told}</Message></Error>`,
  );
});

test('an answer to HEAD has neither body nor type', async () => {
  const { status, headers, body } = await ask('HEAD', {}, 'none');
  expect([status, headers['x-ms-error-code'], headers['content-type'], body]).toEqual([
    404,
    'BlobNotFound',
    undefined,
    '',
  ]);
});

test('what is not emulated is told in the same form', async () => {
  const { status, headers, body } = await ask('PUT', {}, 'a?comp=expiry');
  expect([status, headers['x-ms-error-code']]).toEqual([501, 'NotEmulated']);
  expect(body).toContain(
    '<Code>NotEmulated</Code><Message>The local Blob Storage does not emulate PUT comp=expiry of a blob',
  );
});

test('a blob is put as one of its kinds', async () => {
  const missing = await ask('PUT');
  expect([missing.status, missing.headers['x-ms-error-code']]).toEqual([400, 'MissingRequiredHeader']);
  const invalid = await ask('PUT', { 'x-ms-blob-type': 'OtherBlob' });
  expect([invalid.status, invalid.headers['x-ms-error-code']]).toEqual([400, 'InvalidHeaderValue']);
  expect(invalid.body).toContain('<HeaderName>x-ms-blob-type</HeaderName><HeaderValue>OtherBlob</HeaderValue>');
});

test('the clock of local Azure dates an answer', async () => {
  bench.clock.stepTo(NOON + 90_000);
  expect((await ask('GET')).headers['date']).toBe(new Date(NOON + 90_000).toUTCString());
});

test.each([
  ['bytes=1-2', 206, '23', 'bytes 1-2/5'],
  ['bytes=3-', 206, '45', 'bytes 3-4/5'],
  ['bytes=0-99', 206, '12345', 'bytes 0-4/5'],
  ['bytes=-2', 200, '12345', undefined],
  ['bytes=0--1', 200, '12345', undefined],
])('of %s is answered %i', async (range, status, text, told) => {
  const answer = await ask('GET', { range });
  expect([answer.status, answer.body, answer.headers['content-range']]).toEqual([status, text, told]);
});

test('a range beyond the end tells the size', async () => {
  const { status, headers } = await ask('GET', { range: 'bytes=5-' });
  expect([status, headers['x-ms-error-code'], headers['content-range']]).toEqual([416, 'InvalidRange', 'bytes */5']);
});

test('what is unchanged is answered 304 with its version; a read of what is not there cannot be asked for', async () => {
  const { headers } = await ask('GET');
  const again = await ask('GET', { 'if-none-match': headers['etag'] ?? '' });
  expect([again.status, again.headers['etag'], again.body]).toEqual([304, headers['etag'], '']);
  expect((await ask('GET', { 'if-match': `"other", ${headers['etag']}` })).status).toBe(200);
  expect((await ask('GET', { 'if-match': '', 'if-none-match': '' })).status).toBe(200);
  expect((await ask('GET', { 'if-match': '"other"' })).headers['x-ms-error-code']).toBe('ConditionNotMet');
  expect((await ask('GET', { 'if-none-match': '*' })).headers['x-ms-error-code']).toBe('UnsatisfiableCondition');
});

test('a blob is served under its name with slashes, whichever way they lean', async () => {
  await bench.put('folder\\one', '1');
  expect(bench.storage.list('files', 'folder')).toEqual(['folder/one']);
});
