import type { HttpClient } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { createGraph as createLocalGraph, type Graph as LocalGraph } from '../../local/graph/graph';
import { createClock } from '../../local/kit/clock';
import { listen, type Listening } from '../../local/kit/http';
import { createPost } from '../../local/kit/post';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import type { Attachment } from '../../shared/ports/message-store';
import { createGraphMailboxes, createGraphMailSender } from '../../shared/channels/email';
import { createGraph } from '../../shared/graph/client';
import type { MessageChannel } from '../../shared/ports/channels';
import type { Mailboxes } from '../../shared/ports/mail';

/** The app's own mailboxes and replies on local Graph. */
const NOW = Date.UTC(2026, 9, 5, 12);
const HELP = 'help@contoso.example';
/** As whom Exchange lets the mailbox send. */
const CARE = 'care@contoso.example';
const grace = {
  to: HELP,
  from: { name: 'Grace Hopper', address: 'grace@customer.example' },
  subject: 'Where is my order?',
  text: 'It is late.',
};

let local: LocalGraph;
let mailboxes: Mailboxes;
let sender: MessageChannel;
let servers: Listening[];
let notified: unknown[];

/** Clients take tokens over https only; local Graph listens without here. */
const overHttp: HttpClient = {
  async sendRequest(request) {
    const response = await fetch(request.url.replace(/^https:/, 'http:'), {
      method: request.method,
      headers: request.headers.toJSON(),
      ...(typeof request.body === 'string' || request.body instanceof Uint8Array ? { body: request.body } : {}),
    });
    const headers = createHttpHeaders(Object.fromEntries(response.headers));
    return { request, status: response.status, headers, bodyAsText: await response.text() };
  },
};

beforeEach(async () => {
  const work = createWork();
  notified = [];
  const handle = ({ url, json }: { url: URL; json: () => unknown }) => {
    const token = url.searchParams.get('validationToken');
    if (token !== null) return { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
    notified.push(json());
    return { status: 202 };
  };
  const app = await listen({ name: 'app', routes: [{ method: 'POST', path: '/mail', handle }] }, { port: 0, work });
  let endpoint = '';
  local = createLocalGraph({
    store: openStore(':memory:'),
    clock: createClock(work, NOW, () => 0),
    work,
    post: createPost(),
    verifyToken: async (token) => (token === 'graph-token' ? {} : undefined),
    endpoint: () => endpoint,
    people: () => [],
    mailboxes: () => [{ address: HELP, name: 'Contoso Help', entraTenantId: 'tenant-1', sendAs: [CARE] }],
  });
  const server = await listen(local.service, { port: 0, work });
  endpoint = `${server.url.replace(/^http:/, 'https:')}/v1.0`;
  servers = [app, server];
  const graph = createGraph({
    endpoint,
    credential: { getToken: async () => ({ token: 'graph-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    httpClient: overHttp,
  });
  mailboxes = createGraphMailboxes(graph, { put: async (path) => `https://files.example/${path}` });
  sender = createGraphMailSender(graph, { open: async (url) => files.get(url) });
});
afterEach(() => Promise.all(servers.map((server) => server.close())));

const only = async () => {
  const { messageIds } = await mailboxes.changes(HELP, null, NOW);
  return (await mailboxes.fetch(HELP, messageIds[0]!))!;
};
const files = new Map<string, Uint8Array>();
const reply = (replyTo: string, automatic = false, attachments: readonly Attachment[] = [], sendAs?: string) =>
  sender.send({
    key: 'key-1',
    ourAddress: HELP,
    ...(sendAs !== undefined && { sendAs }),
    customerAddress: grace.from.address,
    externalRef: 'thread',
    authorName: 'Ada',
    text: 'It comes tomorrow.',
    html: null,
    attachments,
    replyTo,
    automatic,
  });

test('a mail is found by a sweep and read whole', async () => {
  const file = { name: 'photo.png', contentType: 'image/png', contentBase64: 'AAAA' };
  await local.mail.deliver({ ...grace, html: '<p>It is <b>late</b>.</p>', attachments: [file] });
  expect(await only()).toMatchObject({
    nature: 'person',
    from: { address: grace.from.address, name: 'Grace Hopper' },
    subject: grace.subject,
    text: 'It is late.',
    html: expect.stringContaining('<b>late</b>'),
    answers: [],
    attachments: [{ name: 'photo.png', contentType: 'image/png', sizeBytes: 3 }],
    receivedAt: NOW,
  });
});

test('a sweep goes on where the last one stopped', async () => {
  await local.mail.deliver(grace);
  const first = await mailboxes.changes(HELP, null, NOW);
  const { received } = await local.mail.deliver({ ...grace, subject: 'Second' });
  const second = await mailboxes.changes(HELP, first.cursor, NOW);
  expect([first.messageIds.length, second.messageIds]).toEqual([1, [received.id]]);
});

test('a subscription is made once and prolonged, and tells of a mail that can be fetched', async () => {
  const url = `${servers[0]!.url}/mail`;
  await mailboxes.subscribe(HELP, url, 'secret', NOW + 3_600_000);
  await mailboxes.subscribe(HELP, url, 'secret', NOW + 72 * 3_600_000);
  expect(local.subscriptions.list()).toMatchObject([{ expiresAt: NOW + 96 * 3_600_000 }]);
  await local.mail.deliver(grace);
  while (local.subscriptions.pending().length > 0) await new Promise((resolve) => setImmediate(resolve));
  const [{ value }] = notified as [{ value: { clientState: string; resourceData: { id: string } }[] }];
  expect(value[0]!.clientState).toBe('secret');
  expect((await mailboxes.fetch(HELP, value[0]!.resourceData.id))?.subject).toBe(grace.subject);
});

test('a reply comes to the customer in the thread, and their answer to us in the same conversation', async () => {
  const { sent: first } = await local.mail.deliver(grace);
  const mail = await only();
  const result = await reply(mail.replyTo);
  const [, got] = local.mail.mails(grace.from.address);
  expect(result).toMatchObject({ kind: 'sent', internetMessageId: got!.mail.internetMessageId });
  expect(got!.mail).toMatchObject({
    text: expect.stringMatching(/^It comes tomorrow\./),
    inReplyTo: first.mail.internetMessageId,
    headers: [{ name: 'x-switchboard-key', value: 'key-1' }],
  });
  const { received } = await local.mail.reply(got!.id, { text: 'Thanks' });
  expect(await mailboxes.fetch(HELP, received.id)).toMatchObject({
    conversationId: mail.conversationId,
    text: 'Thanks',
    answers: [got!.mail.internetMessageId, first.mail.internetMessageId],
  });
});

test('an answer leaves as another address that the mailbox may send as, and is answered where we read', async () => {
  await local.mail.deliver(grace);
  const mail = await only();
  expect(await reply(mail.replyTo, false, [], CARE)).toMatchObject({ kind: 'sent' });
  const [, got] = local.mail.mails(grace.from.address);
  expect(got!.mail).toMatchObject({ from: { address: CARE }, replyTo: [{ address: HELP }] });
  const { received } = await local.mail.reply(got!.id, { text: 'Thanks' });
  expect(await mailboxes.fetch(HELP, received.id)).toMatchObject({ conversationId: mail.conversationId });
});

test('as an address that Exchange does not let it send as, nothing is sent, and that is what is said', async () => {
  await local.mail.deliver(grace);
  const sent = await reply((await only()).replyTo, false, [], 'ceo@contoso.example');
  expect(sent).toEqual({ kind: 'failed', code: 'sendAsDenied', retryable: false });
  expect(local.mail.mails(grace.from.address)).toHaveLength(1);
});

test('machines are told from people', async () => {
  await local.mail.deliver(grace);
  await reply((await only()).replyTo, true);
  const [, got] = local.mail.mails(grace.from.address);
  expect(got!.mail.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-replied' });
  const away = await local.mail.autoReply(got!.id, 'I am away');
  const bounced = await local.mail.bounce(got!.id);
  expect((await mailboxes.fetch(HELP, away.received.id))?.nature).toBe('automatic');
  expect((await mailboxes.fetch(HELP, bounced.id))?.nature).toBe('bounce');
});

test('a mail that was never there is undefined', async () => {
  expect(await mailboxes.fetch(HELP, 'nothing')).toBeUndefined();
});

test('files go with an answer: small ones at once, large ones in parts, each as it was', async () => {
  await local.mail.deliver(grace);
  const { replyTo } = await only();
  const sizes = { 'small.pdf': 2_000, 'large.pdf': 3 * 1024 * 1024 + 5_000 };
  const attachments = Object.entries(sizes).map(([name, sizeBytes]) => {
    files.set(name, Buffer.alloc(sizeBytes, `%PDF-1.7 ${name} `));
    return { name, contentType: 'application/pdf', sizeBytes, url: name };
  });
  expect(await reply(replyTo, false, attachments)).toMatchObject({ kind: 'sent' });
  const received = local.mail.mails(grace.from.address).at(-1)!;
  expect(received.mail.attachments.map(({ name }) => name)).toEqual(['small.pdf', 'large.pdf']);
  for (const { name, contentBase64 } of received.mail.attachments)
    expect(Buffer.from(contentBase64, 'base64').equals(Buffer.from(files.get(name)!))).toBe(true);
});
