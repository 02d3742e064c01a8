import { createHttpStub, type StubAnswer } from '../../../tests/contracts/fakes/http-stub';
import { createAcsSmsSender } from './send';

const NOW = Date.UTC(2026, 9, 5, 12);
const message = {
  key: 'key-1',
  ourAddress: '+14255550199',
  customerAddress: '+14255550123',
  externalRef: 'ref',
  authorName: 'Ada',
  text: 'Hello',
  html: null,
  attachments: [],
  replyTo: null,
  automatic: false,
};
const item = (change: object) => ({
  status: 202,
  body: { value: [{ to: '+14255550123', messageId: 'm-1', httpStatusCode: 202, successful: true, ...change }] },
});

function setUp(...answers: StubAnswer[]) {
  const acs = createHttpStub(() => answers.shift() ?? item({}));
  const { credential, httpClient } = acs;
  const sender = createAcsSmsSender({
    endpoint: 'https://acs.example/',
    credential,
    httpClient,
    clock: { now: () => NOW },
  });
  return { acs, sender };
}

test('a text goes out with an id made of its key, asks for a report and tags it', async () => {
  const { acs, sender } = setUp();
  expect(await sender.send(message)).toEqual({ kind: 'sent', providerId: 'm-1' });
  const [request] = acs.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/sms' });
  expect(request?.headers['authorization']).toBe('Bearer a-token');
  expect(request?.body).toEqual({
    from: '+14255550199',
    smsRecipients: [
      {
        to: '+14255550123',
        repeatabilityRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        repeatabilityFirstSent: 'Mon, 05 Oct 2026 12:00:00 GMT',
      },
    ],
    message: 'Hello',
    smsSendOptions: { enableDeliveryReport: true, tag: 'key-1' },
  });
});

const idOf = (body: Readonly<Record<string, unknown>>) =>
  (body['smsRecipients'] as { repeatabilityRequestId: string }[])[0]?.repeatabilityRequestId;

test('tries within a send, and repeats of a send, carry the same id; another key another', async () => {
  const { acs, sender } = setUp({ status: 503 });
  await sender.send(message);
  await sender.send(message);
  await sender.send({ ...message, key: 'key-2' });
  const [first, second, third, other] = acs.requests.map(({ body }) => idOf(body));
  expect([second, third]).toEqual([first, first]);
  expect(other).not.toBe(first);
});

test.each([
  ['an item that failed', item({ successful: false, httpStatusCode: 400, messageId: null }), 'rejected', false],
  [
    'an opted-out recipient',
    item({ successful: false, httpStatusCode: 400, errorMessage: 'Opted out' }),
    'optedOut',
    false,
  ],
  ['a blocked recipient', item({ successful: false, httpStatusCode: 400, errorMessage: 'Blocked' }), 'blocked', false],
  ['an item throttled', item({ successful: false, httpStatusCode: 429 }), 'throttled', true],
  ['no item', { status: 202, body: { value: [] } }, 'unknownOutcome', true],
  ['nothing readable', { status: 202 }, 'unknownOutcome', true],
  ['401', { status: 401 }, 'rejected', true],
] as const)('%s -> %s', async (_what, answer, code, retryable) => {
  const { sender } = setUp(answer, answer, answer);
  expect(await sender.send(message)).toEqual({ kind: 'failed', code, retryable });
});

test('a text that is too long is not sent', async () => {
  const { acs, sender } = setUp();
  expect(await sender.send({ ...message, text: 'x'.repeat(2049) })).toMatchObject({ code: 'tooLarge' });
  expect(acs.requests).toEqual([]);
});

test('the words that carriers and ACS obey are answered by them, all others by us', () => {
  const { sender } = setUp();
  expect(['STOP', ' start ', 'Unstop'].map((text) => sender.answersItself(text))).toEqual([true, true, true]);
  expect(['HELP', 'stopp', 'stop that', 'end'].map((text) => sender.answersItself(text))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
