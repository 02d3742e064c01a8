import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { cancelConsult, consult } from '../agents/consult';
import { finishInteraction } from '../agents/finish-interaction';
import { handleInteraction } from '../agents/handle-interaction';
import { pauseRecording } from '../agents/pause-recording';
import { transferInteraction } from '../agents/transfer';
import { receiveCall } from '../inbound/receive-call';
import { storeRecording } from '../inbound/store-recording';
import { audioOf, recordingOf, sweepRecordings } from '../play-recording';
import { settleInteraction } from '../settle-interaction';
import { handleCallEvent, type CallReport } from './handle-call-event';

const cameron = agentIdOf('cameron');
const DAY_MS = 86_400_000;

const QUEUE = '    kind: queue\n    queue: support\n    treatment: *treatment\n';

let world: World;
let ref: InteractionRef;
let count = 0;

const asked = (what: string) => world.calls.asked.filter(({ do: done }) => done === what);
const lastContext = () => {
  const last = world.calls.asked.at(-1);
  return last !== undefined && 'context' in last ? last.context : null;
};
const report = (told: CallReport, context = lastContext()) =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });

/** Contoso's support, which records as said; `changes` are edits of the flow of its reception. */
async function recording(when: string, changes: readonly (readonly [string, string])[] = []): Promise<void> {
  world = await createWorld();
  const records = [
    '    name: Support\n',
    `    name: Support\n    recording: { when: ${when}, keepFor: 30 d }\n`,
  ] as const;
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: (name.endsWith('reception.yaml') ? changes : [records]).reduce(
      (text, [from, to]) => text.replace(from, to),
      content,
    ),
  }));
  await publishConfig(world.deps, {
    tenantId: TENANT,
    files,
    ofDirectory: null,
    author: { id: 'tests', name: null },
    reason: 'Calls are recorded.',
    expectedVersion: null,
  });
  await world.pass(2_000);
  await world.ready('cameron');
}

/** A caller of Contoso's reception who wants to talk, and talks with Cameron. */
async function talking(): Promise<void> {
  const received = await receiveCall(world.deps, {
    from: '+14255550199',
    callerName: null,
    to: '+14255550102',
    trunk: null,
    callId: 'carrier-1',
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await report({ kind: 'gathered', digits: '1', words: null });
  await report({ kind: 'gathered', digits: '2', words: null });
  await world.assign();
  await world.accept(cameron);
  await handleInteraction(world.deps, ref, cameron, 'connect');
  expect(await world.phase(ref)).toBe('active');
}

const only = async () => {
  const [found, ...others] = await world.deps.recordings.of(ref);
  if (found === undefined || others.length > 0) throw new Error('Not one recording.');
  return found;
};
const file = async () =>
  storeRecording(world.deps, {
    recordingRef: (await only()).recordingRef,
    location: 'https://acs.test/file',
    lengthMs: 12_000,
    endedAt: world.deps.clock.now(),
  });

describe('a queue that records', () => {
  test('tells the caller at the bridge, and then records', async () => {
    await recording('announced');
    await talking();
    const steps = world.calls.asked.map(({ do: done }) => done);
    expect(steps.indexOf('unhold')).toBeLessThan(steps.lastIndexOf('treat'));
    expect(steps.lastIndexOf('treat')).toBeLessThan(steps.indexOf('startRecording'));
    expect(asked('treat').at(-1)).toMatchObject({ piece: { kind: 'say', text: 'This call is recorded.' } });
    expect(await only()).toMatchObject({ of: 'call', keepForMs: 30 * DAY_MS, copy: null });
  });

  test('that cannot start lets the call go on', async () => {
    await recording('announced');
    const { startRecording } = world.calls;
    Object.assign(world.deps.voice, {
      startRecording: async () => ({ kind: 'failed', retryable: true, detail: 'no room' }),
    });
    await talking();
    expect(await world.deps.recordings.of(ref)).toEqual([]);
    expect(world.warnings).toContainEqual(expect.stringContaining('call not recorded'));
    Object.assign(world.deps.voice, { startRecording });
  });

  test('asks for consent by key: without it nothing is recorded', async () => {
    await recording('consent');
    await talking();
    expect(asked('startRecording')).toEqual([]);
    expect(asked('unhold')).toHaveLength(1);
  });

  test('records who consented', async () => {
    const yes =
      '  consented:\n    kind: set\n    attributes: { recordingConsent: "yes" }\n    next: support\n  support:\n';
    await recording('consent', [
      ['words: [agent, person, 担当者], next: support', 'words: [agent, person, 担当者], next: consented'],
      [`  support:\n${QUEUE}`, `${yes}${QUEUE}`],
    ]);
    await talking();
    expect(asked('startRecording')).toHaveLength(1);
  });

  test('and one that does not', async () => {
    world = await createWorld();
    await world.ready('cameron');
    await talking();
    expect(asked('startRecording')).toEqual([]);
  });
});

test('the keys of the wait are listened for no more once an agent has the caller', async () => {
  world = await createWorld();
  await world.ready('cameron');
  await talking();
  expect(asked('startKeys')).toHaveLength(1);
  expect(asked('stopKeys')).toHaveLength(1);
});

describe('a recorded call', () => {
  beforeEach(async () => {
    await recording('announced');
    await talking();
  });

  const stopped = async () =>
    report({ kind: 'recordingChanged', recordingRef: (await only()).recordingRef, isActive: false });
  const settle = () => settleInteraction(world.deps, ref);
  const eventTypes = async () => (await world.deps.interactions.timeline(ref)).map(({ event: { type } }) => type);
  const shown = () => world.desk.shown.map(({ text }) => text);

  test('is paused by its agent, who may ask when the platform has said so and not before; the gap is written down', async () => {
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('pausing');
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('pausing');
    expect(shown()).not.toContainEqual(expect.stringContaining('you may ask'));
    await world.pass(1_000);
    await stopped();
    await stopped();
    expect(shown().filter((text) => text?.includes('you may ask'))).toHaveLength(1);
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('paused');
    await world.pass(39_000);
    expect(await pauseRecording(world.deps, ref, cameron, 'resume')).toBe('on');
    expect([asked('pauseRecording').length, asked('resumeRecording').length]).toEqual([1, 1]);
    const [gap] = (await only()).gaps;
    const from = gap?.from ?? 0;
    expect(gap).toEqual({ from, by: 'cameron', confirmedAt: from + 1_000, to: from + 40_000 });
    expect(await eventTypes()).toEqual(
      expect.arrayContaining(['recordingPaused', 'pauseConfirmed', 'recordingResumed']),
    );
    await expect(pauseRecording(world.deps, ref, agentIdOf('diego'), 'pause')).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  test('goes on by itself two minutes after the pause was asked for, and its agent is told', async () => {
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await stopped();
    await world.pass(119_000);
    await settle();
    expect(asked('resumeRecording')).toEqual([]);
    await world.pass(2_000);
    await settle();
    expect(asked('resumeRecording')).toHaveLength(1);
    expect((await only()).gaps).toEqual([expect.objectContaining({ by: 'cameron', to: world.deps.clock.now() })]);
    expect(shown()).toContain('The call is recorded again: the pause was over.');
  });

  test('a second pause has its own two minutes', async () => {
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await world.pass(60_000);
    await pauseRecording(world.deps, ref, cameron, 'resume');
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await world.pass(61_000);
    await settle();
    expect((await only()).gaps.map(({ to }) => to === null)).toEqual([false, true]);
    await world.pass(60_000);
    await settle();
    expect((await only()).gaps.map(({ to }) => to === null)).toEqual([false, false]);
  });

  test('whose platform cannot be reached is not paused, and nobody is told that they may ask', async () => {
    world.calls.fail('outage');
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('pausing');
    world.calls.fail(null);
    await world.pass(31_000);
    await settle();
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('pausing');
    await stopped();
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('paused');
  });

  test('that ends while it is paused has a gap until its end', async () => {
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await stopped();
    await world.pass(10_000);
    await finishInteraction(world.deps, ref, cameron, 'solved');
    await file();
    expect((await only()).gaps.map(({ to }) => to)).toEqual([world.deps.clock.now()]);
  });

  test('goes on being recorded while its agent asks an expert, and after it is handed over, under one name', async () => {
    const diego = await world.ready('diego');
    await consult(world.deps, {
      ...{ ref, agentId: cameron, isBlind: false },
      with: { kind: 'number', number: '+14255550188' },
    });
    expect([asked('stopRecording').length, asked('pauseRecording').length]).toEqual([0, 0]);
    await cancelConsult(world.deps, ref, cameron);
    await handleInteraction(world.deps, ref, cameron, 'unhold');
    await transferInteraction(world.deps, {
      ref,
      agentId: cameron,
      to: { kind: 'queue', queueId: 'support' },
      note: null,
    });
    await settle();
    await world.assign();
    await world.accept(diego);
    await handleInteraction(world.deps, ref, diego, 'connect');
    expect(await world.phase(ref)).toBe('active');
    expect(asked('startRecording')).toHaveLength(1);
    expect(await only()).toMatchObject({ of: 'call', copy: null });
    // The new agent pauses it as the first one did.
    expect(await pauseRecording(world.deps, ref, diego, 'pause')).toBe('pausing');
    await stopped();
    expect((await only()).gaps).toMatchObject([{ by: 'diego' }]);
  });

  test('is copied when its file is there, and played only as it was copied', async () => {
    await finishInteraction(world.deps, ref, cameron, 'solved');
    await report({ kind: 'disconnected', dialled: null });
    expect(await file()).toBe('stored');
    const { copy } = await only();
    expect(copy).toMatchObject({ lengthMs: 12_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((copy?.keepUntil ?? 0) - (copy?.storedAt ?? 0)).toBe(30 * DAY_MS);
    // It is no message: agents who read the interaction do not hear it.
    expect(await world.deps.messages.list(ref)).toEqual([]);
    const { content } = await audioOf(world.deps, await only());
    expect(String.fromCharCode(...content.subarray(0, 4))).toBe('RIFF');
    await world.deps.files.put(copy?.path ?? '', new Uint8Array(content.byteLength), 'audio/wav');
    await expect(audioOf(world.deps, await only())).rejects.toMatchObject({ code: 'impossible' });
  });

  test('whose copying dies is copied by the next delivery of the same event', async () => {
    await finishInteraction(world.deps, ref, cameron, 'solved');
    const { put } = world.deps.files;
    Object.assign(world.deps.files, { put: () => Promise.reject(new Error('killed')) });
    await expect(file()).rejects.toThrow('killed');
    expect((await only()).copy).toBeNull();
    Object.assign(world.deps.files, { put });
    expect([await file(), await file()]).toEqual(['stored', 'stored']);
    expect((await only()).copy).not.toBeNull();
    expect(world.files.size).toBe(1);
  });

  test('is deleted when its time is over, unless it is on legal hold', async () => {
    await file();
    const { recordingRef } = await only();
    await world.deps.recordings.change(recordingRef, (known) => ({ ...known, isOnHold: true }));
    await world.pass(31 * DAY_MS);
    expect(await sweepRecordings(world.deps)).toBe(0);
    await world.deps.recordings.change(recordingRef, (known) => ({ ...known, isOnHold: false }));
    expect(await sweepRecordings(world.deps)).toBe(1);
    expect(world.files.size).toBe(0);
    await expect(audioOf(world.deps, await only())).rejects.toMatchObject({ code: 'notFound' });
  });

  test('belongs to its interaction alone', async () => {
    const { recordingRef } = await only();
    const other = { ...ref, interactionId: 'another' as typeof ref.interactionId };
    await expect(recordingOf(world.deps, other, recordingRef)).rejects.toMatchObject({ code: 'notFound' });
    expect(await recordingOf(world.deps, ref, recordingRef)).toMatchObject({ recordingRef });
  });
});
