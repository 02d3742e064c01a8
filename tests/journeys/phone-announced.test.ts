import { everybodyLeaves, interactionOf, timelineOf, toSupport } from './support/phone-stories';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(1_200_000);

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
    const here = await open('2026-10-04T14:00:00.000Z');
    const caller = await here.caller('+14255550140');
    await here.pass(2_000);
    expect(await caller.hears()).toContain('We are closed now.');
    await here.pass(20_000);
    expect((await caller.call()).state).toBe('ended');
    expect((await interactionOf(here, caller)).phase).toMatchObject({ name: 'closed', reason: 'closedHours' });
  });

  test('when nobody is signed in, and when the longest wait is over', async () => {
    const here = await open();
    const alone = await here.caller('+14255550141');
    await here.pass(2_000);
    await alone.press('2');
    expect(await alone.hears()).toContain(NOBODY);
    await here.pass(30_000);
    expect((await alone.call()).state).toBe('ended');
    expect((await interactionOf(here, alone)).phase).toMatchObject({ name: 'closed', reason: 'noAgent' });

    const cameron = here.agent('cameron');
    await cameron.ready();
    await cameron.notReady();
    const patient = await toSupport(here, '+14255550142');
    await here.pass(595_000);
    expect((await interactionOf(here, patient)).phase).toMatchObject({ name: 'queued' });
    await here.pass(7_000);
    expect(await patient.hears()).toContain('We are sorry that nobody could answer.');
    await here.pass(20_000);
    expect((await patient.call()).state).toBe('ended');
    expect((await interactionOf(here, patient)).phase).toMatchObject({ name: 'closed', reason: 'queueDeadline' });
    const ended = (await timelineOf(here, patient)).filter(({ type }) => type === 'visitEnded');
    expect(ended).toMatchObject([{ outcome: 'expired' }]);
    await here.pass(120_000);
    expect(await interactionOf(here, patient)).toMatchObject({ openActs: 0 });
  });
});
