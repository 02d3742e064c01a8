import { everybodyLeaves, interactionOf, timelineOf, toSupport } from './support/phone-stories';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(300_000);

const NOBODY = 'Nobody can take your call at the moment.';

describe('a call that nobody can take is told so, and then hung up', () => {
  let stage: Stage | undefined;
  const open = async (at?: string) => {
    stage = await openStage(at);
    return stage;
  };
  afterEach(async () => {
    if (stage !== undefined) await everybodyLeaves(stage);
    await stage?.stop();
  });

  test('on a Sunday', async () => {
    const { caller, pass } = await sunday();
    expect(await caller.hears()).toContain('We are closed now.');
    await pass(20_000);
    expect((await caller.call()).state).toBe('ended');
    expect((await interactionOf(stage!, caller)).phase).toMatchObject({ name: 'closed', reason: 'closedHours' });
  });

  test('when nobody is signed in, and when the longest wait is over', async () => {
    const { caller: placeCall, agent, pass } = await open();
    const alone = await placeCall('+14255550141');
    await pass(2_000);
    await alone.press('2');
    expect(await alone.hears()).toContain(NOBODY);
    await pass(30_000);
    expect((await alone.call()).state).toBe('ended');
    expect((await interactionOf(stage!, alone)).phase).toMatchObject({ name: 'closed', reason: 'noAgent' });

    const cameron = agent('cameron');
    await cameron.ready();
    await cameron.notReady();
    const patient = await toSupport(stage!, '+14255550142');
    await pass(595_000);
    expect((await interactionOf(stage!, patient)).phase).toMatchObject({ name: 'queued' });
    await pass(7_000);
    expect(await patient.hears()).toContain('We are sorry that nobody could answer.');
    await pass(20_000);
    expect((await patient.call()).state).toBe('ended');
    expect((await interactionOf(stage!, patient)).phase).toMatchObject({ name: 'closed', reason: 'queueDeadline' });
    const ended = (await timelineOf(stage!, patient)).filter(({ type }) => type === 'visitEnded');
    expect(ended).toMatchObject([{ outcome: 'expired' }]);
    await pass(120_000);
    expect(await interactionOf(stage!, patient)).toMatchObject({ openActs: 0 });
  });

  async function sunday() {
    const { caller: placeCall, pass } = await open('2026-10-04T14:00:00.000Z');
    const caller = await placeCall('+14255550140');
    await pass(2_000);
    return { caller, pass };
  }
});
