import fc from 'fast-check';
import { createClock } from '../kit/clock';
import { dispatch } from '../kit/http';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';
import { createCommunication } from './communication';
import { segmentCount } from './sms/segments';
import { createUserTokens, TOKEN_SCOPES } from './user-token';

const ACCESS_KEY = Buffer.from('a key').toString('base64');
const NOON = Date.UTC(2026, 9, 5, 12);

/** The emulator without a network in between: these laws are about many small histories. */
function start() {
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  const store = openStore(':memory:');
  const communication = createCommunication({
    store,
    clock,
    work,
    endpoint: () => 'https://acs.example',
    accessKey: ACCESS_KEY,
    immutableResourceId: '0a1b2c3d-0000-4000-8000-00000000abcd',
    publish: () => Promise.resolve(),
    verifyToken: () => Promise.resolve({}),
  });
  async function call(method: string, path: string, body: object | null, headers: Record<string, string>) {
    const sent = Buffer.from(body === null ? '' : JSON.stringify(body));
    const url = new URL(`https://acs.example${path}`);
    const request = { method, url, target: path, headers, body: sent, json: () => body };
    return dispatch(communication.service, request);
  }
  const asApp = { authorization: 'Bearer of-the-app' };
  return { ...communication, clock, call, asApp, close: () => store.close() };
}

type Emulator = ReturnType<typeof start>;

async function newChat({ call, asApp }: Emulator) {
  const user = await call('POST', '/identities', { createTokenWithScopes: ['chat'] }, asApp);
  const { token } = (user.body as { accessToken: { token: string } }).accessToken;
  const headers = { authorization: `Bearer ${token}` };
  const thread = await call('POST', '/chat/threads', { topic: 'x' }, headers);
  const { id } = (thread.body as { chatThread: { id: string } }).chatThread;
  return { headers, path: `/chat/threads/${encodeURIComponent(id)}/messages` };
}

interface Listed {
  readonly value: { id: string; sequenceId: string; version: string; content?: { message?: string } }[];
  readonly nextLink?: string;
}

async function listAll(emulator: Emulator, path: string, headers: Record<string, string>, pageSize: number) {
  const listed: Listed['value'] = [];
  for (let next: string | undefined = `${path}?maxPageSize=${pageSize}`; next !== undefined;) {
    const { body } = await emulator.call('GET', next, null, headers);
    const page = body as Listed;
    listed.push(...page.value);
    next = page.nextLink?.replace('https://acs.example', '');
  }
  return listed.reverse();
}

const act = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), text: fc.string({ maxLength: 5 }) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('edit' as const), at: fc.nat(9) }),
);

test('messages keep the order of their sending, with ids and versions that only grow, in pages of any size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), async (acts, pageSize) => {
      const emulator = start();
      const { headers, path } = await newChat(emulator);
      const sent: { id: string; text: string }[] = [];
      for (const step of acts) {
        if (step.kind === 'wait') emulator.clock.stepTo(emulator.clock.now() + step.ms);
        if (step.kind === 'send') {
          const { body } = await emulator.call('POST', path, { content: step.text }, headers);
          sent.push({ id: (body as { id: string }).id, text: step.text });
        }
        const edited = step.kind === 'edit' ? sent[step.at] : undefined;
        if (edited) {
          edited.text = 'edited';
          await emulator.call('PATCH', `${path}/${edited.id}`, { content: 'edited' }, headers);
        }
      }
      const listed = await listAll(emulator, path, headers, pageSize);
      expect(listed.map(({ sequenceId }) => Number(sequenceId))).toEqual(listed.map((_, n) => n + 1));
      const stamps = listed.map(({ id }) => Number(id));
      expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
      expect(listed.every(({ id, version }) => Number(version) >= Number(id))).toBe(true);
      const said = listed.filter(({ content }) => content?.message !== undefined);
      expect(said.map(({ id, content }) => ({ id, text: content?.message }))).toEqual(sent);
      emulator.close();
    }),
    { numRuns: 40 },
  );
});

test('whatever the order of repeats, a text goes out once for each id and each repeat has the same answer', async () => {
  const request = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    to: fc.constantFrom('+14255550123', '+14255550124'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), fc.boolean(), async (requests, together) => {
      const emulator = start();
      const send = async ({ id, to }: { id: number; to: string }) => {
        const smsRecipients = [{ to, repeatabilityRequestId: String(id), repeatabilityFirstSent: 'x' }];
        const body = { from: '+18005550100', smsRecipients, message: 'Hello' };
        const answer = await emulator.call('POST', '/sms', body, emulator.asApp);
        return { key: `${to} ${id}`, answer: JSON.stringify(answer.body) };
      };
      const answers = [];
      if (together) answers.push(...(await Promise.all(requests.map(send))));
      else for (const one of requests) answers.push(await send(one));
      const byKey = new Map(answers.map(({ key, answer }) => [key, answer]));
      expect(answers.every(({ key, answer }) => byKey.get(key) === answer)).toBe(true);
      const received = ['+14255550123', '+14255550124'].flatMap((to) => emulator.handset.texts(to));
      expect(received).toHaveLength(byKey.size);
      emulator.close();
    }),
    { numRuns: 40 },
  );
});

test('a token says what it was signed with, and nothing to another key', () => {
  const token = fc.record({
    userId: fc.uuid().map((id) => `8:acs:resource_${id}`),
    scopes: fc.uniqueArray(fc.constantFrom(...TOKEN_SCOPES), { minLength: 1 }),
    expiresAt: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000),
    generation: fc.nat(),
  });
  const ours = createUserTokens('a', 'resource');
  const others = createUserTokens('b', 'resource');
  fc.assert(
    fc.property(token, fc.nat(200), (signed, at) => {
      const jwt = ours.sign(signed, NOON);
      expect(ours.read(jwt)).toEqual(signed);
      expect(others.read(jwt)).toBeUndefined();
      const i = at % jwt.length;
      const forged = `${jwt.slice(0, i)}${jwt[i] === 'A' ? 'B' : 'A'}${jwt.slice(i + 1)}`;
      expect(ours.read(forged)).toBeUndefined();
    }),
  );
});

test('a longer text never has fewer segments', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 100 }), (text, more) => {
      expect(segmentCount(text + more)).toBeGreaterThanOrEqual(segmentCount(text));
    }),
  );
});

test.each([
  ['', 1],
  ['x'.repeat(160), 1],
  ['x'.repeat(161), 2],
  ['x'.repeat(306), 2],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['好'.repeat(70), 1],
  ['好'.repeat(71), 2],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(36), 2],
])('segments of %j', (text, segments) => {
  expect(segmentCount(text)).toBe(segments);
});
