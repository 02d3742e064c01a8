import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { azureByRest } from './rest';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let handle: Handle;
let root: string;
const asked: { method: string | undefined; url: string | undefined; authorization: string | undefined }[] = [];
const portOf = (one: Server | TlsServer) => (one.address() as { port: number }).port;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  root = `http://localhost:${portOf(server)}`;
});
afterAll(() => server.close());
beforeEach(() => void asked.splice(0));

const json =
  (status: number, body: unknown): Handle =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const azure = () =>
  azureByRest({ resourceManager: root, graph: root, token: async (scope) => `token for ${scope.slice(root.length)}` });

test('a list is followed over its pages, with the version and the token of who asks', async () => {
  handle = (request, response) =>
    request.url?.includes('page=2')
      ? json(200, { value: [3] })(request, response)
      : json(200, { value: [1, 2], nextLink: `${root}/things?page=2` })(request, response);
  expect(await azure().arm('/things?$filter=a', '2024-04-01')).toEqual({ kind: 'found', body: { value: [1, 2, 3] } });
  expect(asked).toEqual([
    { method: 'GET', url: '/things?$filter=a&api-version=2024-04-01', authorization: 'Bearer token for /.default' },
    { method: 'GET', url: '/things?page=2', authorization: 'Bearer token for /.default' },
  ]);
});

test('a page elsewhere is not asked: it would be given the token', async () => {
  handle = json(200, { value: [1], '@odata.nextLink': 'http://127.0.0.1:9/more' });
  expect(await azure().graph('/users')).toEqual({ kind: 'found', body: { value: [1] } });
  expect(asked.map(({ url }) => url)).toEqual(['/v1.0/users']);
});

test('a resource is given as it is, and what is listed by POST is posted for', async () => {
  handle = json(200, { properties: { a: 'b' } });
  expect(await azure().arm('/settings/list', 'v', 'POST')).toEqual({ kind: 'found', body: { properties: { a: 'b' } } });
  expect(asked.map(({ method }) => method)).toEqual(['POST']);
});

test('a refusal says why; an answer that is no JSON is one too', async () => {
  handle = json(403, { error: { code: 'AuthorizationFailed', message: 'No.' } });
  expect(await azure().arm('/x', 'v')).toEqual({ kind: 'refused', status: 403, code: 'AuthorizationFailed' });
  handle = (_request, response) => void response.writeHead(502).end('<html>');
  expect(await azure().arm('/x', 'v')).toEqual({ kind: 'refused', status: 502, code: 'unknown' });
});

test('nobody who answers is told as that', async () => {
  const nowhere = azureByRest({ resourceManager: 'http://localhost:9', graph: root, token: async () => 't' });
  await expect(nowhere.arm('/x', 'v')).rejects.toThrow('http://localhost:9 does not answer.');
});

test('the end of the certificate that a host shows is read from the host', async () => {
  const until = new Date('2031-02-03T04:05:06Z');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { notAfterDate: until });
  const secure = createTlsServer({ key: made.private, cert: made.cert });
  await new Promise<void>((resolve) => secure.listen(0, resolve));
  expect(await azure().certificateUntil(`localhost:${portOf(secure)}`)).toBe(until.getTime());
  await new Promise((resolve) => secure.close(resolve));
  expect(await azure().certificateUntil('localhost:9')).toBeNull();
});
