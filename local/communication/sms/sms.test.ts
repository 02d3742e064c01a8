import { NOON, startTrial, type Trial } from '../trial.testsuite';

const OURS = '+18005550100';
const GRACE = '+14255550123';
const LIN = '+14255550124';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

const report = { enableDeliveryReport: true, tag: 'key-1' };
const send = (to: string[], message = 'Hello') => trial.sms.send({ from: OURS, to, message }, report);
const textsOf = (number: string) =>
  trial.handset.texts(number).map(({ direction, message }) => `${direction} ${message}`);

test('each recipient gets the text, and the answer says so for each', async () => {
  const results = await send([GRACE, LIN]);
  expect(results).toEqual(
    [GRACE, LIN].map((to) => ({
      to,
      messageId: expect.stringMatching(/^Outgoing_20261005120000000[0-9a-f-]{36}$/),
      httpStatusCode: 202,
      repeatabilityResult: 'accepted',
      successful: true,
    })),
  );
  expect(trial.handset.texts(LIN)).toEqual([
    {
      id: results[1]?.messageId,
      direction: 'in',
      ourNumber: OURS,
      customerNumber: LIN,
      message: 'Hello',
      at: NOON,
    },
  ]);
});

test('a report of the delivery comes after a while', async () => {
  const [result] = await send([GRACE]);
  await trial.step(1_999);
  expect(trial.events).toEqual([]);
  await trial.step(1);
  expect(trial.events).toEqual([
    {
      id: result?.messageId,
      topic: expect.stringContaining('/communicationServices/'),
      subject: '/phonenumber/14255550123',
      eventType: 'Microsoft.Communication.SMSDeliveryReportReceived',
      eventTime: '2026-10-05T12:00:02.000Z',
      dataVersion: '1.0',
      metadataVersion: '1',
      data: {
        messageId: result?.messageId,
        from: '18005550100',
        to: GRACE,
        deliveryStatus: 'Delivered',
        deliveryStatusDetails: 'No error.',
        receivedTimestamp: '2026-10-05T12:00:02.000Z',
        deliveryAttempts: [{ timestamp: '2026-10-05T12:00:02.000Z', segmentsSucceeded: 1, segmentsFailed: 0 }],
        tag: 'key-1',
      },
    },
  ]);
});

test('who asks for no report gets none', async () => {
  await trial.sms.send({ from: OURS, to: [GRACE], message: 'Hello' });
  await trial.step(60_000);
  expect(trial.events).toEqual([]);
});

test('a number that is none is refused alone', async () => {
  const results = await send(['0425', GRACE, 'x']);
  expect(results.map(({ httpStatusCode, successful }) => [httpStatusCode, successful])).toEqual([
    [202, true],
    [202, true],
    [400, false],
  ]);
});

test('a number that no country has is refused alone, and a sender that is none altogether', async () => {
  const tooLong = '+1425555012345';
  const [good, bad] = await send([GRACE, tooLong]);
  expect(good).toMatchObject({ successful: true });
  expect(bad).toEqual({
    to: tooLong,
    httpStatusCode: 400,
    successful: false,
    errorMessage: 'Unknown country code.',
    repeatabilityResult: 'rejected',
  });
  const asTooLong = trial.sms.send({ from: tooLong, to: [GRACE], message: 'Hello' });
  await expect(asTooLong).rejects.toMatchObject({ statusCode: 401 });
});

test("a customer's text is an event", async () => {
  const id = await trial.handset.text({ from: GRACE, to: OURS, message: 'Where is my order? 📦' });
  await trial.settle();
  expect(trial.events).toMatchObject([
    {
      id,
      subject: '/phonenumber/18005550100',
      eventType: 'Microsoft.Communication.SMSReceived',
      data: {
        messageId: id,
        from: '14255550123',
        to: '18005550100',
        message: 'Where is my order? 📦',
        receivedTimestamp: '2026-10-05T12:00:00.000Z',
        segmentCount: 1,
      },
    },
  ]);
  expect(textsOf(GRACE)).toEqual(['out Where is my order? 📦']);
});

test('nobody writes to a sender that is a name', async () => {
  const text = trial.handset.text({ from: GRACE, to: 'CONTOSO', message: 'Hello' });
  await expect(text).rejects.toMatchObject({ code: 'cannotReceive' });
  expect(trial.handset.numbers()).toEqual([]);
});

test('the simulator knows whose phones have texts', async () => {
  await send([LIN, GRACE]);
  expect(trial.handset.numbers()).toEqual([GRACE, LIN]);
});

describe('STOP', () => {
  const statuses = () =>
    trial.eventsOf('SMSDeliveryReportReceived').map(({ data }) => {
      const { deliveryStatus, deliveryStatusDetails } = data as Record<string, string>;
      return `${deliveryStatus ?? ''}: ${deliveryStatusDetails ?? ''}`;
    });

  test('is passed on, answered by the carrier, and blocks what follows until START', async () => {
    await trial.handset.text({ from: GRACE, to: OURS, message: ' stop ' });
    const [result] = await send([GRACE], 'Blocked');
    expect(result?.successful).toBe(true);
    await trial.handset.text({ from: GRACE, to: OURS, message: 'Unstop' });
    await send([GRACE], 'Welcome back');
    await trial.step(2_000);
    expect(statuses()).toEqual(['Failed: Sender blocked for given recipient.', 'Delivered: No error.']);
    expect(trial.eventsOf('SMSReceived')).toHaveLength(2);
    expect(textsOf(GRACE)).toEqual([
      'out  stop ',
      expect.stringMatching(/^in NETWORK MSG: You replied with the word "stop"/),
      'out Unstop',
      expect.stringMatching(/^in NETWORK MSG: You have replied "unstop"/),
      'in Welcome back',
    ]);
  });

  test('is for one of our numbers alone, and only as the whole message', async () => {
    await trial.handset.text({ from: GRACE, to: '+18005550101', message: 'STOP' });
    await trial.handset.text({ from: GRACE, to: OURS, message: 'Please stop' });
    expect(trial.handset.isOptedOut(OURS, GRACE)).toBe(false);
    expect(trial.handset.isOptedOut('+18005550101', GRACE)).toBe(true);
  });

  test('to a short code is answered by the service', async () => {
    await trial.handset.text({ from: GRACE, to: '54321', message: 'STOP' });
    expect(textsOf(GRACE)[1]).toMatch(/^in You have successfully been unsubscribed/);
  });
});

describe('what can go wrong', () => {
  test.each([
    ['unreachable', 'Unreachable recipient.'],
    ['blocked', 'Message blocked by carrier.'],
  ] as const)('%s: taken, not delivered, reported', async (fault, deliveryStatusDetails) => {
    await trial.faults.set(GRACE, fault);
    const [result] = await send([GRACE]);
    expect(result?.httpStatusCode).toBe(202);
    await trial.step(2_000);
    expect(trial.events).toMatchObject([
      { data: { deliveryStatus: 'Failed', deliveryStatusDetails, deliveryAttempts: [{ segmentsFailed: 1 }] } },
    ]);
    expect(textsOf(GRACE)).toEqual([]);
  });

  test('refused: not taken', async () => {
    await trial.faults.set(GRACE, 'refused');
    expect(await send([GRACE])).toMatchObject([{ httpStatusCode: 400, successful: false }]);
  });

  test('silent: delivered, and never reported', async () => {
    await trial.faults.set(GRACE, 'silent');
    await send([GRACE]);
    await trial.step(86_400_000);
    expect(trial.events).toEqual([]);
    expect(textsOf(GRACE)).toEqual(['in Hello']);
  });

  test('until it is cleared', async () => {
    await trial.faults.set(GRACE, 'refused');
    expect(trial.faults.all()).toEqual({ [GRACE]: 'refused' });
    await trial.faults.clear(GRACE);
    expect(await send([GRACE])).toMatchObject([{ httpStatusCode: 202 }]);
  });
});

describe('the opt-out list', () => {
  const call = async (verb: string, recipients: string[]) => {
    const sent = { from: OURS, recipients: recipients.map((to) => ({ to })) };
    return (await trial.asResource('POST', `/sms/optouts:${verb}?api-version=2026-01-23`, sent)).body;
  };

  test('is filled by STOP and by hand, and can be asked', async () => {
    await trial.handset.text({ from: GRACE, to: OURS, message: 'STOP' });
    expect(await call('check', [GRACE, LIN, 'x'])).toEqual({
      value: [
        { to: GRACE, httpStatusCode: 200, isOptedOut: true },
        { to: LIN, httpStatusCode: 200, isOptedOut: false },
        { to: 'x', httpStatusCode: 400, errorMessage: expect.any(String) },
      ],
    });
    await call('add', [LIN]);
    await call('remove', [GRACE]);
    expect([GRACE, LIN].map((number) => trial.handset.isOptedOut(OURS, number))).toEqual([false, true]);
  });
});
