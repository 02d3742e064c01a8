import { cancelConsult, consult } from '../agents/consult';
import { finishInteraction } from '../agents/finish-interaction';
import { handleInteraction } from '../agents/handle-interaction';
import { pauseRecording } from '../agents/pause-recording';
import { transferInteraction } from '../agents/transfer';
import { audioOf, recordingOf, sweepRecordings } from '../play-recording';
import { settleInteraction } from '../settle-interaction';
import {
  asked,
  cameron,
  DAY_MS,
  file,
  only,
  QUEUE,
  recording,
  ref,
  report,
  talking,
  unrecorded,
  world,
} from './given-recorded.testsuite';

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

  test('keeps both sides in one channel, or each in their own where the queue says so', async () => {
    await recording('announced');
    await talking();
    expect(asked('startRecording')).toMatchObject([{ sides: 'mixed' }]);
    await recording('announced, sides: apart');
    await talking();
    expect(asked('startRecording')).toMatchObject([{ sides: 'apart' }]);
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
    await unrecorded();
    await talking();
    expect(asked('startRecording')).toEqual([]);
  });
});

test('the keys of the wait are listened for no more once an agent has the caller', async () => {
  await unrecorded();
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

  const wave = (...tags: readonly [string, string]) => {
    const content = Buffer.alloc(60);
    content.write(tags[0], 0);
    content.write(tags[1], 8);
    return content;
  };
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a page that says no', Buffer.from('<!DOCTYPE html><html><body>Sign in to continue, please.</body></html>')],
    ['an MP3', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(100)])],
    ['a film', wave('RIFF', 'AVI ')],
    ['a WAV cut off in its header', wave('RIFF', 'WAVE').subarray(0, 30)],
    ['big-endian audio that nobody plays', wave('RIFX', 'WAVE')],
  ])('whose file is %s keeps none of it, says so, and is not asked for again', async (_what, content) => {
    Object.assign(world.deps.voice, {
      recordingFile: async () => ({ kind: 'file', content, contentType: 'audio/wav' }),
    });
    expect(await file()).toBe('gone');
    expect(await only()).toMatchObject({ copy: null });
    expect(world.files.size).toBe(0);
    expect(world.warnings).toContainEqual(expect.stringContaining('recording lost'));
    expect(await world.phase(ref)).toBe('active');
    await expect(audioOf(world.deps, await only())).rejects.toMatchObject({ code: 'notFound' });
  });
});
