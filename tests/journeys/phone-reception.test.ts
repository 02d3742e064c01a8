import { everybodyLeaves, interactionOf } from './support/phone-stories';
import { spokenStories } from './support/spoken-stories';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(180_000);
/** Ten in the morning in Seattle, where the numbers of the callers are from; Contoso is open. */
const AT = '2026-10-05T17:00:00.000Z';
const RECEPTION = '+14255550102';

describe('callers at the reception', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(AT);
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  const spoken = spokenStories(() => stage, RECEPTION);
  test('whom nobody understands comes to a person', () => spoken.gibberish('+14255550128'));
  test('who speaks Japanese hears nothing else, and talks with an agent', () => spoken.japanese('+14255550129'));

  test('what came with a call by Direct Routing stands before the agent, and goes on to a telephone that is asked', async () => {
    const [cameron, teams] = [stage.agent('cameron'), stage.teamsPhone('cameron')];
    await cameron.ready();
    const said = { userToUser: '6f726465723d313030303031;encoding=hex', 'X-MS-Custom-Trap': '1\r\nX-Admin: yes' };
    const caller = await stage.caller('+14255550127', RECEPTION, said);
    await caller.press('1');
    await stage.pass(3_000);
    await caller.press('2');
    await cameron.press('accept');
    expect(await teams.details()).toMatch(/· User-To-User: order=100001$/u);
    await teams.answer();
    await cameron.press('connect');
    const { interactionId } = await interactionOf(stage, caller);
    const path = `agent/interactions/${interactionId}`;
    expect((await cameron.ask('GET', path)).body).toMatchObject({
      headers: [{ name: 'User-To-User', value: 'order=100001' }],
    });
    const asked = { kind: 'number', number: '+14255550134' };
    expect((await cameron.ask('POST', `${path}/consult`, { with: asked })).status).toBe(200);
    await stage.settle();
    const frank = await stage.callTo(asked.number);
    expect((await frank?.call())?.sipHeaders).toEqual({ 'User-To-User': 'order=100001' });
  });
});
