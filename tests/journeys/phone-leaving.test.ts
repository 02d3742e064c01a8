import { everybodyLeaves, interactionOf, timelineOf, toSupport, withSupport } from './support/phone-stories';
import type { PhoneCustomer } from './support/phone-customer';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(180_000);

describe('somebody leaves a call', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  const visitOf = async (caller: PhoneCustomer) =>
    (await timelineOf(stage, caller)).filter(({ type }) => type === 'visitEnded').at(-1);

  test('the customer, while waiting: abandoned', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    await cameron.notReady();
    const caller = await toSupport(stage, '+14255550131');
    await stage.pass(20_000);
    await caller.hangUp();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'abandoned' });
    expect(await visitOf(caller)).toMatchObject({ outcome: 'abandoned' });
    await cameron.ready();
    expect(await cameron.offers()).toEqual([]);
  });

  test('the customer, within five seconds: a wrong number', async () => {
    await stage.agent('cameron').ready();
    const caller = await toSupport(stage, '+14255550132');
    await stage.pass(3_000);
    await caller.hangUp();
    expect(await visitOf(caller)).toMatchObject({ outcome: 'shortAbandoned' });
  });

  test('the customer, while an agent is asked: the card is withdrawn, and it is nobody’s miss', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const caller = await toSupport(stage, '+14255550133');
    await stage.pass(10_000);
    expect(await cameron.sees('accept')).toBe(true);
    await caller.hangUp();
    expect(await visitOf(caller)).toMatchObject({ outcome: 'abandoned' });
    const [card] = (await cameron.chat()).filter(({ summary }) => summary !== null).slice(-1);
    expect(card?.summary).toBe('The customer waits no more.');
    await stage.pass(30_000);
    expect([await cameron.sees('accept'), await cameron.state()]).toEqual([false, 'ready']);
  });

  test('the customer, in the menu: no queue has lost anybody', async () => {
    const caller = await stage.caller('+14255550134');
    await stage.pass(2_000);
    await caller.hangUp();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'customerLeft' });
    expect(await visitOf(caller)).toBeUndefined();
  });

  test('the agent, in mid-call: the customer hears music and is first in the queue', async () => {
    const { caller, cameron, teams } = await withSupport(stage, '+14255550135');
    const diego = stage.agent('diego');
    await diego.ready();
    await diego.notReady();
    await cameron.notReady();
    const behind = await toSupport(stage, '+14255550136');
    await stage.pass(60_000);
    await teams.hangUp();
    await stage.pass(8_000);
    expect(await caller.hears()).toBe('music');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'queued' });
    await diego.ready();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'alerting', agentId: 'diego' });
    expect((await interactionOf(stage, behind)).phase).toMatchObject({ name: 'queued' });
    await diego.press('accept');
    await stage.teamsPhone('diego').answer();
    await diego.press('connect');
    expect(await caller.hears()).toBe('people');
    const events = (await timelineOf(stage, caller)).map(({ type }) => type);
    expect(events.filter((type) => type === 'agentLost')).toHaveLength(1);
    expect(events.filter((type) => type === 'visitEnded')).toHaveLength(2);
  });

  test('the customer, in mid-call: the agent’s phone is hung up for them, and wrap-up begins', async () => {
    const { caller, teams } = await withSupport(stage, '+14255550137');
    await stage.pass(5_000);
    await caller.hangUp();
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'ended', reason: 'customerLeft' });
    expect(await visitOf(caller)).toMatchObject({ outcome: 'answered' });
  });
});
