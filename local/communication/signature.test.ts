import { isSigned, sign } from './signature';

/** Computed by the vendor's client and, independently, by hand. */
// cspell:disable-next-line
const key = 'bm90LWEtcmVhbC1rZXktMDEyMzQ1Njc4OQ==';
const target = '/calling/callConnections:answer?api-version=2026-03-12';
const date = 'Mon, 05 Oct 2026 12:00:00 GMT';
const host = 'contoso.communication.azure.com';
const hash = 'AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=';
const signature = 'kTlLh9cCNheiTH6bYeFk0vdDH0Sij/k42IrMe71KVak=';

const request = (change: { headers?: Record<string, string>; body?: string; target?: string } = {}) => ({
  method: 'POST',
  url: new URL(`https://${host}${change.target ?? target}`),
  target: change.target ?? target,
  params: {},
  headers: {
    host,
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
    ...change.headers,
  },
  body: Buffer.from(change.body ?? '{"a":1}'),
  json: () => undefined,
});

test('a known signature is made and recognised', () => {
  expect(sign(`POST\n${target}\n${date};${host};${hash}`, key)).toBe(signature);
  expect(isSigned(request(), key)).toBe(true);
});

test.each([
  ['another body', { body: '{"a":2}' }],
  ['another path', { target: '/calling/callConnections:reject?api-version=2026-03-12' }],
  ['another date', { headers: { 'x-ms-date': 'Mon, 05 Oct 2026 12:00:01 GMT' } }],
  ['another host', { headers: { host: 'fabrikam.communication.azure.com' } }],
  ['no signature', { headers: { authorization: '' } }],
  ['a signature of another length', { headers: { authorization: 'HMAC-SHA256 SignedHeaders=host&Signature=eA==' } }],
  [
    'a header that is not there',
    { headers: { authorization: `HMAC-SHA256 SignedHeaders=date&Signature=${signature}` } },
  ],
])('%s is not signed', (_what, change) => {
  expect(isSigned(request(change), key)).toBe(false);
});

const signedOver = (...names: readonly string[]) => {
  const values: Readonly<Record<string, string>> = { host, date, 'x-ms-date': date, 'x-ms-content-sha256': hash };
  const made = sign(`POST\n${target}\n${names.map((name) => values[name]).join(';')}`, key);
  return { headers: { date, authorization: `HMAC-SHA256 SignedHeaders=${names.join(';')}&Signature=${made}` } };
};

test.each([
  ['the date', ['host', 'x-ms-content-sha256']],
  ['the host', ['x-ms-date', 'x-ms-content-sha256']],
  ['the content', ['x-ms-date', 'host']],
])('a signature that leaves out %s is none, right as it is', (_what, names) => {
  expect(isSigned(request(signedOver(...names)), key)).toBe(false);
});

test('the date may be the plain one', () => {
  expect(isSigned(request(signedOver('date', 'host', 'x-ms-content-sha256')), key)).toBe(true);
});
