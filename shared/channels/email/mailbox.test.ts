import { createHttpStub, type SentRequest, type StubAnswer } from '../../../tests/contracts/fakes/http-stub';
import { createGraph } from '../../graph/client';
import { createGraphMailboxes } from './mailbox';

const ENDPOINT = 'https://graph.example/v1.0';
const MAILBOX = 'help@contoso.example';
const NOW = Date.UTC(2026, 9, 5, 12);

function setUp(answer: (request: SentRequest) => StubAnswer) {
  const { credential, httpClient, requests } = createHttpStub(answer);
  const kept: { path: string; text: string }[] = [];
  const mailboxes = createGraphMailboxes(createGraph({ endpoint: ENDPOINT, credential, httpClient }), {
    put: async (path, content) => {
      kept.push({ path, text: Buffer.from(content).toString() });
      return `https://files.example/${path}`;
    },
  });
  return { mailboxes, requests, kept };
}

test('asks for what came since the cursor, page by page, and leaves out what was removed', async () => {
  const next = `${ENDPOINT}/users/help/mailFolders/inbox/messages/delta?$skiptoken=2`;
  const delta = `${ENDPOINT}/users/help/mailFolders/inbox/messages/delta?$deltatoken=3`;
  const { mailboxes, requests } = setUp(({ url }) =>
    url === next
      ? { status: 200, body: { value: [{ id: 'm2' }], '@odata.deltaLink': delta } }
      : { status: 200, body: { value: [{ id: 'm1' }, { id: 'old', '@removed': {} }], '@odata.nextLink': next } },
  );
  expect(await mailboxes.changes(MAILBOX, null, NOW)).toEqual({ messageIds: ['m1', 'm2'], cursor: delta });
  expect(decodeURIComponent(requests[0]!.url)).toContain('receivedDateTime ge 2026-10-05T12:00:00.000Z');
});

test('begins anew when Graph has forgotten the cursor', async () => {
  const { mailboxes, requests } = setUp(({ url }) =>
    url.includes('forgotten')
      ? { status: 410, body: { error: { code: 'syncStateNotFound' } } }
      : { status: 200, body: { value: [{ id: 'm1' }], '@odata.deltaLink': `${ENDPOINT}/delta?$deltatoken=1` } },
  );
  const changes = await mailboxes.changes(MAILBOX, `${ENDPOINT}/delta?$deltatoken=forgotten`, NOW);
  expect(changes).toEqual({ messageIds: ['m1'], cursor: `${ENDPOINT}/delta?$deltatoken=1` });
  expect(requests).toHaveLength(2);
  expect(decodeURIComponent(requests[1]!.url)).toContain('receivedDateTime ge');
});

test('takes its token nowhere but to Graph', async () => {
  const { mailboxes, requests } = setUp(() => ({ status: 200, body: { value: [] } }));
  await expect(mailboxes.changes(MAILBOX, 'https://evil.example/delta', NOW)).rejects.toThrow('leaves Graph');
  expect(requests).toEqual([]);
});

test('a mail that is there no more is undefined; a failing mailbox is an error', async () => {
  const gone = setUp(() => ({ status: 404 }));
  expect(await gone.mailboxes.fetch(MAILBOX, 'm1')).toBeUndefined();
  const down = setUp(() => ({ status: 403 }));
  await expect(down.mailboxes.fetch(MAILBOX, 'm1')).rejects.toThrow('403');
});

describe('subscriptions', () => {
  const url = 'https://app.example/api/mail/notifications';
  const until = NOW + 1_000;
  const existing = (expirationDateTime: string) => ({
    id: 's1',
    resource: `users/${MAILBOX}/mailFolders('inbox')/messages`,
    notificationUrl: url,
    expirationDateTime,
  });
  const listing = (value: object[]) =>
    setUp(({ method }) => (method === 'GET' ? { status: 200, body: { value } } : { status: 201, body: {} }));
  const deeds = (requests: readonly SentRequest[]) => requests.slice(1).map(({ method, path }) => `${method} ${path}`);

  test('one is made where there is none', async () => {
    const { mailboxes, requests } = listing([]);
    await mailboxes.subscribe(MAILBOX, url, 'secret', until);
    expect(deeds(requests)).toEqual(['POST /v1.0/subscriptions']);
    expect(requests[1]!.body).toMatchObject({ changeType: 'created', clientState: 'secret', notificationUrl: url });
    expect(requests[1]!.headers['prefer']).toBe('IdType="ImmutableId"');
  });

  test('one that ends too soon is prolonged', async () => {
    const { mailboxes, requests } = listing([existing('2026-10-05T12:00:00Z')]);
    await mailboxes.subscribe(MAILBOX, url, 'secret', until);
    expect(deeds(requests)).toEqual(['PATCH /v1.0/subscriptions/s1']);
  });

  test('one on the second page of the list is found', async () => {
    const next = `${ENDPOINT}/subscriptions?$skiptoken=2`;
    const { mailboxes, requests } = setUp(({ url: asked }) =>
      asked === next
        ? { status: 200, body: { value: [existing('2026-10-07T12:00:00Z')] } }
        : { status: 200, body: { value: [], '@odata.nextLink': next } },
    );
    await mailboxes.subscribe(MAILBOX, url, 'secret', until);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('one that lives long enough is left alone', async () => {
    const { mailboxes, requests } = listing([existing('2026-10-07T12:00:00Z')]);
    await mailboxes.subscribe(MAILBOX, url, 'secret', until);
    expect(deeds(requests)).toEqual([]);
  });
});
