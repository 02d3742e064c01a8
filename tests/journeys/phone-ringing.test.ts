import { everybodyLeaves, interactionOf, ringing, timelineOf, toSupport } from './support/phone-stories';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(180_000);

describe('an agent who accepted a call', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  test('and whose voicemail answers is not connected: the caller keeps music and place, and a colleague helps', async () => {
    const { caller, cameron, teams } = await ringing(stage, '+14255550121');
    const { phase: before } = await interactionOf(stage, caller);
    await stage.pass(10_000);
    await teams.voicemail();
    await stage.pass(15_000);
    expect([await teams.state(), await caller.hears()]).toEqual(['voicemail', 'music']);
    await stage.pass(8_000);
    expect(await teams.state()).toBe('ended');
    expect(await caller.heard()).not.toContain('voicemail');
    expect(await caller.heard()).not.toContain('people');
    const { phase } = await interactionOf(stage, caller);
    expect(phase).toMatchObject({ name: 'queued', visit: { attempt: 1 } });
    expect(placeOf(phase)).toEqual(placeOf(before));
    expect(await cameron.state()).toBe('notReady');
    expect(await cameron.sees('connect')).toBe(false);

    const diego = stage.agent('diego');
    await diego.ready();
    await diego.press('accept');
    await stage.teamsPhone('diego').answer();
    await diego.press('connect');
    expect(await caller.hears()).toBe('people');
  });

  test('and declines the ringing in Teams leaves the caller in the queue', async () => {
    await stage.agent('diego').ready();
    const { caller, agent, other } = await eitherRings('+14255550122');
    await stage.teamsPhone(agent).decline();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'alerting', agentId: other });
    expect(await caller.hears()).not.toBe('people');
    expect(await stage.agent(agent).state()).toBe('ready');
    expect(await stage.agent(agent).sees('connect')).toBe(false);
  });

  test('and does not pick up within 15 seconds is out until they say they are there', async () => {
    const { caller, cameron, teams } = await ringing(stage, '+14255550123');
    await stage.pass(10_000);
    expect(await teams.state()).toBe('ringing');
    await stage.pass(6_000);
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'queued' });
    expect(await cameron.state()).toBe('notReady');
    await cameron.ready();
    // Not at once the one whom they have just missed.
    await stage.pass(30_000);
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'alerting', agentId: 'cameron' });
  });

  test('and presses Connect without picking up gets the caller back into the queue, first', async () => {
    const { caller, cameron } = await ringing(stage, '+14255550124');
    await cameron.press('connect');
    await stage.pass(16_000);
    expect(['queued', 'alerting']).toContain((await interactionOf(stage, caller)).phase['name']);
    await stage.pass(10_000);
    expect(await caller.hears()).toBe('music');
  });

  test('is rung no more when the caller hangs up', async () => {
    const { caller, cameron, teams } = await ringing(stage, '+14255550125');
    await caller.hangUp();
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'abandoned' });
    expect([await cameron.state(), await cameron.sees('connect')]).toEqual(['ready', false]);
    expect(await cameron.interactions()).toEqual([]);
  });

  test('whose voicemail answered does not hold the line when the caller hangs up', async () => {
    const { caller, cameron, teams } = await ringing(stage, '+14255550126');
    await teams.voicemail();
    await caller.hangUp();
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'abandoned' });
    expect(await cameron.state()).toBe('ready');
  });

  test('and hung up before Connect gives the caller back', async () => {
    const { caller, teams } = await ringing(stage, '+14255550127');
    await teams.answer();
    await teams.hangUp();
    expect(['queued', 'alerting']).toContain((await interactionOf(stage, caller)).phase['name']);
    const failed = (await timelineOf(stage, caller)).filter(({ type }) => type === 'connectFailed');
    expect(failed).toMatchObject([{ failure: 'agentLeft' }]);
  });

  /** Who of the two supporters was offered the call accepted it. */
  async function eitherRings(number: string) {
    await stage.agent('cameron').ready();
    const caller = await toSupport(stage, number);
    const { phase } = await interactionOf(stage, caller);
    const agent = String(phase['agentId']);
    await stage.agent(agent).press('accept');
    return { caller, agent, other: agent === 'cameron' ? 'diego' : 'cameron' };
  }
});

function placeOf(phase: Readonly<Record<string, unknown>>) {
  const { waitingSince, beganAt, deadlineAt } = phase['visit'] as Record<string, unknown>;
  return { waitingSince, beganAt, deadlineAt };
}
