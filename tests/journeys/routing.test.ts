import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import type { ChatCustomer } from './support/chat-customer';
import { chatInSupport, complete, interactionsOf, passWith, phaseOf } from './support/stories';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;

describe('who gets the customer', () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  const waiting: ChatCustomer[] = [];
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
    diego = stage.agent('diego');
  });
  beforeEach(async () => {
    await cameron.ready();
    await diego.notReady();
  });
  afterEach(async () => {
    for (const customer of waiting.splice(0)) await customer.leave();
    for (const agent of [cameron, diego]) await complete(stage, agent);
  });
  afterAll(() => stage.stop());

  const arrives = async (name: string) => {
    const customer = await chatInSupport(stage, name);
    waiting.push(customer);
    return customer;
  };
  const holder = async (customer: ChatCustomer) =>
    (await interactionsOf(stage, customer.userId))[0]?.segments.map(({ agentId }) => agentId);

  test('who declines is not asked again for half a minute; another agent is asked at once', async () => {
    const ada = await arrives('Ada');
    await cameron.press('decline');
    expect(await phaseOf(stage, ada.userId)).toBe('queued');
    expect(await cameron.state()).toBe('ready');
    await passWith(stage, [cameron, diego], 20_000);
    expect(await cameron.offers()).toEqual([]);
    await passWith(stage, [cameron, diego], 11_000);
    expect(await cameron.offers()).toHaveLength(1);

    await diego.ready();
    await cameron.press('decline');
    expect(await cameron.offers()).toEqual([]);
    await diego.press('accept');
    expect(await holder(ada)).toEqual(['diego']);
  });

  test('who ignores an offer they have seen is Not responding until Ready, and the next agent has it', async () => {
    const bob = await arrives('Bob');
    await diego.ready();
    await passWith(stage, [cameron, diego], 31_000);
    expect(await cameron.state()).toBe('notResponding');
    expect(await cameron.sees('accept')).toBe(false);
    expect(await cameron.heard()).toContain(
      'You did not answer an offer, so nothing more is offered to you until you set yourself Ready.',
    );
    await diego.press('accept');
    expect(await holder(bob)).toEqual(['diego']);

    await diego.notReady();
    await arrives('Cid');
    expect(await cameron.offers()).toEqual([]);
    await cameron.ready();
    expect(await cameron.offers()).toHaveLength(1);
  });

  test('two agents who want the same offer at the same moment: one has it, for the other it is not there', async () => {
    const dan = await arrives('Dan');
    const [offer] = await cameron.offers();
    const accept = (agent: AgentActor) => agent.ask('POST', `agent/offers/${offer?.offerId}/accept`);
    const answers = await Promise.all([cameron, diego, cameron].map(accept));
    await stage.settle();
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
    expect(await holder(dan)).toEqual(['cameron']);
    expect(await diego.interactions()).toEqual([]);
    // Accepted twice by the same agent: it is theirs, once.
    expect((await accept(cameron)).status).toBe(200);
    expect(await cameron.interactions()).toHaveLength(1);
  });

  test('an offer that lapses in the moment of its accept has one outcome', async () => {
    const eli = await arrives('Eli');
    const [offer] = await cameron.offers();
    await diego.ready();
    await passWith(stage, [cameron, diego], 30_000);
    const late = await cameron.ask('POST', `agent/offers/${offer?.offerId}/accept`);
    expect(late.status).toBe(410);
    await diego.press('accept');
    expect(await holder(eli)).toEqual(['diego']);
  });

  test('agents are asked in turn: the one who has waited longest first', async () => {
    await stage.pass(1000);
    await diego.ready();
    await stage.pass(1000);
    await arrives('Flo');
    await cameron.press('accept');
    const gil = await arrives('Gil');
    await diego.press('accept');
    expect(await holder(gil)).toEqual(['diego']);
  });

  test('nobody can take them, and the customer leaves: abandoned', async () => {
    await cameron.notReady();
    const hui = await arrives('Hui');
    expect(await phaseOf(stage, hui.userId)).toBe('queued');
    await stage.pass(6000);
    await hui.leave();
    expect(await phaseOf(stage, hui.userId)).toBe('closed: abandoned');
  });

  test('who waits longer than the queue allows hears where the flow goes on, and it closes', async () => {
    await cameron.notReady();
    const ian = await arrives('Ian');
    await passWith(stage, [cameron, diego], 10 * MINUTE_MS + 5000);
    expect((await ian.heard()).at(-1)).toContain('We are sorry for the wait.');
    expect(await phaseOf(stage, ian.userId)).toBe('closed: queueDeadline');
  });

  test('where nobody is signed in, the customer is told at once', async () => {
    await cameron.signOut();
    await diego.signOut();
    const joy = await arrives('Joy');
    expect((await joy.heard()).at(-1)).toContain('Nobody is here at the moment.');
    expect(await phaseOf(stage, joy.userId)).toBe('closed: noAgent');
  });
});

describe('out of hours', () => {
  let stage: Stage;
  // A Sunday.
  beforeAll(async () => {
    stage = await openStage('2026-10-04T14:00:00.000Z');
  });
  afterAll(() => stage.stop());

  test('the customer is told when we are back, and nobody is asked', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const kay = await chatInSupport(stage, 'Kay');
    expect((await kay.heard()).at(-1)).toContain('We are closed now.');
    expect(await phaseOf(stage, kay.userId)).toBe('closed: closedHours');
    expect(await cameron.offers()).toEqual([]);
  });
});
