import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalResponse } from '../kit/http';
import { grace, HELP, NOW, startGraph, type GraphUnderTest } from './test-graph';

const HOUR_MS = 3_600_000;
let graph: GraphUnderTest;
let answer: LocalResponse | undefined;
beforeEach(async () => {
  answer = undefined;
  graph = await startGraph(() => answer);
});
afterEach(() => graph.close());

const iso = (instant: number) => new Date(instant).toISOString();
const request = (change: object = {}) => ({
  changeType: 'created',
  notificationUrl: graph.webhookUrl,
  resource: `users/${HELP}/mailFolders('inbox')/messages`,
  expirationDateTime: iso(NOW + 24 * HOUR_MS),
  clientState: 'secret',
  ...change,
});
const subscribe = async (change: object = {}) => (await graph.call('POST', '/subscriptions', request(change))).body;
const notified = () => graph.calls.flatMap(({ body }) => body?.value ?? []);

describe('subscribing', () => {
  test('asks the endpoint first, keeping its own query', async () => {
    const created = await graph.call(
      'POST',
      '/subscriptions',
      request({ notificationUrl: `${graph.webhookUrl}?code=1` }),
    );
    expect([created.status, created.body]).toMatchObject([
      201,
      {
        id: expect.any(String),
        changeType: 'created',
        clientState: 'secret',
        expirationDateTime: iso(NOW + 24 * HOUR_MS),
      },
    ]);
    expect(graph.calls).toMatchObject([
      { url: { search: expect.stringMatching(/^\?code=1&validationToken=Validation/) } },
    ]);
  });

  test.each<[string, LocalResponse]>([
    ['says no', { status: 404 }],
    ['answers another token', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'other' }],
    ['answers no plain text', { status: 200, body: {} }],
  ])('is refused when the endpoint %s', async (_what, wrong) => {
    answer = wrong;
    const refused = await graph.call('POST', '/subscriptions', request());
    expect([refused.status, refused.body['error']]).toMatchObject([400, { code: 'ValidationError' }]);
    expect(graph.subscriptions.list()).toEqual([]);
  });

  test.each([
    ['over 7 days', { expirationDateTime: iso(NOW + 7 * 24 * HOUR_MS + 1) }, 400],
    ['in the past', { expirationDateTime: iso(NOW) }, 400],
    ['to nobody', { resource: 'users/who@x.example/messages' }, 404],
    ['to something else', { resource: 'users/ada/events' }, 501],
    ['with resource data', { includeResourceData: true }, 501],
    ['over http elsewhere', { notificationUrl: 'http://app.example/' }, 400],
    ['with a long client state', { clientState: 'x'.repeat(129) }, 400],
    ['to no such change', { changeType: 'read' }, 400],
    ['to a mailbox that cannot be read', { resource: 'users/%/messages' }, 400],
    ['to an address without a host', { notificationUrl: 'https://' }, 400],
    ['to a lifecycle address without a host', { lifecycleNotificationUrl: 'https://:1' }, 400],
  ])('%s is refused', async (_what, change, status) => {
    expect((await graph.call('POST', '/subscriptions', request(change))).status).toBe(status);
  });

  test('lists, prolongs, ends', async () => {
    const { id } = await subscribe();
    const path = `/subscriptions/${String(id)}`;
    expect((await graph.call('GET', '/subscriptions')).body.value).toMatchObject([
      { id, resource: `users/${HELP}/mailFolders('inbox')/messages`, clientState: null },
    ]);
    const renewed = await graph.call('PATCH', path, { expirationDateTime: iso(NOW + 48 * HOUR_MS) });
    expect([renewed.status, renewed.body['expirationDateTime']]).toEqual([200, iso(NOW + 48 * HOUR_MS)]);
    await graph.stepTo(NOW + 47 * HOUR_MS);
    expect((await graph.call('GET', path)).status).toBe(200);
    expect((await graph.call('DELETE', path)).status).toBe(204);
    expect((await graph.call('GET', path)).status).toBe(404);
  });

  test('one that expired is gone', async () => {
    await subscribe();
    await graph.stepTo(NOW + 24 * HOUR_MS);
    expect((await graph.call('GET', '/subscriptions')).body.value).toEqual([]);
    await graph.mail.deliver(grace);
    expect(notified()).toEqual([]);
  });
});

describe('notifications', () => {
  test('a mail that comes in is told, and can be fetched by what was told', async () => {
    const { id } = await subscribe();
    const { received } = await graph.mail.deliver(grace);
    await graph.stepTo(NOW);
    expect(notified()).toMatchObject([
      {
        subscriptionId: id,
        clientState: 'secret',
        changeType: 'created',
        tenantId: 'tenant-1',
        subscriptionExpirationDateTime: iso(NOW + 24 * HOUR_MS),
        resourceData: { '@odata.type': '#Microsoft.Graph.Message' },
      },
    ]);
    const { resource } = notified()[0] as { resource: string };
    const fetched = await graph.call('GET', `/${resource}?$select=subject`, undefined, {
      prefer: 'IdType="ImmutableId"',
    });
    expect(fetched.body).toMatchObject({ id: received.id, subject: grace.subject });
  });

  test('only the folder and the changes subscribed to are told', async () => {
    await subscribe({ changeType: 'updated,deleted' });
    const { received } = await graph.mail.deliver(grace);
    await graph.call('POST', `/users/${HELP}/messages`, { subject: 'Draft' });
    await graph.call('PATCH', `/users/${HELP}/messages/${received.id}`, { isRead: true });
    await graph.call('POST', `/users/${HELP}/messages/${received.id}/move`, { destinationId: 'archive' });
    expect(notified().map(({ changeType }) => changeType)).toEqual(['updated', 'deleted']);
  });

  test('an endpoint that takes nothing for long is told of the next mail all the same', async () => {
    await subscribe();
    answer = { status: 503 };
    for (let n = 0; n < 20; n += 1) await graph.mail.deliver(grace);
    await graph.stepTo(NOW + HOUR_MS);
    answer = undefined;
    const before = graph.calls.length;
    await graph.mail.deliver(grace);
    await graph.stepTo(NOW + HOUR_MS);
    expect(graph.calls.length).toBe(before + 1);
    expect(graph.subscriptions.list()).toHaveLength(1);
  });

  test('one that is not taken is repeated at growing distances, and missed after four hours', async () => {
    await subscribe({ lifecycleNotificationUrl: graph.webhookUrl });
    answer = { status: 503 };
    await graph.mail.deliver(grace);
    await graph.stepTo(NOW + 9_999);
    expect(notified()).toHaveLength(1);
    await graph.stepTo(NOW + 10_000);
    await graph.stepTo(NOW + 30_000);
    expect(notified()).toHaveLength(3);
    for (let at = NOW + 60_000; at < NOW + 4 * HOUR_MS; at += 60_000) await graph.stepTo(at);
    answer = undefined;
    await graph.stepTo(NOW + 4 * HOUR_MS + 60_000);
    expect(notified().at(-1)).toMatchObject({ lifecycleEvent: 'missed', clientState: 'secret' });
    expect(graph.subscriptions.pending()).toEqual([]);
  });

  test('before it expires a subscription with a lifecycle endpoint is asked about', async () => {
    const { id } = await subscribe({ lifecycleNotificationUrl: `${graph.webhookUrl}/lifecycle` });
    await graph.stepTo(NOW + 21 * HOUR_MS);
    expect(notified()).toMatchObject([{ subscriptionId: id, lifecycleEvent: 'reauthorizationRequired' }]);
    expect((await graph.call('POST', `/subscriptions/${String(id)}/reauthorize`)).status).toBe(204);
    await graph.subscriptions.lifecycle(String(id), 'subscriptionRemoved');
    await graph.stepTo(NOW + 21 * HOUR_MS);
    expect(notified().at(-1)).toMatchObject({ lifecycleEvent: 'subscriptionRemoved' });
    expect(graph.subscriptions.list()).toEqual([]);
  });

  test('after a restart what was not taken is told again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graph-'));
    const file = join(folder, 'graph.sqlite');
    const before = await startGraph(({ url }) => (url.search === '' ? { status: 503 } : undefined), file);
    await before.call('POST', '/subscriptions', { ...request(), notificationUrl: before.webhookUrl });
    await before.mail.deliver(grace);
    await before.close();
    const after = await startGraph(undefined, file);
    expect(after.subscriptions.pending()).toHaveLength(1);
    expect(after.mail.mailbox(HELP)).toMatchObject([{ subject: grace.subject }]);
    // The app of the first start is gone: its port does not answer.
    await after.stepTo(NOW + 10_000);
    expect(after.subscriptions.pending()).toMatchObject([{ tries: 2 }]);
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
