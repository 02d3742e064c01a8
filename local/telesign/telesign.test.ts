import { createHmac } from 'node:crypto';
import { createClock, type Clock } from '../kit/clock';
import { dispatch, type LocalResponse } from '../kit/http';
import type { OutgoingRequest } from '../kit/post';
import { openStore, type Store } from '../kit/store';
import { createWork, type Work } from '../kit/work';
import { createTelesign, type Telesign } from './telesign';

const START = Date.UTC(2026, 9, 5, 14);
const ACCOUNT = { customerId: 'C-1', apiKey: Buffer.from('a key').toString('base64') };
const BASIC = `Basic ${Buffer.from(`${ACCOUNT.customerId}:${ACCOUNT.apiKey}`).toString('base64')}`;
const FORM = 'application/x-www-form-urlencoded';
const US = '+14255550101';
const THEM = '+14255550177';

interface Posted extends OutgoingRequest {
  readonly at: number;
}

let clock: Clock;
let work: Work;
let store: Store;
let posted: Posted[];
let answers: (number | 'nothing')[];
let telesign: Telesign;

const open = () =>
  createTelesign({
    store,
    clock,
    work,
    account: ACCOUNT,
    callbackUrl: () => 'https://app.test/account',
    post: async (request) => {
      posted.push({ ...request, at: clock.now() });
      const status = answers.shift() ?? 200;
      if (status === 'nothing') throw new Error('no answer');
      return { status, headers: {}, body: '' };
    },
  });

beforeEach(async () => {
  work = createWork();
  clock = createClock(work, START, Date.now);
  store = openStore(':memory:');
  [posted, answers] = [[], []];
  telesign = open();
  await telesign.own(US);
});
afterEach(() => store.close());

const settled = async () => {
  do await new Promise((resolve) => setImmediate(resolve));
  while (work.running > 0);
};
const pass = async (ms: number) => {
  const end = clock.now() + ms;
  for (;;) {
    await settled();
    const next = clock.nextDueAt();
    if (next === undefined || next > end) break;
    clock.stepTo(next);
  }
  clock.stepTo(end);
  await settled();
};

const ask = (method: string, path: string, body: string, headers: Record<string, string>): Promise<LocalResponse> =>
  dispatch(telesign.service, {
    method,
    url: new URL(`https://telesign.test${path}`),
    target: path,
    headers,
    body: Buffer.from(body),
    json: () => undefined,
  });
const form = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    phone_number: THEM.slice(1),
    message: 'Hello',
    message_type: 'ARN',
    sender_id: US.slice(1),
    external_id: 'key-1',
    ...change,
  }).toString();
const send = (change: Record<string, string> = {}) =>
  ask('POST', '/v1/messaging', form(change), { authorization: BASIC, 'content-type': FORM });
const codeOf = ({ body }: LocalResponse) => (body as { status: { code: number } }).status.code;
const bodies = () => posted.map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>);

/** Written down after the carrier's documents, apart from the code that checks it. */
function digest(body: string, change: Record<string, string> = {}): Record<string, string> {
  const headers = {
    'x-ts-auth-method': 'HMAC-SHA256',
    'x-ts-date': new Date(clock.now()).toUTCString(),
    'x-ts-nonce': 'n-1',
    ...change,
  };
  const own = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  const text = ['POST', FORM, '', ...own, body, '/v1/messaging'].join('\n');
  const signature = createHmac('sha256', Buffer.from(ACCOUNT.apiKey, 'base64')).update(text).digest('base64');
  return { 'content-type': FORM, ...headers, authorization: `TSA ${ACCOUNT.customerId}:${signature}` };
}

describe('sending', () => {
  test('a text reaches the handset, and its report follows with our id, signed', async () => {
    const answer = await send();
    expect(answer).toMatchObject({ status: 200, body: { external_id: 'key-1', status: { code: 290 } } });
    const { reference_id: referenceId } = answer.body as { reference_id: string };
    expect(telesign.handset.texts(THEM)).toMatchObject([{ direction: 'in', message: 'Hello', ourNumber: US }]);
    expect(posted).toEqual([]);
    await pass(2_000);
    const [report] = posted;
    expect(report?.url).toBe('https://app.test/account');
    expect(bodies()[0]).toMatchObject({
      reference_id: referenceId,
      external_id: 'key-1',
      status: { code: 200, description: 'Delivered to handset', updated_on: '2026-10-05T14:00:02.000000Z' },
    });
    const signature = createHmac('sha256', Buffer.from(ACCOUNT.apiKey, 'base64'))
      .update(String(report?.body))
      .digest('base64');
    expect(report?.headers).toMatchObject({ authorization: `TSA C-1:${signature}`, 'x-ts-authorization': signature });
  });

  test('the same text twice is two texts: there is no idempotency key', async () => {
    await send();
    await send();
    expect(telesign.handset.texts(THEM)).toHaveLength(2);
  });

  test('a long text is one text with one report, and a hundred at one instant are taken', async () => {
    await send({ message: 'x'.repeat(500) });
    await pass(10_000);
    expect(telesign.handset.texts(THEM).map(({ message }) => message.length)).toEqual([500]);
    expect(posted).toHaveLength(1);
    const taken = await Promise.all(Array.from({ length: 100 }, () => send()));
    expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('the status of a text can be asked for', async () => {
    const { reference_id: id } = (await send()).body as { reference_id: string };
    const look = () => ask('GET', `/v1/messaging/${id}`, '', { authorization: BASIC });
    expect(codeOf(await look())).toBe(290);
    await pass(2_000);
    expect(codeOf(await look())).toBe(200);
    expect((await ask('GET', '/v1/messaging/unknown', '', { authorization: BASIC })).status).toBe(404);
  });

  test('a sender that the account does not have is reported, and reaches nobody', async () => {
    await send({ sender_id: '14255550999' });
    await pass(2_000);
    expect(bodies()[0]).toMatchObject({ status: { code: 521 } });
    expect(telesign.handset.texts(THEM)).toEqual([]);
  });

  test('a fate is what the report says, and silence says nothing', async () => {
    await telesign.setFate(THEM, 510);
    await send();
    await pass(2_000);
    expect(bodies()).toMatchObject([{ status: { code: 510 } }]);
    expect(telesign.handset.texts(THEM)).toEqual([]);
    await telesign.setFate(THEM, 'silent');
    await send();
    await pass(60_000);
    expect(posted).toHaveLength(1);
    expect(telesign.handset.texts(THEM)).toHaveLength(1);
  });

  test.each([
    ['no number', { phone_number: '' }, 12000],
    ['a number with a plus', { phone_number: THEM }, 11000],
    ['no text', { message: '' }, 12009],
    ['too long a text', { message: 'x'.repeat(1601) }, 11009],
    ['no type', { message_type: '' }, 12017],
    ['another type', { message_type: 'SPAM' }, 11017],
    ['too long a sender', { sender_id: '1'.repeat(21) }, 11013],
    ['a callback that is no https', { callback_url: 'http://app.test' }, 11004],
  ])('with %s is refused by the carrier’s code', async (_what, change, code) => {
    const answer = await send(change);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(telesign.handset.texts(THEM)).toEqual([]);
  });

  test('what is not emulated says so', async () => {
    expect((await ask('POST', '/v1/verify/sms', '', { authorization: BASIC })).status).toBe(501);
  });
});

describe('authentication', () => {
  const post = (headers: Record<string, string>, body = form()) => ask('POST', '/v1/messaging', body, headers);

  test('a request signed after the documents is let in, once', async () => {
    expect((await post(digest(form()))).status).toBe(200);
    const again = await post(digest(form()));
    expect([again.status, codeOf(again)]).toEqual([401, 10002]);
  });

  test.each([
    ['no credentials', () => ({}), 10009],
    ['another scheme', () => ({ authorization: 'Bearer x' }), 10028],
    ['another customer', () => ({ authorization: 'Basic eDp5' }), 10015],
    ['another key', () => ({ authorization: `Basic ${Buffer.from('C-1:other').toString('base64')}` }), 10022],
    ['a body that was not signed', () => digest(form({ message: 'Other' })), 10008],
    ['an old date', () => digest(form(), { 'x-ts-date': new Date(START - 3_600_000).toUTCString() }), 10004],
    ['no date that can be read', () => digest(form(), { 'x-ts-date': 'soon' }), 10004],
    ['another method', () => digest(form(), { 'x-ts-auth-method': 'HMAC-MD5' }), 10006],
  ])('%s is refused', async (_what, headers, code) => {
    const answer = await post(headers());
    expect([answer.status, codeOf(answer)]).toEqual([401, code]);
    expect(telesign.handset.texts(THEM)).toEqual([]);
  });
});

describe('callbacks', () => {
  test('a customer’s text is told with what its word asks for', async () => {
    await telesign.handset.text({ from: THEM, to: US, message: 'Arret' });
    await telesign.handset.text({ from: THEM, to: US, message: 'Arret now' });
    await pass(0);
    expect(bodies()).toMatchObject([
      {
        sub_resource: 'mo_sms',
        submit_timestamp: '2026-10-05T14:00:00.000000Z',
        status: { code: 1500 },
        user_response: { action: 'stop', keyword: 'ARRET', sender_id: '14255550101', phone_number: '14255550177' },
      },
      { user_response: { action: 'generic', mo_message: 'Arret now' } },
    ]);
  });

  test('one that is not taken comes again after 5, 10 and 15 seconds, and then no more', async () => {
    answers = [503, 'nothing', 202, 500, 500];
    await telesign.handset.text({ from: THEM, to: US, message: 'Hello' });
    await pass(600_000);
    expect(posted.map(({ at }) => (at - START) / 1000)).toEqual([0, 5, 15, 30]);
    expect(new Set(posted.map(({ body }) => body)).size).toBe(1);
  });

  test('one under way when the carrier dies is told by the next process', async () => {
    answers = [503];
    await telesign.handset.text({ from: THEM, to: US, message: 'Hello' });
    await settled();
    // Nothing of the first process runs any more.
    clock = createClock(work, START, Date.now);
    telesign = open();
    await pass(5_000);
    expect(posted).toHaveLength(2);
    expect(telesign.owns(US)).toBe(true);
  });
});
