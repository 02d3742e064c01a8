import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
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
});
