import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, type AgentId, type InteractionRef } from '../../core/lib/ids';
import { storeRecording } from '../inbound/store-recording';
import { handleInteraction } from '../agents/handle-interaction';
import { agentWork } from '../agents/agent-work';
import { finishInteraction } from '../agents/finish-interaction';
import { receiveCall } from '../inbound/receive-call';
import { settleInteraction } from '../settle-interaction';
import { handleCallEvent, type CallReport } from './handle-call-event';

/** A caller of Contoso's reception, in the support queue, where Cameron is signed in but not free. */
let world: World;
let ref: InteractionRef;

const cameron = agentIdOf('cameron');

let count = 0;
const lastContext = () => {
  const asked = world.calls.asked.at(-1);
  return asked !== undefined && 'context' in asked ? asked.context : null;
};
const report = (told: CallReport, context: string | null = lastContext(), callRef = 'call-1') =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef, context });
const asked = (what: string) => world.calls.asked.filter(({ do: done }) => done === what);
const contextOf = (what: string) => {
  const found = asked(what).at(-1);
  return found !== undefined && 'context' in found ? found.context : null;
};
const said = () =>
  world.calls.asked.flatMap((one) => (one.do === 'prompt' ? [one.prompt.say.join(' ')] : [])).at(-1) ?? '';
const stored = async () => {
  const found = await world.deps.interactions.load(ref);
  if (found === undefined) throw new Error('There is no such interaction.');
  return found;
};
const settle = () => settleInteraction(world.deps, ref);

async function call(from = '+14255550199'): Promise<void> {
  const received = await receiveCall(world.deps, {
    from,
    callerName: null,
    to: '+14255550102',
    trunk: null,
    headers: [],
    callId: `carrier-${from}`,
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await report({ kind: 'gathered', digits: '1', words: null });
}

beforeEach(async () => {
  world = await createWorld();
  // 11 in New York is 8 in Seattle: the first hour in which a number of Washington may be called from.
  await world.ready('cameron');
});

async function inQueue(from?: string): Promise<void> {
  await call(from);
  await report({ kind: 'gathered', digits: '2', words: null });
  expect(await world.phase(ref)).toBe('queued');
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** They are there, and whatever may be offered now is. */
async function offered(agentId: AgentId): Promise<void> {
  await world.ready(agentId);
  await settle();
  await world.assign();
}

async function promised(from?: string): Promise<void> {
  await inQueue(from);
  await report({ kind: 'key', key: '1' }, contextOf('startKeys'));
}

test('a callback at a time that the caller chose is offered to nobody before', async () => {
  await inQueue();
  await report({ kind: 'key', key: '3' }, contextOf('startKeys'));
  expect(said()).toContain('For a call in two hours press 1');
  const chosenAt = world.deps.clock.now();
  await report({ kind: 'gathered', digits: '1', words: null });
  const { interaction } = await stored();
  expect(interaction.phase).toMatchObject({ visit: { work: 'callback', waitingSince: chosenAt + 2 * 3_600_000 } });
  await world.pass(3_600_000);
  await settle();
  expect((await agentWork(world.deps, ref.tenantId, cameron)).offers).toEqual([]);
  await world.pass(3_600_000);
  await world.ready('cameron');
  await settle();
  await world.assign();
  expect((await agentWork(world.deps, ref.tenantId, cameron)).offers).toHaveLength(1);
});

describe('a callback', () => {
  test('frees the line, keeps the place and ends the visit as a callback', async () => {
    await inQueue();
    const { interaction } = await stored();
    const since = interaction.phase.name === 'queued' ? interaction.phase.visit.waitingSince : 0;
    await world.pass(60_000);
    await report({ kind: 'key', key: '1' }, contextOf('startKeys'));
    const after = (await stored()).interaction;
    expect(after.deferred).toEqual({ kind: 'callback', number: '+14255550199', attempts: 0, call: 'none' });
    expect(after.phase).toMatchObject({ name: 'queued', visit: { waitingSince: since, work: 'callback' } });
    const timeline = await world.deps.interactions.timeline(ref);
    expect(timeline.flatMap(({ event }) => (event.type === 'visitEnded' ? [event.outcome] : []))).toEqual(['callback']);
    expect(said()).toContain('We will call you back on this number');
    await report({ kind: 'promptDone' }, contextOf('prompt'));
    expect(asked('hangUp')).toHaveLength(1);
    await report({ kind: 'disconnected', dialled: null });
    expect(await world.phase(ref)).toBe('queued');
  });

  test('is offered first, dials after the accept, asks whether a human is there, and only then rings the agent', async () => {
    await promised();
    await world.assign();
    await world.accept(cameron);
    expect(asked('dial')).toMatchObject([{ from: '+14255550102', to: '+14255550199' }]);
    expect(asked('ring')).toEqual([]);
    await report({ kind: 'connected' }, null, 'call-2');
    expect(said()).toContain('calling you back. Press 1');
    // Connect pressed too early bridges nobody.
    expect(await handleInteraction(world.deps, ref, cameron, 'connect')).toMatchObject({ kind: 'ignored' });
    await report({ kind: 'gathered', digits: '1', words: null }, contextOf('prompt'), 'call-2');
    expect(asked('hold')).toMatchObject([{ callRef: 'call-2', customer: '+14255550199' }]);
    expect(asked('ring')).toMatchObject([{ callRef: 'call-2' }]);
    await handleInteraction(world.deps, ref, cameron, 'connect');
    expect(await world.phase(ref)).toBe('active');
    await finishInteraction(world.deps, ref, cameron, 'solved');
    expect(await world.phase(ref)).toBe('closed');
    const timeline = await world.deps.interactions.timeline(ref);
    expect(timeline.flatMap(({ event }) => (event.type === 'visitEnded' ? [event.outcome] : []))).toEqual([
      'callback',
      'callback',
    ]);
  });

  test('that is not answered is tried again after a while, and given up with a text after three times', async () => {
    await promised();
    for (const why of ['busy', 'notAnswered'] as const) {
      await world.assign();
      await world.accept(cameron);
      await report({ kind: 'disconnected', dialled: why }, null, `call-${asked('dial').length + 1}`);
      expect(await world.phase(ref)).toBe('queued');
      await world.assign();
      expect((await agentWork(world.deps, TENANT, cameron)).offers).toEqual([]);
      await world.pass(15 * 60_000);
      await world.ready('cameron');
      await settle();
    }
    await world.assign();
    await world.accept(cameron);
    await report({ kind: 'connected' }, null, 'call-4');
    await report({ kind: 'silence' }, contextOf('prompt'), 'call-4');
    expect((await stored()).interaction.phase).toMatchObject({ name: 'closed', reason: 'callbackGivenUp' });
    expect(world.sms.sent.map(({ text }) => text)).toEqual([expect.stringContaining('did not reach you')]);
  });

  test('whose retry would come in the night of the customer waits for their morning', async () => {
    await promised('+4915112345678');
    // Ten to nine in the evening in Berlin, where nobody is called from nine on; Contoso is open for two hours more.
    await world.pass(3 * HOUR_MS + 50 * MINUTE_MS);
    await offered(cameron);
    await world.accept(cameron);
    await report({ kind: 'disconnected', dialled: 'busy' }, null, `call-${asked('dial').length + 1}`);
    for (let quarter = 0; quarter < 8; quarter += 1) {
      await world.pass(15 * MINUTE_MS);
      await offered(cameron);
      expect((await agentWork(world.deps, TENANT, cameron)).offers).toEqual([]);
    }
    // Twenty past nine in New York: both are awake.
    await world.pass(16 * HOUR_MS + 30 * MINUTE_MS);
    await offered(cameron);
    await world.accept(cameron);
    expect(asked('dial')).toHaveLength(2);
  });

  test('whose agent accepts while all lines are taken goes back to its place, and nobody is blamed', async () => {
    await promised();
    const { now } = { now: world.deps.clock.now() };
    const lines = { tenantId: TENANT, number: '+14255550102', lines: 2, now, until: now + 3_600_000 };
    await world.deps.outboundLines.take({ ...lines, key: 'other-1' });
    await world.deps.outboundLines.take({ ...lines, key: 'other-2' });
    await world.assign();
    await world.accept(cameron);
    expect(asked('dial')).toEqual([]);
    expect((await stored()).interaction).toMatchObject({ phase: { name: 'queued' }, deferred: { attempts: 0 } });
    await world.deps.outboundLines.free(TENANT, '+14255550102', 'other-1');
    await world.pass(31_000);
    await settle();
    await world.assign();
    await world.accept(cameron);
    expect(asked('dial')).toHaveLength(1);
  });
});

describe('a voicemail', () => {
  async function recording(): Promise<void> {
    await call();
    await report({ kind: 'gathered', digits: '3', words: null });
    expect(said()).toContain('leave a message');
    await report({ kind: 'promptDone' });
    expect(asked('startRecording')).toHaveLength(1);
  }
  const file = async (lengthMs = 12_000) => {
    const { refs } = await stored();
    const recordingRef = refs['recording'] ?? '';
    const endedAt = world.deps.clock.now();
    return storeRecording(world.deps, { recordingRef, location: 'https://acs.test/file', lengthMs, endedAt });
  };

  test('ends by #, is copied, and becomes work with its audio and length', async () => {
    await recording();
    await world.pass(4_000);
    await report({ kind: 'gathered', digits: '5', words: null });
    expect(asked('stopRecording')).toEqual([]);
    await report({ kind: 'gathered', digits: '#', words: null });
    expect(asked('stopRecording')).toHaveLength(1);
    expect(said()).toContain('We will listen to it soon');
    await report({ kind: 'promptDone' });
    await report({ kind: 'disconnected', dialled: null });
    expect(await world.phase(ref)).toBe('selfService');
    expect(await file()).toBe('stored');
    expect((await stored()).interaction).toMatchObject({ phase: { name: 'queued' }, deferred: { kind: 'voicemail' } });
    await world.assign();
    await world.accept(cameron);
    expect(await world.phase(ref)).toBe('active');
    expect(world.desk.shown.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^\+14255550199: Voicemail, 12 s\.\n\[recording-2\.wav, 1 kB\]\n/),
    );
    expect([...world.files.keys()]).toEqual([expect.stringContaining(`recordings/contoso/${ref.interactionId}/`)]);
  });

  test('counts when the caller hangs up, and a repeated event of the file changes nothing', async () => {
    await recording();
    await report({ kind: 'disconnected', dialled: null });
    expect(await file()).toBe('stored');
    expect(await file()).toBe('stored');
    expect(await world.deps.messages.list(ref)).toHaveLength(1);
    const timeline = await world.deps.interactions.timeline(ref);
    expect(timeline.filter(({ event: { type } }) => type === 'deferred')).toHaveLength(1);
  });

  test('ends after two minutes, whatever was pressed meanwhile', async () => {
    await recording();
    await world.pass(100_000);
    await report({ kind: 'gathered', digits: '5', words: null });
    expect(asked('stopRecording')).toEqual([]);
    // What is left of them is listened for, not all of them again.
    expect(world.calls.asked.at(-1)).toMatchObject({ do: 'prompt', prompt: { gather: { timeoutMs: 20_000 } } });
    await world.pass(20_000);
    await report({ kind: 'silence' });
    expect(asked('stopRecording')).toHaveLength(1);
    expect(said()).toContain('We will listen to it soon');
    expect(await file(120_000)).toBe('stored');
  });

  test('of nothing is none', async () => {
    await recording();
    await report({ kind: 'disconnected', dialled: null });
    expect(await file(300)).toBe('empty');
    expect((await stored()).interaction.phase).toMatchObject({ name: 'closed', reason: 'customerLeft' });
    expect(await world.deps.messages.list(ref)).toEqual([]);
  });
});
