import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { ref, recording, talking, world } from '../shared/flows/voice/given-recorded.testsuite';
import { createCallCallbackTokens } from '../shared/security/call-callbacks';
import { readTranscriptsSettings } from './compose';
import { listenToCalls, type Listener } from './server';
import { begins, said, texts } from './words-of-a-call.testsuite';

const ISSUER = 'https://acscallautomation.communication.azure.com';
const RESOURCE = '11111111-2222-4333-8444-555555555555';

let issuer: TokenIssuer;
let listener: Listener;
beforeAll(async () => {
  issuer = await createTokenIssuer('k');
});
beforeEach(async () => {
  await recording('announced, transcribe: true');
  await talking();
  const { clock } = world.deps;
  const { fetchKeys } = issuer;
  const tokens = createCallCallbackTokens({
    issuer: ISSUER,
    keysUrl: `${ISSUER}/keys`,
    resourceIds: [RESOURCE],
    clock,
    fetchKeys,
  });
  listener = await listenToCalls({ deps: world.deps, log: world.deps.log, tokens, wait: async () => undefined }, 0);
});
afterEach(() => listener.close());

const signed = (change: object = {}) => {
  const seconds = Math.floor(world.deps.clock.now() / 1000);
  return issuer.sign({ iss: ISSUER, aud: RESOURCE, nbf: seconds, iat: seconds, exp: seconds + 86_400, ...change });
};
const pathOf = () => `/calls/${ref.tenantId}/${ref.interactionId}`;

/** What became of it: the status of who was refused, 101 for who is in. */
async function knock(path: string, headers: Record<string, string>): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${listener.port}${path}`, { headers });
  const status = await new Promise<number>((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
  return { status, socket };
}
async function connected(): Promise<WebSocket> {
  const { socket } = await knock(pathOf(), { authorization: `Bearer ${await signed()}` });
  return socket;
}
async function hungUp(socket: WebSocket): Promise<void> {
  socket.close();
  await once(socket, 'close');
  await listener.close();
}

describe('the container that writes down calls', () => {
  test('keeps what Call Automation brings, all of it before it ends', async () => {
    const socket = await connected();
    for (const frame of [begins, said('Hello.', 1), said('Hello.', 1), 'nonsense', said('My order.', 2)])
      socket.send(frame);
    socket.send('{"kind":"AudioData","audioData":{}}');
    await hungUp(socket);
    expect((await texts()).sort()).toEqual(['Hello.', 'My order.']);
  });

  test('keeps nothing of a socket that does not say which call it is, nor of another call', async () => {
    const socket = await connected();
    socket.send(said('Too early.', 1));
    socket.send(begins.replace('call-1', 'call-9'));
    socket.send(said('Elsewhere.', 2));
    await hungUp(socket);
    expect(await texts()).toEqual([]);
  });

  test('keeps the words though the store fails once', async () => {
    const { append } = world.deps.transcripts;
    let failures = 1;
    Object.assign(world.deps.transcripts, {
      append: (...args: Parameters<typeof append>) =>
        failures-- > 0 ? Promise.reject(new Error('unwell')) : append(...args),
    });
    const socket = await connected();
    socket.send(begins);
    socket.send(said('Hello.', 1));
    await hungUp(socket);
    expect(await texts()).toEqual(['Hello.']);
  });

  test('closes on what is no text, and on a frame that is too large', async () => {
    for (const frame of [Buffer.from([1, 2]), `"${'a'.repeat(100_000)}"`]) {
      const socket = await connected();
      socket.on('error', () => undefined);
      socket.send(frame);
      const [code] = (await once(socket, 'close')) as [number];
      expect([1003, 1009]).toContain(code);
    }
  });
});

describe('whoever shows no good token gets no socket', () => {
  const refused = async (headers: Record<string, string>) => (await knock(pathOf(), headers)).status;

  test('none, another scheme, no token at all', async () => {
    expect(await refused({})).toBe(401);
    expect(await refused({ authorization: 'Basic eA==' })).toBe(401);
    expect(await refused({ authorization: 'Bearer x.y.z' })).toBe(401);
  });

  test.each([
    ['another issuer', { iss: 'https://attacker.example' }],
    ['another resource', { aud: '99999999-2222-4333-8444-555555555555' }],
    ['one of yesterday', { nbf: 1, iat: 1, exp: 2 }],
  ])('%s', async (_name, change) => {
    expect(await refused({ authorization: `Bearer ${await signed(change)}` })).toBe(401);
    expect(world.warnings.join()).toContain('access refused');
  });

  test('one that somebody else signed under the same name', async () => {
    const own = await createTokenIssuer('k');
    const seconds = Math.floor(world.deps.clock.now() / 1000);
    const token = await own.sign({ iss: ISSUER, aud: RESOURCE, nbf: seconds, exp: seconds + 60 });
    expect(await refused({ authorization: `Bearer ${token}` })).toBe(401);
  });

  test('and a good one opens no other door', async () => {
    const headers = { authorization: `Bearer ${await signed()}` };
    for (const path of ['/', '/calls/contoso', '/calls/contoso/..%2fx', '/calls/contoso/a/b'])
      expect((await knock(path, headers)).status).toBe(404);
  });
});

test('says which settings it lacks, and that it is alive', async () => {
  expect(() => readTranscriptsSettings({ COSMOS_ENDPOINT: 'no', PORT: '' })).toThrow(
    'These settings are missing or wrong: COSMOS_ENDPOINT, COMMUNICATION_CALLBACK_AUDIENCE.',
  );
  const health = await fetch(`http://127.0.0.1:${listener.port}/healthz`);
  expect(health.status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${listener.port}/calls/a/b`)).status).toBe(404);
});
