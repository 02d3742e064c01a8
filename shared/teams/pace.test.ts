import { createPace, type Pace, type Turn } from './pace';
import type { ConnectorAnswer } from './connector';

interface Sending {
  readonly what: string;
  readonly at: number;
  readonly conversationId: string;
}

/** Time that passes only when somebody waits for it, and a connector that notes what comes in. */
let now: number;
let sent: Sending[];
let pace: Pace;
/** What the connector answers now. */
let answer: (turn: Turn) => ConnectorAnswer;

beforeEach(() => {
  now = 0;
  sent = [];
  answer = () => ({ kind: 'done', id: 'activity' });
  const pause = async (ms: number) => {
    // All that is ready goes on before time does.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    now += ms;
  };
  pace = createPace({ now: () => now, pause }, () => 0);
});

const ask = (what: string, conversationId: string, urgency: Turn['urgency'] = 'text', entraTenantId = 'contoso') => {
  const turn = { entraTenantId, conversationId, urgency };
  return pace.inTurn(turn, async () => {
    const given = answer(turn);
    if (given.kind === 'done') sent.push({ what, at: now, conversationId });
    return given;
  });
};
const whats = () => sent.map(({ what }) => what);
const DONE = { kind: 'done', id: 'activity' };
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

test('what is little goes at once', async () => {
  expect(await Promise.all(times(4, (n) => ask(`${n}`, 'ada')))).toEqual(times(4, () => DONE));
  expect(sent.every(({ at }) => at === 0)).toBe(true);
});

test('never more than thirty a second in an organisation; another one has room of its own', async () => {
  const all = await Promise.all([
    ...times(60, (n) => ask(`text ${n}`, `chat ${n}`)),
    ...times(20, (n) => ask(`other ${n}`, `other ${n}`, 'text', 'fabrikam')),
  ]);
  expect(all.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(60);
  const contoso = sent.filter(({ what }) => what.startsWith('text'));
  for (const { at } of contoso)
    expect(contoso.filter((one) => one.at >= at && one.at < at + 1_000).length).toBeLessThanOrEqual(30);
  expect(sent.filter(({ what, at }) => what.startsWith('other') && at === 0)).toHaveLength(20);
});

test('a chat gets seven in a second at most, its texts in their order', async () => {
  await Promise.all(times(12, (n) => ask(`${n}`, 'ada')));
  expect(whats()).toEqual(times(sent.length, (n) => `${n}`));
  for (const { at } of sent)
    expect(sent.filter((one) => one.at >= at && one.at < at + 1_000).length).toBeLessThanOrEqual(7);
});

test('texts leave room for offers, which overtake those that wait', async () => {
  const texts = times(40, (n) => ask(`text ${n}`, `chat ${n}`));
  const offers = times(6, (n) => ask(`offer ${n}`, `chat ${n}`, 'offer'));
  await Promise.all([...texts, ...offers]);
  const offered = sent.filter(({ what }) => what.startsWith('offer'));
  expect(offered.map(({ at }) => at)).toEqual(times(6, () => 0));
  expect(whats().at(-1)).toBe('text 39');
});

test('what cannot go soon is told so, with when it can', async () => {
  const all = await Promise.all(times(100, (n) => ask(`${n}`, `chat ${n}`)));
  const throttled = all.filter(({ kind }) => kind === 'throttled');
  expect(throttled.length).toBeGreaterThan(0);
  expect(sent).toHaveLength(100 - throttled.length);
  for (const one of throttled) expect(one).toMatchObject({ of: 'tenant', forMs: expect.any(Number) });
});

test('a chat that was refused is left alone for as long as the connector says; the offer that was turned away goes first', async () => {
  let tries = 0;
  answer = () => (
    (tries += 1),
    now < 30_000 ? { kind: 'refused', retryAfterMs: 30_000 - now } : { kind: 'done', id: 'activity' }
  );
  const refused = await Promise.all(times(3, (n) => ask(`${n}`, 'ada')));
  expect(refused).toEqual(times(3, () => ({ kind: 'throttled', forMs: 30_000, of: 'chat' })));
  expect(await ask('later', 'ada', 'offer')).toMatchObject({ kind: 'throttled', of: 'chat' });
  expect(tries).toBe(1);
  now = 30_000;
  expect(await ask('a text', 'ada')).toMatchObject({ kind: 'throttled' });
  await ask('an offer', 'ada', 'offer');
  await ask('a text', 'ada');
  expect(whats()).toEqual(['an offer', 'a text']);
});

test('a short refusal is waited for, and the order stays', async () => {
  answer = () => (now < 1_000 ? { kind: 'refused', retryAfterMs: 1_000 } : { kind: 'done', id: 'activity' });
  expect(await Promise.all(times(3, (n) => ask(`${n}`, 'ada')))).toEqual(times(3, () => DONE));
  expect(whats()).toEqual(['0', '1', '2']);
});

test('one refused chat hinders no other; two are the whole organisation, which is sent less from then on', async () => {
  answer = ({ conversationId }) =>
    now < 3_000 && conversationId !== 'carol'
      ? { kind: 'refused', retryAfterMs: 3_000 }
      : { kind: 'done', id: 'activity' };
  await ask('0', 'ada');
  expect(await ask('1', 'carol')).toEqual(DONE);
  await ask('2', 'bob');
  expect(await ask('3', 'carol')).toMatchObject({ kind: 'throttled', of: 'tenant' });
  now = 3_000;
  sent = [];
  await Promise.all(times(60, (n) => ask(`text ${n}`, `chat ${n}`)));
  const first = sent.filter(({ at }) => at < 4_000).length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(24);
});

test('where it does not say how long, each refusal doubles the quiet', async () => {
  answer = () => ({ kind: 'refused', retryAfterMs: null });
  const quiets: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const result = await ask('text', 'ada');
    if (result.kind === 'throttled') quiets.push(result.forMs);
    now += 100_000;
  }
  expect(quiets[0]).toBeLessThan(quiets[3] ?? 0);
  expect(quiets.at(-1)).toBeLessThanOrEqual(60_000);
});

test('a failure is handed on, and does not hold up what is behind it', async () => {
  answer = () => ({ kind: 'failed', retryable: true });
  const first = ask('0', 'ada');
  const second = ask('1', 'ada');
  expect(await first).toEqual({ kind: 'failed', retryable: true });
  expect(await second).toEqual({ kind: 'failed', retryable: true });
});

test('what says nothing of worth goes at once or not at all, and takes nobody’s place', async () => {
  const typing = (conversationId: string) =>
    pace.ifFree({ entraTenantId: 'contoso', conversationId }, async () => {
      sent.push({ what: 'typing', at: now, conversationId });
      return { kind: 'done', id: '' };
    });
  await typing('ada');
  expect(whats()).toEqual(['typing']);
  await Promise.all([...times(5, (n) => ask(`${n}`, 'ada')), typing('ada')]);
  await typing('ada');
  expect(whats()).toEqual(['typing', '0', '1', '2', '3', '4']);
  now = 60_000;
  await typing('ada');
  expect(whats().at(-1)).toBe('typing');
});
