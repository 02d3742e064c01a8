import { grace, HELP, NOW, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const messages = `/users/${HELP}/messages`;
const statusOf = async (method: string, path: string, body?: unknown) => (await graph.call(method, path, body)).status;

test('a folder goes by its well-known name', async () => {
  const { received } = await graph.mail.deliver(grace);
  const { body } = await graph.call('GET', `${messages}/${received.id}?$select=parentFolderId`);
  expect(body['parentFolderId']).toBe('inbox');
  expect(await statusOf('GET', `/users/${HELP}/mailFolders/inbox/messages`)).toBe(200);
});

test('a property that is not emulated is refused, and so is one that there is not', async () => {
  await graph.mail.deliver(grace);
  expect(await statusOf('GET', `${messages}?$select=uniqueBody`)).toBe(501);
  expect(await statusOf('GET', `${messages}?$select=colour`)).toBe(400);
});

test.each([
  ['GET', `/users/${HELP}/events`],
  ['GET', `/users/${HELP}/contacts`],
  ['GET', '/chats'],
])('what is not emulated says so: %s %s', async (method, path) => {
  const { status, text } = await graph.call(method, path, method === 'POST' ? { requests: [] } : undefined);
  expect(status).toBe(501);
  expect(text).toContain(path.split('/').at(-1));
});

test.each([
  [`${messages}?$count=true`, '$count'],
  [`${messages}?$search="late"`, '$search'],
  [`${messages}?$apply=aggregate`, '$apply'],
  ['/users/ada-oid?$expand=manager', '$expand'],
  ['/users/ada-oid/presence?$select=availability', '$select'],
])('what a query asks for beside is not forgotten: %s', async (path, option) => {
  const { status, text } = await graph.call('GET', path);
  expect(status).toBe(501);
  expect(text).toContain(`does not emulate ${option}`);
});

test('every answer tells the ids of its request, an error when it was as well', async () => {
  const id = 'b3062a57-07bb-46a1-b309-f49134d40b8e';
  const found = await graph.call('GET', '/users/ada-oid', undefined, { 'client-request-id': id });
  expect([found.headers.get('client-request-id'), found.headers.get('date')]).toEqual([
    id,
    new Date(NOW).toUTCString(),
  ]);
  const { headers, body } = await graph.call('GET', '/users/nobody', undefined, { 'client-request-id': id });
  expect(body).toMatchObject({
    error: {
      innerError: { date: '2026-10-05T12:00:00', 'request-id': headers.get('request-id'), 'client-request-id': id },
    },
  });
  const nobody = await graph.call('GET', '/users/ada-oid', undefined, { authorization: '' });
  expect(nobody.headers.get('www-authenticate')).toMatch(/^Bearer/);
});

test('conditions are joined by and alone', async () => {
  await graph.mail.deliver(grace);
  const found = async (filter: string) => graph.call('GET', `${messages}?$filter=${encodeURIComponent(filter)}`);
  const both = await found(`isRead eq false and subject eq '${grace.subject.replaceAll("'", "''")}'`);
  expect(both.body.value).toHaveLength(1);
  expect((await found("startswith(subject, 'A')")).status).toBe(501);
  expect((await found('isRead eq false or isDraft eq true')).status).toBeGreaterThanOrEqual(400);
});

test('nobody is throttled', async () => {
  const statuses = await Promise.all(Array.from({ length: 40 }, () => statusOf('GET', messages)));
  expect(new Set(statuses)).toEqual(new Set([200]));
});
