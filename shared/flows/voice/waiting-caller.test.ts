import { createWorld, type World } from '../../../tests/contracts/fakes/world';
import type { InteractionRef } from '../../core/lib/ids';
import { receiveCall } from '../inbound/receive-call';
import { handleCallEvent, type CallReport } from './handle-call-event';
import { musicUntil } from './hold-music';

/** A caller waits in Contoso's support queue, where nobody is free. */
let world: World;
let ref: InteractionRef;

beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
  const received = await receiveCall(world.deps, {
    from: '+14255550199',
    callerName: null,
    to: '+14255550100',
    trunk: null,
    headers: [],
    callId: 'call-1',
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await report({ kind: 'promptDone' });
  await report({ kind: 'gathered', digits: '2', words: null });
});

const lastStep = () => {
  const asked = world.calls.asked.at(-1);
  if (asked === undefined || !('context' in asked)) throw new Error('No step went out.');
  return asked;
};

let count = 0;
const report = (told: CallReport, context: string | null = contextOfLast()) =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });
const contextOfLast = () => {
  const asked = world.calls.asked.at(-1);
  return asked !== undefined && 'context' in asked ? asked.context : null;
};

const plays = () => {
  const step = lastStep();
  if (step.do === 'treat') return step.piece.kind === 'music' ? step.piece.uri : step.piece.text;
  return step.do === 'prompt' ? { listensForMs: step.prompt.gather?.timeoutMs } : step.do;
};

async function failing(): Promise<void> {
  await report({ kind: 'promptFailed' });
}

test('hears words, then music, then words again when their time has come', async () => {
  expect(plays()).toContain('Thank you for waiting.');
  await world.pass(5_000);
  await report({ kind: 'promptDone' });
  expect(plays()).toBe('https://app.test/hold.wav');
  await world.pass(12_000);
  await report({ kind: 'promptDone' });
  expect(plays()).toBe('https://app.test/hold.wav');
  await world.pass(14_000);
  await report({ kind: 'promptDone' });
  expect(plays()).toBe('Thank you for waiting. The next free colleague will answer.');
});

test('music that cannot be played is tried again after longer and longer pauses, then ours is tried', async () => {
  await report({ kind: 'promptDone' });
  const tried: unknown[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    tried.push(plays());
    await failing();
    tried.push(plays());
    await report({ kind: 'silence' });
  }
  expect(tried).toEqual([
    'https://app.test/hold.wav',
    { listensForMs: 2_000 },
    'https://app.test/hold.wav',
    { listensForMs: 4_000 },
    expect.stringContaining('https://app.test/music.wav?seconds='),
    { listensForMs: 8_000 },
    expect.stringContaining('https://app.test/music.wav?seconds='),
    { listensForMs: 16_000 },
    expect.stringContaining('https://app.test/music.wav?seconds='),
    { listensForMs: 30_000 },
    expect.stringContaining('https://app.test/music.wav?seconds='),
    { listensForMs: 30_000 },
  ]);
});

test('music that is over at once counts as not played', async () => {
  await report({ kind: 'promptDone' });
  await report({ kind: 'promptDone' });
  expect(plays()).toEqual({ listensForMs: 2_000 });
});

test('words that cannot be said give way to music', async () => {
  await failing();
  expect(plays()).toBe('https://app.test/hold.wav');
});

test('a report of a piece from an earlier wait plays nothing', async () => {
  const context = JSON.stringify({ ...(JSON.parse(lastStep().context) as object), attempt: 7 });
  const before = world.calls.asked.length;
  await report({ kind: 'promptDone' }, context);
  expect(world.calls.asked).toHaveLength(before);
});

test('an answer to an earlier menu chooses nothing', async () => {
  const phase = await world.phase(ref);
  await report({ kind: 'gathered', digits: '1', words: null }, JSON.stringify({ kind: 'flow', turn: 1 }));
  expect(await world.phase(ref)).toBe(phase);
});

test('our own music is cut to the time until something is said, other files are played as they are', () => {
  const ours = 'https://app.test/api/music/hold.wav';
  expect(musicUntil(ours, 'hold.wav', 24_600)).toBe(`${ours}?seconds=25`);
  expect(musicUntil(ours, null, 100)).toBe(`${ours}?seconds=5`);
  expect(musicUntil(ours, null, null)).toBe(`${ours}?seconds=60`);
  expect(musicUntil(ours, 'https://cdn.example/a.wav', 10_000)).toBe('https://cdn.example/a.wav');
});
