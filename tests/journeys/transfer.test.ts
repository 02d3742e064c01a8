import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import { interactionOf, withSupport } from './support/phone-stories';
import { chatInSupport, complete, interactionsOf, phaseOf } from './support/stories';

jest.setTimeout(120_000);

describe('people move customers', () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  let adele: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    [cameron, diego, adele] = ['cameron', 'diego', 'adele'].map((id) => stage.agent(id)) as [
      AgentActor,
      AgentActor,
      AgentActor,
    ];
  });
  beforeEach(async () => {
    await cameron.ready();
    await diego.notReady();
    await adele.notReady();
  });
  afterAll(() => stage.stop());

  const supervisor = (path: string, body: object) =>
    stage.simulator.ask<Record<string, unknown>>('supervisor', 'POST', `${path}?tenantId=contoso`, body);
  const only = async (userId: string) => {
    const [interaction] = await interactionsOf(stage, userId);
    if (interaction === undefined) throw new Error('There is no such interaction.');
    return interaction;
  };
  const idOf = async (userId: string) => (await only(userId)).facts.interactionId;
  const segments = async (userId: string) =>
    (await only(userId)).segments.map(({ agentId, state }) => `${agentId} ${state.name}`);
  const eventsOf = (interactionId: string) =>
    stage.query<{ type: string; by?: string; taken?: { how: string; by: string } }>(
      'interactions',
      `SELECT VALUE e FROM c JOIN e IN c.events WHERE c.id != '' AND CONTAINS(c.pk, '${interactionId}')`,
    );

  test('a chat is handed over on the card in Teams, with a note, and both agents finish what is theirs', async () => {
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    await adele.ready();
    await cameron.press('transfer', { to: 'queue:sales', note: 'Would rather buy a new one.' });
    expect(await segments(ada.userId)).toEqual(['cameron wrappingUp']);
    const [offer] = (await adele.offers()) as { offerId: string; interactionId: string; note?: string }[];
    expect(offer?.note).toBe('Would rather buy a new one.');
    await adele.press('accept');
    await ada.say('What does it cost?');
    expect((await adele.heard()).at(-1)).toContain('What does it cost?');
    expect((await cameron.heard()).join()).not.toContain('What does it cost?');
    await adele.write('Two hundred.');
    expect((await ada.heard()).at(-1)).toContain('Two hundred.');
    const explained = await stage.simulator.ask<{ decisions: { isReproduced: boolean; outcome: { kind: string } }[] }>(
      'supervisor',
      'GET',
      `interactions/${await idOf(ada.userId)}/routing?tenantId=contoso`,
    );
    const { decisions } = explained.body;
    expect(decisions.filter(({ outcome }) => outcome.kind === 'enqueued')).toHaveLength(2);
    expect(decisions.every(({ isReproduced }) => isReproduced)).toBe(true);
    await complete(stage, cameron);
    await complete(stage, adele, 'order-placed');
    expect(await phaseOf(stage, ada.userId)).toBe('closed: completed');
  });

  test('a colleague who is asked declines, and another takes the customer', async () => {
    const bob = await chatInSupport(stage, 'Bob');
    await cameron.press('accept');
    const path = `agent/interactions/${await idOf(bob.userId)}/transfer`;
    const to = (agentId: string) => ({ to: { kind: 'agent', agentId }, note: 'Speaks German.' });
    expect((await cameron.ask('POST', path, to('diego'))).status).toBe(409);
    await diego.ready();
    expect((await cameron.ask('POST', path, to('diego'))).status).toBe(200);
    await stage.settle();
    // What somebody is asked to take says since when the customer waits, and for whom.
    expect(await diego.offers()).toMatchObject([
      { note: 'Speaks German.', waitingSince: expect.any(Number), skills: ['Repairs and set-up'] },
    ]);
    await diego.press('decline');
    expect(await segments(bob.userId)).toEqual(['cameron talking']);
    expect((await cameron.heard()).at(-1)).toContain('is still yours');
    expect((await cameron.ask('POST', path, to('diego'))).status).toBe(200);
    await stage.settle();
    await diego.press('accept');
    expect(await segments(bob.userId)).toEqual(['cameron wrappingUp', 'diego talking']);
    await complete(stage, cameron);
    await complete(stage, diego);
  });

  test('an agent pulls, a supervisor assigns, takes back and says who works where; each leaves its name', async () => {
    await cameron.notReady();
    const cid = await chatInSupport(stage, 'Cid');
    const interactionId = await idOf(cid.userId);
    const { body } = await diego.ask('GET', 'agent/waiting');
    expect(body).toMatchObject({ waiting: [{ interactionId, queueId: 'support', isOffered: false }] });
    const pull = (agent: AgentActor) => agent.ask('POST', `agent/interactions/${interactionId}/pull`);
    // Not Ready, and not of the queue.
    expect([(await pull(diego)).status, (await pull(adele)).status]).toEqual([409, 404]);
    await adele.ready();
    const given = await supervisor(`interactions/${interactionId}/assign`, { agentId: 'adele' });
    expect([given.status, given.body['detail']]).toEqual([409, 'The agent does not work in that queue.']);
    expect((await supervisor('agents/adele/queues', { join: ['support'] })).body).toMatchObject({
      queueIds: ['sales', 'support'],
    });
    expect((await supervisor(`interactions/${interactionId}/assign`, { agentId: 'adele' })).status).toBe(409);
    expect((await supervisor(`interactions/${interactionId}/assign`, { agentId: 'adele', force: true })).status).toBe(
      200,
    );
    expect(await segments(cid.userId)).toEqual(['adele talking']);
    expect((await supervisor('agents/adele/state', { kind: 'notReady', reason: 'meeting' })).body).toMatchObject({
      availability: { kind: 'notReady', reason: 'meeting' },
    });
    expect((await supervisor(`interactions/${interactionId}/takeback`, {})).status).toBe(200);
    expect(await segments(cid.userId)).toEqual(['adele done']);
    expect(await phaseOf(stage, cid.userId)).toBe('queued');
    await supervisor('agents/diego/state', { kind: 'ready' });
    await stage.settle();
    await diego.press('accept');
    expect((await supervisor('agents/diego/state', { kind: 'signedOut' })).status).toBe(200);
    expect(await phaseOf(stage, cid.userId)).toBe('queued');
    await diego.ready();
    await diego.press('decline');
    expect((await pull(diego)).status).toBe(200);
    expect(await segments(cid.userId)).toEqual(['adele done', 'diego done', 'diego talking']);
    const sofia = '0c0a5050-0000-4000-8000-0000000000b1';
    const events = await eventsOf(interactionId);
    expect(events.flatMap(({ taken }) => (taken ? [taken] : []))).toEqual([
      { how: 'forced', by: sofia },
      { how: 'pulled', by: 'diego' },
    ]);
    expect(events.filter(({ by }) => by !== undefined)).toMatchObject([{ type: 'agentLost', by: sofia }]);
    await complete(stage, diego);
  });

  test('a caller’s agent consults an expert who is busy, then another, and leaves the caller with them', async () => {
    const { caller, interactionId } = await withSupport(stage, '+14255550131');
    const teams = stage.teamsPhone('cameron');
    const path = `agent/interactions/${interactionId}/consult`;
    const expert = (userId: string, name: string) => ({ with: { kind: 'expert', userId, name } });
    const found = await cameron.ask('POST', 'agent/experts', { words: 'sofia sup' });
    const id = '0c0a5050-0000-4000-8000-0000000000b1';
    const shown = {
      userId: id,
      name: 'Sofia Supervisor',
      title: 'Head of Customer Service',
      reachability: 'available',
    };
    expect(found).toEqual({ status: 200, body: { experts: [shown] } });
    const sofia = stage.teamsPhone('supervisor');
    expect((await cameron.ask('POST', path, expert(shown.userId, shown.name))).status).toBe(200);
    await stage.settle();
    expect([await caller.hears(), await teams.hears(), await sofia.state()]).toEqual(['music', 'silence', 'ringing']);
    await sofia.decline('busy');
    expect(JSON.stringify((await cameron.chat()).at(-1)?.card)).toContain('They are not available.');
    expect(await caller.hears()).toBe('music');
    const adrian = stage.teamsPhone('admin');
    await cameron.ask('POST', path, expert('0c0a5050-0000-4000-8000-0000000000b2', 'Adrian'));
    await stage.settle();
    await adrian.answer();
    // The two talk; the caller hears none of it.
    expect([await teams.hears(), await adrian.hears(), await caller.hears()]).toEqual(['people', 'people', 'music']);
    await cameron.press('completeConsult');
    expect([await caller.hears(), await adrian.hears(), await teams.state()]).toEqual(['people', 'people', 'ended']);
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'handedOn' });
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    await stage.settle();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'handedOn' });
    await adrian.hangUp();
    expect((await caller.call()).state).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'transferred' });
  });

  test('a caller is handed on the card to an auto attendant of Teams, which has them until it hangs up', async () => {
    const { caller, interactionId } = await withSupport(stage, '+14255550135');
    await cameron.press('transfer', { to: 'voiceApp:head-office', note: '' });
    await stage.settle();
    expect(await caller.hears()).toBe('people');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'handedOn' });
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    const attendant = await stage.callTo('28:orgid:0c0a5050-0000-4000-8000-0000000000e1');
    await attendant?.hangUp();
    expect((await caller.call()).state).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'transferred' });
  });

  test('a conference with a number, and a caller handed to a queue and to a colleague', async () => {
    const { caller, interactionId } = await withSupport(stage, '+14255550132');
    const path = `agent/interactions/${interactionId}`;
    await cameron.ask('POST', `${path}/consult`, { with: { kind: 'number', number: '+14255550133' } });
    await stage.settle();
    const guest = await stage.callTo('+14255550133');
    await guest?.answer();
    await cameron.press('joinConsult');
    const teams = stage.teamsPhone('cameron');
    expect([await caller.hears(), await teams.hears(), await guest?.hears()]).toEqual(['people', 'people', 'people']);
    await guest?.hangUp();
    expect((await cameron.heard()).at(-1)).toContain('left the call');
    await adele.ready();
    const to = { to: { kind: 'queue', queueId: 'sales' }, note: 'Wants to buy.' };
    expect((await cameron.ask('POST', `${path}/transfer`, to)).status).toBe(200);
    await stage.settle();
    expect([await caller.hears(), await teams.state()]).toEqual([expect.stringContaining('Thank you'), 'ended']);
    await adele.press('accept');
    await stage.teamsPhone('adele').answer();
    await adele.press('connect');
    expect(await caller.hears()).toBe('people');
    await diego.ready();
    await adele.press('transfer', { to: 'agent:diego', note: 'Angry.' });
    expect(await caller.hears()).toBe('people');
    await diego.press('accept');
    expect(await caller.hears()).toBe('music');
    await stage.teamsPhone('diego').answer();
    await diego.press('connect');
    expect([await caller.hears(), await stage.teamsPhone('adele').state()]).toEqual(['people', 'ended']);
    await caller.hangUp();
    for (const agent of [cameron, diego]) await complete(stage, agent);
    await complete(stage, adele, 'order-placed');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed' });
  });
});
