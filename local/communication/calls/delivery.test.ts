import { request } from 'node:https';
import { answered, CALLBACK, contextOf, createTestbed, music, ringIn, type Testbed } from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

describe('callbacks', () => {
  test('come again when the app is unwell, under the same id', async () => {
    const { media } = await answered(bed);
    bed.statuses.push(503, 'unreachable', 429);
    await media.playToAll([music], { operationContext: 'play-1' });
    await bed.settle();
    expect(bed.names()).not.toContain('PlayStarted');
    await bed.advance(1_000);
    await bed.advance(2_000);
    expect(bed.names()).not.toContain('PlayStarted');
    await bed.advance(5_000);
    expect(bed.names().filter((name) => name === 'PlayStarted')).toHaveLength(1);
    expect(bed.attempts.filter(({ name }) => name === 'PlayStarted').map(({ event }) => event.id)).toEqual(
      Array(4).fill(bed.received.at(-1)?.event.id),
    );
  });

  test('are not pressed on an app that refuses them', async () => {
    bed.statuses.push(400);
    await answered(bed);
    await bed.advance(600_000);
    expect(bed.names()).toEqual(['ParticipantsUpdated']);
  });

  test('are CloudEvents that name their call', async () => {
    const { properties } = await answered(bed);
    const source = `calling/callConnections/${String(properties.callConnectionId)}`;
    expect(bed.received[0]?.event).toMatchObject({
      source,
      subject: source,
      type: 'Microsoft.Communication.CallConnected',
      time: '2026-01-05T12:00:00.000Z',
      specversion: '1.0',
      datacontenttype: 'application/json',
    });
    expect(new Set(bed.received.map(({ event }) => event.id)).size).toBe(bed.received.length);
  });

  test('go where an operation wants them', async () => {
    const { media } = await answered(bed);
    await media.playToAll([music], { operationCallbackUrl: 'https://app.example/elsewhere' });
    await bed.settle();
    expect(bed.received.at(-1)).toMatchObject({ name: 'PlayStarted', url: 'https://app.example/elsewhere' });
  });
});

describe('after a restart', () => {
  test('callbacks still owed are given', async () => {
    await ringIn(bed);
    bed.statuses.push(503, 503);
    await bed.client.answerCall(contextOf(bed), CALLBACK);
    await bed.settle();
    expect(bed.names()).toEqual([]);
    await bed.restart();
    await bed.settle();
    expect(bed.names()).toEqual(['CallConnected', 'ParticipantsUpdated']);
  });

  test('calls go on, and what was to end ends', async () => {
    const { phone, media } = await answered(bed);
    await media.playToAll([music], { operationContext: 'play-1' });
    await bed.advance(29_000);
    await bed.restart();
    expect(bed.phones.call(phone.id)?.hearing).toMatchObject({ kind: 'music' });
    await bed.advance(999);
    expect(bed.names()).not.toContain('PlayCompleted');
    await bed.advance(1);
    expect(bed.last('PlayCompleted')).toMatchObject({ operationContext: 'play-1' });
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.names().at(-1)).toBe('CallDisconnected');
  });
});

describe('repeats', () => {
  const once = { 'repeatability-request-id': 'id-1', 'repeatability-first-sent': 'Mon, 05 Jan 2026 12:00:00 GMT' };

  const answerBy = (headers: Record<string, string>) =>
    send('/calling/callConnections:answer', { incomingCallContext: contextOf(bed), callbackUri: CALLBACK }, headers);

  async function send(path: string, body: object, headers: Record<string, string>) {
    const url = new URL(path, bed.url);
    return new Promise<{ status: number; body: unknown; result: unknown }>((resolve, reject) => {
      const outgoing = request(
        url,
        { method: 'POST', headers: { authorization: 'Bearer good', ...headers }, rejectUnauthorized: false },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk) => (text += String(chunk)));
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              body: text && JSON.parse(text),
              result: incoming.headers['repeatability-result'],
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(body));
    });
  }

  test('get the first answer and do nothing, even after a restart', async () => {
    await ringIn(bed);
    const first = await answerBy(once);
    expect(first).toMatchObject({ status: 200, result: 'accepted' });
    await bed.settle();
    await bed.restart();
    expect(await answerBy(once)).toEqual(first);
    expect((await answerBy({ ...once, 'repeatability-request-id': 'id-2' })).status).toBe(404);
    await bed.settle();
    expect(bed.names().filter((name) => name === 'CallConnected')).toHaveLength(1);
  });

  test('say when they were first sent', async () => {
    await ringIn(bed);
    const { status } = await answerBy({ 'repeatability-request-id': 'id-1' });
    expect(status).toBe(400);
  });

  test.each([
    ['a callback to nowhere', { callbackUri: 'app.example' }],
    ['a callback in the clear', { callbackUri: 'http://app.example/' }],
    ['no call', { incomingCallContext: '' }],
  ])('%s is refused', async (_what, change) => {
    await ringIn(bed);
    const body = { incomingCallContext: contextOf(bed), callbackUri: CALLBACK, ...change };
    expect(await send('/calling/callConnections:answer', body, {})).toMatchObject({
      status: 400,
      body: { error: { code: '8523' } },
    });
  });

  test('without credentials nothing is done', async () => {
    await ringIn(bed);
    expect((await answerBy({ authorization: 'Bearer bad' })).status).toBe(401);
  });
});
