import { tenantIdOf } from '../../core/lib/ids';
import type { ChatConnection } from '../../ports/channels';
import type { StubAnswer } from '../../../tests/contracts/fakes/http-stub';
import { CHAT_SERVICE_USER, createChatStub } from '../../../tests/contracts/fakes/chat-stub';
import { createAcsChat, createServiceUser } from '.';

const endpoint = 'https://acs.example';
const HOUR_MS = 3_600_000;

function setUp(tokenLifetimeMs?: number) {
  let now = Date.UTC(2026, 9, 5, 12);
  const acs = createChatStub(tokenLifetimeMs, () => now);
  const { credential, httpClient } = acs;
  const clock = { now: () => now };
  const sign = async ({ threadId, userId }: { threadId: string; userId: string }) => ({
    token: `pass of ${userId} to ${threadId}`,
  });
  const seenAt = async () => null;
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const ours = { serviceUserId: CHAT_SERVICE_USER, clock, sign, seenAt, wait };
  const chat = createAcsChat({ endpoint, credential, httpClient, ...ours });
  const message = (externalRef: string) => ({
    key: 'k',
    ourAddress: 'web',
    customerAddress: 'c',
    externalRef,
    authorName: 'Ada',
    text: 'Hello',
    html: null,
    attachments: [],
    replyTo: null,
    automatic: false,
  });
  return { acs, chat, message, waits, step: (ms: number) => (now += ms), now: () => now };
}
const request = {
  provider: 'acs',
  tenantId: tenantIdOf('t'),
  key: 'start-1',
  customerName: 'Grace',
  topic: 'Sales',
} as const;

async function started(
  { threads }: ReturnType<typeof createAcsChat>,
  key: string = request.key,
): Promise<ChatConnection> {
  const connection = await threads.start({ ...request, key });
  if (connection === 'busy') throw new Error('The chat is busy.');
  return connection;
}

test('a customer gets a thread, an identity of their own and a token that can only write and read', async () => {
  const { acs, chat, now } = setUp();
  const connection = await started(chat);
  expect(connection).toEqual({
    provider: 'acs',
    endpoint,
    threadId: '19:thread1@thread.v2',
    userId: '8:acs:resource_customer1',
    token: expect.any(String),
    pass: 'pass of 8:acs:resource_customer1 to 19:thread1@thread.v2',
    tokenExpiresAt: now() + 24 * HOUR_MS,
  });
  const created = acs.requests.find(({ path, method }) => path === '/identities' && method === 'POST');
  expect(created?.body).toEqual({ createTokenWithScopes: ['chat.join.limited'] });
  expect(acs.threads.get(connection.threadId)?.participants).toHaveLength(2);
});

test('a repeated start answers the same thread and the same customer', async () => {
  const { acs, chat } = setUp();
  const first = await started(chat);
  const again = await started(chat);
  expect([again.threadId, again.userId]).toEqual([first.threadId, first.userId]);
  expect(again.token).toContain('chat.join.limited');
  expect(acs.threads.get(first.threadId)?.participants).toHaveLength(2);
});

test('a service that has too much to do is busy, not broken', async () => {
  const { acs, chat } = setUp();
  acs.answerStarts({ status: 429 });
  expect(await chat.threads.start(request)).toBe('busy');
});

test('another start is another thread', async () => {
  const { chat } = setUp();
  const first = await started(chat);
  expect((await started(chat, 'start-2')).threadId).not.toBe(first.threadId);
});

test('a closed thread has no customer; closing again is nothing', async () => {
  const { acs, chat } = setUp();
  const { threadId, userId } = await started(chat);
  await chat.threads.close(threadId, userId);
  await chat.threads.close(threadId, userId);
  await chat.threads.close('19:gone@thread.v2', userId);
  expect(acs.threads.get(threadId)?.participants).toHaveLength(1);
});

test('one service token serves many sends, until shortly before its end', async () => {
  const { acs, chat, message, step } = setUp(HOUR_MS);
  const { threadId } = await started(chat);
  const before = acs.issued();
  await chat.sender.send(message(threadId));
  await chat.sender.send(message(threadId));
  expect(acs.issued() - before).toBe(0);
  step(HOUR_MS - 9 * 60_000);
  await chat.sender.send(message(threadId));
  expect(acs.issued() - before).toBe(1);
});

test('a send is tried once, however the service fails', async () => {
  const { acs, chat, message } = setUp();
  const { threadId } = await started(chat);
  acs.answerSends(() => ({ status: 500 }));
  const before = acs.requests.length;
  await chat.sender.send(message(threadId));
  expect(acs.requests.length - before).toBe(1);
});

describe('a send that is refused as one too many', () => {
  const refused = (seconds: string | null) => ({
    status: 429,
    ...(seconds === null ? {} : { headers: { 'retry-after': seconds } }),
  });
  const sentAmid = async (...answers: StubAnswer[]) => {
    const set = setUp();
    const { threadId } = await started(set.chat);
    set.acs.answerSends(() => answers.shift() ?? null);
    const before = set.acs.requests.length;
    const result = await set.chat.sender.send(set.message(threadId));
    return { ...set, threadId, result, tries: set.acs.requests.length - before };
  };

  test('was not done: it is tried again when the service says that there is room, if somebody would wait for that', async () => {
    const { result, tries, waits, acs, threadId } = await sentAmid(refused('1'), refused('0'));
    expect(result).toMatchObject({ kind: 'sent' });
    expect(tries).toBe(3);
    expect(acs.threads.get(threadId)?.messages).toHaveLength(1);
    const [first = 0, second = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(1_000);
    expect(first).toBeLessThan(1_250);
    expect(second).toBeLessThan(250);
  });

  test('is tried again by the finest that the service says', async () => {
    const fine = { status: 429, headers: { 'retry-after': '1', 'retry-after-ms': '20' } };
    const { result, waits } = await sentAmid(fine);
    expect(result).toMatchObject({ kind: 'sent' });
    expect(waits[0]).toBeLessThan(270);
  });

  test('is throttled when there is no room within the time that somebody would wait', async () => {
    const { result, tries } = await sentAmid(refused('0'), refused('0'), refused('0'));
    expect(result).toMatchObject({ code: 'throttled' });
    expect(tries).toBe(3);
  });

  test.each<[string, string | null]>([
    ['for longer than that', '2'],
    ['until it does not say when', null],
    ['until something that is no length', 'soon'],
  ])('is throttled at once when it is refused %s', async (_what, seconds) => {
    const { result, tries } = await sentAmid(refused(seconds));
    expect(result).toMatchObject({ code: 'throttled' });
    expect(tries).toBe(1);
  });

  test('may have been done after any other answer: it is not tried again', async () => {
    const { result, tries } = await sentAmid(refused('0'), { status: 503, headers: { 'retry-after': '0' } });
    expect(result).toMatchObject({ code: 'throttled' });
    expect(tries).toBe(2);
  });
});

describe('what was written in a thread', () => {
  const user = '8:acs:resource_customer1';
  /** As a list tells it: instants by the second, the id by the millisecond. */
  const said = (at: number, text: string, others: object = {}) => ({
    id: String(at),
    type: 'text',
    sequenceId: '1',
    version: String(at),
    content: { message: text },
    createdOn: new Date(at - (at % 1_000)).toISOString(),
    senderDisplayName: 'Grace',
    senderCommunicationIdentifier: { rawId: user, communicationUser: { id: user } },
    ...others,
  });

  test('is said as its events would say it, the oldest first, from one instant until another', async () => {
    const { acs, chat, now } = setUp();
    const { threadId } = await started(chat);
    const at = now() + 120;
    const html = { type: 'html', content: { message: '<p>Hi</p>' }, metadata: { switchboardFiles: 'f1 f2' } };
    acs.threads
      .get(threadId)
      ?.messages.push(
        said(at - 1, 'before'),
        said(at, 'one'),
        { ...said(at + 1, ''), type: 'participantAdded', content: {} },
        { ...said(at + 2, 'taken back'), content: undefined, deletedOn: new Date(at).toISOString() },
        said(at + 700, '', html),
        said(at + 701, 'behind'),
      );
    const word = { threadId, customerAddress: user, customerName: 'Grace', html: null, fileIds: [] };
    expect(await chat.threads.writtenBetween(threadId, at, at + 700)).toEqual([
      { ...word, sourceId: `${threadId}/${at}`, sentAt: at, text: 'one' },
      {
        ...word,
        sourceId: `${threadId}/${at + 700}`,
        sentAt: at + 700,
        text: 'Hi',
        html: '<p>Hi</p>',
        fileIds: ['f1', 'f2'],
      },
    ]);
    const { url } = acs.requests.at(-1) ?? { url: '' };
    expect(new URL(url).searchParams.get('startTime')).toBe(new Date(at - 1_000).toISOString());
  });

  test('is by the instant of the list where that is exact, or the id is no instant', async () => {
    const { acs, chat, now } = setUp();
    const { threadId } = await started(chat);
    const exact = said(now() + 5, 'exact', { createdOn: new Date(now() + 7).toISOString() });
    acs.threads.get(threadId)?.messages.push(exact, said(now() + 2_000, 'named', { id: 'abc' }));
    const written = await chat.threads.writtenBetween(threadId, now(), now() + 5_000);
    expect(written?.map(({ sentAt }) => sentAt)).toEqual([now() + 7, now() + 2_000]);
  });
});

test('the service identity is made by a request of its own', async () => {
  const { credential, httpClient } = createChatStub();
  expect(await createServiceUser({ endpoint, credential, httpClient })).toBe('8:acs:resource_customer1');
});
