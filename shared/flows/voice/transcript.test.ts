import { contosoFiles, TENANT } from '../../../tests/contracts/fakes/world';
import { publishConfig } from '../admin/publish-config';
import { finishInteraction } from '../agents/finish-interaction';
import { pauseRecording } from '../agents/pause-recording';
import { transferInteraction } from '../agents/transfer';
import { handleInteraction } from '../agents/handle-interaction';
import { sweepRecordings } from '../play-recording';
import { settleInteraction } from '../settle-interaction';
import { asked, cameron, DAY_MS, file, only, recording, ref, report, talking, world } from './given-recorded.testsuite';
import { keepUtterance, type Said } from './keep-utterance';

const CALLER = '+14255550199';
let count = 0;
const words = (change: Partial<Said> = {}): Said => ({
  callRef: 'call-1',
  key: `subscription/${++count}`,
  by: { address: CALLER },
  text: 'Where is my order?',
  lengthMs: 1_000,
  heardAt: world.deps.clock.now(),
  ...change,
});
const keep = (change: Partial<Said> = {}) => keepUtterance(world.deps, ref, words(change));
const texts = async () => (await world.deps.transcripts.of(ref)).map(({ text }) => text);
const stopped = async () =>
  report({ kind: 'recordingChanged', recordingRef: (await only()).recordingRef, isActive: false });

describe('a queue that has its calls written down', () => {
  beforeEach(async () => {
    await recording('announced, transcribe: true');
    await talking();
  });

  test('says so when the call begins, and begins at the bridge, in the language of the caller', async () => {
    expect(asked('answer')).toMatchObject([{ transcript: { url: `wss://transcripts.test/${ref.interactionId}` } }]);
    const steps = world.calls.asked.map(({ do: done }) => done);
    expect(steps.indexOf('startRecording')).toBeLessThan(steps.indexOf('startTranscript'));
    expect(asked('startTranscript')).toMatchObject([{ language: 'en' }]);
  });

  test('keeps who said what, once', async () => {
    const { config } = await world.deps.configs.live(TENANT);
    const teamsUserId = config.agents.get(cameron)?.teamsUserId ?? '';
    const first = words();
    expect(await keepUtterance(world.deps, ref, first)).toBe('kept');
    expect(await keepUtterance(world.deps, ref, first)).toBe('repeated');
    await world.pass(10);
    await keep({ by: { teamsUserId }, text: 'I look it up.' });
    await world.pass(10);
    await keep({ by: { teamsUserId: 'somebody' }, text: 'Hello.' });
    await keep({ by: { address: '+14255550188' }, text: 'Me too.' });
    expect(await world.deps.transcripts.of(ref)).toMatchObject([
      { speaker: { kind: 'customer' }, text: 'Where is my order?', lengthMs: 1_000 },
      { speaker: { kind: 'agent', agentId: cameron }, text: 'I look it up.' },
      { speaker: { kind: 'other' } },
      { speaker: { kind: 'other' } },
    ]);
  });

  test('keeps no card number, and nothing of silence', async () => {
    expect(await keep({ text: 'It is 4111 1111 1111 1111, thanks.' })).toBe('kept');
    expect(await keep({ text: ' ' })).toBe('empty');
    expect(await texts()).toEqual(['It is •••• 1111, thanks.']);
  });

  test('keeps nothing of a pause, even where the platform goes on listening', async () => {
    await keep();
    await world.pass(10_000);
    await pauseRecording(world.deps, ref, cameron, 'pause');
    expect(asked('stopTranscript')).toHaveLength(1);
    await stopped();
    expect(await keep({ text: 'four one one one' })).toBe('paused');
    await world.pass(20_000);
    expect(await keep({ text: 'two two two two' })).toBe('paused');
    await pauseRecording(world.deps, ref, cameron, 'resume');
    expect(asked('startTranscript')).toHaveLength(2);
    // Words from before are understood late.
    expect(await keep({ text: 'three three three' })).toBe('paused');
    await world.pass(10_000);
    expect(await keep({ text: 'Thank you.' })).toBe('kept');
    expect(await texts()).toEqual(['Where is my order?', 'Thank you.']);
  });

  test('goes on over a handover in the same queue, and keeps nothing while the caller waits', async () => {
    const diego = await world.ready('diego');
    const to = { kind: 'queue', queueId: 'support' } as const;
    await transferInteraction(world.deps, { ref, agentId: cameron, to, note: null });
    await settleInteraction(world.deps, ref);
    expect(await world.phase(ref)).not.toBe('active');
    expect(await keep()).toBe('notTalking');
    await world.assign();
    await world.accept(diego);
    await handleInteraction(world.deps, ref, diego, 'connect');
    expect(asked('startTranscript')).toHaveLength(1);
    expect(await keep({ text: 'Hello again.' })).toBe('kept');
  });

  test('takes the words of its own call alone', async () => {
    expect(await keep({ callRef: 'call-of-somebody' })).toBe('unknownCall');
    expect(await keepUtterance(world.deps, { ...ref, interactionId: 'no' as typeof ref.interactionId }, words())).toBe(
      'unknownCall',
    );
  });

  test('is deleted with the recording, which a legal hold keeps', async () => {
    await keep();
    await finishInteraction(world.deps, ref, cameron, 'solved');
    await report({ kind: 'disconnected', dialled: null });
    expect(await keep({ text: 'Bye.' })).toBe('kept');
    await file();
    const { recordingRef } = await only();
    const hold = (isOnHold: boolean) => world.deps.recordings.change(recordingRef, (known) => ({ ...known, isOnHold }));
    await hold(true);
    await world.pass(31 * DAY_MS);
    await sweepRecordings(world.deps);
    expect(await texts()).toEqual(['Where is my order?', 'Bye.']);
    await hold(false);
    await sweepRecordings(world.deps);
    expect(await texts()).toEqual([]);
  });

  test('whose transcription fails says so to operators, and the call goes on', async () => {
    await report({ kind: 'transcriptFailed', why: '400 8581' });
    expect(world.warnings).toContainEqual(expect.stringContaining('call not transcribed'));
    expect(await world.phase(ref)).toBe('active');
  });
});

describe('without it nothing is written down', () => {
  test('where the queue does not ask for it', async () => {
    await recording('announced');
    await talking();
    expect(asked('answer')).toMatchObject([{ transcript: null }]);
    expect([asked('startRecording').length, asked('startTranscript').length]).toEqual([1, 0]);
  });

  test('where the stamp has no container for it: the call is recorded all the same', async () => {
    await recording('announced, transcribe: true');
    Object.assign(world.deps.urls, { transcript: () => null });
    await talking();
    expect(asked('answer')).toMatchObject([{ transcript: null }]);
    expect([asked('startRecording').length, asked('startTranscript').length]).toEqual([1, 0]);
  });

  test('for who did not consent', async () => {
    await recording('consent, transcribe: true');
    await talking();
    expect(asked('startTranscript')).toEqual([]);
  });

  test('where one configuration asks for it, an older one of a call that runs does not', async () => {
    await recording('announced');
    await talking();
    await publishConfig(world.deps, {
      ...{ tenantId: TENANT, files: contosoFiles(), ofDirectory: null, author: { id: 'tests', name: null } },
      ...{ reason: 'Again.', expectedVersion: null },
    });
    await pauseRecording(world.deps, ref, cameron, 'pause');
    expect(asked('stopTranscript')).toEqual([]);
  });
});
