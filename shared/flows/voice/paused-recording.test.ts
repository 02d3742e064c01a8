import { agentIdOf } from '../../core/lib/ids';
import { finishInteraction } from '../agents/finish-interaction';
import { pauseRecording } from '../agents/pause-recording';
import { settleInteraction } from '../settle-interaction';
import { asked, cameron, file, only, recording, ref, report, talking, world } from './given-recorded.testsuite';

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
    expect(shown()).not.toContainEqual(expect.stringContaining('you may ask'));
    await world.pass(31_000);
    await settle();
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('paused');
    expect(shown().filter((text) => text?.includes('you may ask'))).toHaveLength(1);
  });

  test('that ends while it is paused has a gap until its end', async () => {
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await stopped();
    await world.pass(10_000);
    await finishInteraction(world.deps, ref, cameron, 'solved');
    await file();
    expect((await only()).gaps.map(({ to }) => to)).toEqual([world.deps.clock.now()]);
  });

  test('whose platform never says that it stopped is asked: calls that release 0.1.0 began bring no such word', async () => {
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await world.pass(4_000);
    await settle();
    expect(shown()).not.toContainEqual(expect.stringContaining('you may ask'));
    await world.pass(2_000);
    await settle();
    expect(shown().filter((text) => text?.includes('you may ask'))).toHaveLength(1);
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('paused');
    await stopped();
    expect(shown().filter((text) => text?.includes('you may ask'))).toHaveLength(1);
  });

  test('that still runs when it is asked is paused again, and until then nobody may ask', async () => {
    const { recordingState } = world.deps.voice;
    Object.assign(world.deps.voice, { recordingState: async () => 'running' });
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await world.pass(6_000);
    await settle();
    expect(asked('pauseRecording')).toHaveLength(2);
    expect(shown()).not.toContainEqual(expect.stringContaining('you may ask'));
    Object.assign(world.deps.voice, { recordingState });
    await world.pass(6_000);
    await settle();
    expect(await pauseRecording(world.deps, ref, cameron, 'pause')).toBe('paused');
  });
});
