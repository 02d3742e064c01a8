import { createAgent } from './agent';
import type { Office } from './office';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** An office that answers what it is given by path, and notes what was asked of it. */
function createTestOffice(answers: Readonly<Record<string, unknown>>) {
  const asked: Asked[] = [];
  let now = 1_000_000;
  const note = (method: string, path: string, body?: unknown) => {
    asked.push({ method, path, body });
    return Promise.resolve(answers[`${method} ${path}`]);
  };
  const office = {
    get: (path: string) => note('GET', path),
    post: (path: string, body?: object) => note('POST', path, body),
    asAgent: (_: string, method: string, path: string, body?: object) => note(method, path, body),
    now: () => now,
  } as Office;
  return { office, asked, pass: (ms: number) => (now += ms) };
}

const QUIET = {
  'GET agent/state': { availability: { kind: 'ready' } },
  'GET agent/offers': { offers: [] },
  'GET agents/bianca/calls': { calls: [] },
  'GET agent/interactions': { interactions: [] },
};
let badge = 0;
const options = {
  badge: () => String((badge += 1)),
  ...{ agentId: 'bianca', name: 'Bianca', isAway: () => false, takesVoicemail: () => false },
  ...{ isAtWork: () => true, pace: () => ({ talkMs: 24_000, writeMs: 0 }) },
};
const held = (over: object) => ({
  interactions: [{ interactionId: 'i1', channel: 'chat', queueName: 'Sales', segment: 'talking', ...over }],
});
const said = (...by: [kind: string, text: string][]) => ({
  messages: by.map(([kind, text]) => ({ direction: kind === 'customer' ? 'in' : 'out', author: { kind }, text })),
});
const posts = (asked: readonly Asked[]) => asked.filter(({ method }) => method === 'POST').map(({ path }) => path);

test('does nothing while a person has the seat', async () => {
  const { office, asked } = createTestOffice(QUIET);
  await createAgent({ ...options, office, isAway: () => true }).turn();
  expect(asked).toEqual([]);
});

test('sets themselves ready, and then only shows signs of life', async () => {
  const signedOut = createTestOffice({ ...QUIET, 'GET agent/state': { availability: { kind: 'signedOut' } } });
  await createAgent({ ...options, office: signedOut.office }).turn();
  expect(signedOut.asked).toContainEqual({ method: 'PUT', path: 'agent/state', body: { kind: 'ready' } });

  const ready = createTestOffice(QUIET);
  const agent = createAgent({ ...options, office: ready.office });
  await agent.turn();
  await agent.turn();
  expect(posts(ready.asked)).toEqual(['agent/heartbeat']);
  ready.pass(60_000);
  await agent.turn();
  expect(posts(ready.asked)).toEqual(['agent/heartbeat', 'agent/heartbeat']);
});

test('answers a question once, and completes when the customer is content', async () => {
  const path = 'agent/interactions/i1';
  const answered = said(['customer', 'Hello'], ['agent', 'Hello, this is Bianca']);
  const waiting = createTestOffice({ ...QUIET, 'GET agent/interactions': held({}), [`GET ${path}`]: answered });
  await createAgent({ ...options, office: waiting.office }).turn();
  expect(posts(waiting.asked)).toEqual(['agent/heartbeat']);

  const thanked = said(['customer', 'Hello'], ['customer', 'Thank you!'], ['agent', 'Hello, this is Bianca']);
  const content = createTestOffice({ ...QUIET, 'GET agent/interactions': held({}), [`GET ${path}`]: thanked });
  await createAgent({ ...options, office: content.office }).turn();
  expect(posts(content.asked)).toEqual(['agent/heartbeat', `${path}/reply`, `${path}/complete`]);
  expect(content.asked.at(-1)?.body).toEqual({ wrapUpCode: 'order-placed' });
});

test('looks when something new shows in Teams, and else now and then', async () => {
  const looks = (asked: readonly Asked[]) => asked.filter(({ path }) => path === 'agent/offers').length;
  const { office, asked, pass } = createTestOffice(QUIET);
  let shown = 'nothing';
  const agent = createAgent({ ...options, office, badge: () => shown });
  await agent.turn();
  pass(9_999);
  await agent.turn();
  expect(looks(asked)).toBe(1);
  shown = 'a card';
  await agent.turn();
  expect(looks(asked)).toBe(2);
  pass(10_000);
  await agent.turn();
  expect(looks(asked)).toBe(3);
});

test('who has work looks more often', async () => {
  const { office, asked, pass } = createTestOffice({ ...QUIET, 'GET agent/interactions': held({}) });
  const agent = createAgent({ ...options, office, badge: () => 'the same' });
  await agent.turn();
  pass(4_000);
  await agent.turn();
  expect(asked.filter(({ path }) => path === 'agent/interactions')).toHaveLength(2);
});

test('a call is accepted, answered in Teams and connected; voicemail connects nothing', async () => {
  const call = {
    ...QUIET,
    'GET agent/offers': { offers: [{ offerId: 'o1', interactionId: 'i1' }] },
    'GET agents/bianca/calls': { calls: [{ id: 'c1', state: 'ringing' }] },
    'GET agent/interactions': held({ channel: 'voice', segment: 'connecting' }),
  };
  const there = createTestOffice(call);
  await createAgent({ ...options, office: there.office }).turn();
  expect(posts(there.asked)).toEqual([
    'agent/heartbeat',
    'agent/offers/o1/accept',
    'agents/bianca/calls/c1/answer',
    'agent/offers/o1/connect',
  ]);

  const away = createTestOffice(call);
  await createAgent({ ...options, office: away.office, takesVoicemail: () => true }).turn();
  expect(posts(away.asked)).toEqual(['agent/heartbeat', 'agent/offers/o1/accept', 'agents/bianca/calls/c1/voicemail']);
});

test('who goes home takes no offers, finishes what they hold, and signs out', async () => {
  const answers: Record<string, unknown> = {
    ...QUIET,
    'GET agent/offers': { offers: [{ offerId: 'o1', interactionId: 'i2' }] },
    'GET agent/interactions': held({ segment: 'wrappingUp' }),
  };
  const { office, asked } = createTestOffice(answers);
  let isAtWork = true;
  const agent = createAgent({ ...options, office, isAtWork: () => isAtWork });
  await agent.turn();
  expect(posts(asked)).toEqual(['agent/heartbeat', 'agent/offers/o1/accept', 'agent/interactions/i1/complete']);

  isAtWork = false;
  asked.length = 0;
  await agent.turn();
  expect(posts(asked)).toEqual(['agent/interactions/i1/complete']);
  answers['GET agent/interactions'] = { interactions: [] };
  await agent.turn();
  await agent.turn();
  const wanted = asked.filter(({ method }) => method === 'PUT').map(({ body }) => body);
  expect(wanted).toEqual([{ kind: 'notReady', reason: 'End of the shift' }, { kind: 'signedOut' }]);
});

test('an answer takes its time from when the question was first seen', async () => {
  const path = 'agent/interactions/i1';
  const question = said(['customer', 'Hello']);
  const { office, asked, pass } = createTestOffice({
    ...QUIET,
    'GET agent/interactions': held({}),
    [`GET ${path}`]: question,
  });
  const agent = createAgent({ ...options, office, pace: () => ({ talkMs: 0, writeMs: 25_000 }) });
  await agent.turn();
  pass(24_000);
  await agent.turn();
  expect(posts(asked)).toEqual(['agent/heartbeat']);
  pass(1_000);
  await agent.turn();
  expect(posts(asked)).toEqual(['agent/heartbeat', `${path}/reply`]);
});
