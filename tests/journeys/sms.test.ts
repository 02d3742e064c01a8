import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import { complete, interactionsOf, editConfig, passWith, phaseOf } from './support/stories';
import { textCustomer, type TextCustomer } from './support/text-customer';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const MENU = 'Contoso here. Reply with a number:';
const COMFORT = 'Thank you. A colleague will answer you here.';

const OURS = '+14255550101';
const OUR_CONFIRMATION = 'Contoso: you will get no more texts from this number. Reply START to have them again.';
/** Obeys STOP itself, and says so. */
const OF_THE_NETWORK = expect.stringContaining('NETWORK MSG: You replied with the word "stop"');

let stage: Stage;
let cameron: AgentActor;
beforeAll(async () => {
  stage = await openStage();
  cameron = stage.agent('cameron');
  await cameron.ready();
});
afterAll(() => stage.stop());

/** Our number, with all that is under way on it, goes from ACS to the carrier. */
async function moveToTelesign(): Promise<void> {
  await stage.simulator.post(`/_local/numbers/${encodeURIComponent(OURS)}/carrier`, { carrier: 'telesign' });
  await editConfig(stage, 'emailSender: graph', 'emailSender: graph\n  smsSender: telesign');
}

/** What both promise is told of each by the contract of carriers; the same stories once more are for the full run. */
const carriers = [
  { carrier: 'ACS', numbers: '+1425555017', confirmation: OF_THE_NETWORK, move: async () => undefined },
  { carrier: 'Telesign', numbers: '+1425555018', confirmation: OUR_CONFIRMATION, move: moveToTelesign },
] as const;
const told = process.env['FULL'] === '1' ? carriers : carriers.slice(0, 1);

describe.each(told)('a text message by $carrier', ({ carrier, numbers, confirmation, move }) => {
  beforeAll(async () => {
    const ida = textCustomer(stage, `${numbers}9`);
    await ida.text('repair please');
    await cameron.press('accept');
    await move();
  });
  afterEach(() => complete(stage, cameron));

  const talking = async (number: string): Promise<TextCustomer> => {
    const customer = textCustomer(stage, number);
    await customer.text('repair please');
    await cameron.press('accept');
    expect(await phaseOf(stage, number)).toBe('active');
    return customer;
  };
  const deliveries = async (interactionId: string) => {
    const { body } = await cameron.ask('GET', `agent/interactions/${interactionId}`);
    return (body as { messages: { text: string; delivery: { status: string } }[] }).messages.map(
      ({ text, delivery }) => [text, delivery.status],
    );
  };

  test('a conversation that was open before the number came to this carrier goes on', async () => {
    const ida = textCustomer(stage, `${numbers}9`);
    await cameron.write('I am still here.');
    expect((await ida.received()).at(-1)).toBe('I am still here.');
    await ida.text('So am I');
    expect((await cameron.heard()).at(-1)).toBe(`${ida.number}: So am I`);
    expect(await phaseOf(stage, ida.number)).toBe('active');
    await stage.pass(10_000);
    const [held] = await cameron.interactions();
    expect(await deliveries(held?.interactionId ?? '')).toContainEqual(['I am still here.', 'delivered']);
  });

  test('goes through the numbered menu to an agent, and the carrier reports what became of the answer', async () => {
    const kim = textCustomer(stage, `${numbers}1`);
    await kim.text('Good morning');
    expect(await kim.received()).toEqual([expect.stringContaining(MENU)]);
    await kim.text('2');
    expect((await kim.received()).at(-1)).toBe(COMFORT);

    await cameron.press('accept');
    expect((await cameron.heard()).slice(-2)).toEqual([`${kim.number}: Good morning`, `${kim.number}: 2`]);
    await cameron.write('What is broken?');
    expect((await kim.received()).at(-1)).toBe('What is broken?');
    await kim.text('The screen');
    expect((await cameron.heard()).at(-1)).toBe(`${kim.number}: The screen`);

    await stage.pass(10_000);
    const [held] = await cameron.interactions();
    expect(await deliveries(held?.interactionId ?? '')).toContainEqual(['What is broken?', 'delivered']);
  });

  test('HELP is answered outside of any interaction', async () => {
    const lee = textCustomer(stage, `${numbers}2`);
    await lee.text('Help');
    expect(await lee.received()).toEqual([expect.stringContaining('Contoso customer care.')]);
    expect(await interactionsOf(stage, lee.number)).toEqual([]);
  });

  test('STOP in a conversation ends it as opted out, is confirmed once, and nothing can be sent until START', async () => {
    const max = await talking(`${numbers}3`);
    const [held] = await cameron.interactions();
    const before = await max.received();
    await max.text('STOP');
    // Who obeys this word says so, and nobody says it again.
    expect((await max.received()).slice(before.length)).toEqual([confirmation]);
    expect(await phaseOf(stage, max.number)).toBe('ended: optedOut');
    expect((await cameron.chat()).map(({ text, summary }) => text ?? summary)).toContain(
      'The customer wants no more texts: nothing can be sent.',
    );

    const writtenAt = (await stage.simulator.get<{ now: number }>('/_local/clock')).now;
    const refused = await cameron.ask('POST', `agent/interactions/${held?.interactionId}/reply`, {
      text: 'But we are not done!',
      key: 'k1',
      writtenAt,
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    await max.text('stop');
    const ours = (await max.received()).slice(before.length).filter((text) => text.startsWith('Contoso'));
    expect(ours).toEqual(confirmation === OUR_CONFIRMATION ? [OUR_CONFIRMATION] : []);

    await complete(stage, cameron);
    expect(await phaseOf(stage, max.number)).toBe('closed: optedOut');
    await max.text('START');
    await max.text('repair');
    expect((await max.received()).at(-1)).toBe(COMFORT);
    await cameron.press('accept');
  });

  test('STOP while waiting closes it as opted out, and the agent is asked no more', async () => {
    const pat = textCustomer(stage, `${numbers}4`);
    await pat.text('repair');
    expect(await phaseOf(stage, pat.number)).toBe('alerting');
    await pat.text('Stopp');
    expect(await phaseOf(stage, pat.number)).toBe('closed: optedOut');
    expect(await cameron.offers()).toEqual([]);
    // No carrier knows this word: ours is the only confirmation.
    expect((await pat.received()).at(-1)).toBe(OUR_CONFIRMATION);
    // Who writes on is heard, and answered by nobody.
    await pat.text('repair');
    expect((await pat.received()).at(-1)).toContain('Contoso: you will get no more texts');
    await cameron.press('accept');
    await cameron.write('Hello?');
    expect((await cameron.heard()).at(-1)).toBe('The customer wants no texts.');
  });

  // Whoever carries texts has no part in this.
  if (carrier === 'ACS')
    test('a conversation that is quiet for a quarter of an hour is parked, and comes back to the same agent', async () => {
      const diego = stage.agent('diego');
      const sam = await talking(`${numbers}5`);
      await diego.ready();
      await passWith(stage, [cameron, diego], 15 * MINUTE_MS);
      expect(await phaseOf(stage, sam.number)).toBe('parked');
      expect(await cameron.interactions()).toEqual([]);

      await passWith(stage, [cameron, diego], 5 * MINUTE_MS);
      await sam.text('Still here');
      expect(await diego.offers()).toEqual([]);
      await cameron.press('accept');
      expect((await cameron.heard()).at(-1)).toBe(`${sam.number}: Still here`);
      expect(await phaseOf(stage, sam.number)).toBe('active');
      await diego.signOut();
    });

  test('what a number wrote before is read by who holds what it writes now, until they say that it was somebody else', async () => {
    const number = `${numbers}8`;
    const customer = await talking(number);
    await complete(stage, cameron);
    await stage.pass(11 * MINUTE_MS);
    await cameron.ready();
    await customer.text('repair please');
    await cameron.press('accept');
    const [now] = (await cameron.interactions()).filter(({ phase }) => phase === 'active');
    const history = `agent/interactions/${now?.interactionId ?? ''}/history`;
    const read = async () =>
      (await cameron.ask('GET', history)).body as {
        readonly address: string;
        readonly past: readonly { readonly interactionId: string; readonly channel: string }[];
      };
    const { address, past } = await read();
    expect([address, past]).toEqual([number, [expect.objectContaining({ channel: 'sms', isOpen: false })]]);
    const before = `${history}/${past[0]?.interactionId ?? ''}`;
    expect((await cameron.ask('GET', before)).body).toMatchObject({ messages: [{ text: 'repair please' }, {}] });
    expect((await cameron.ask('PUT', before, { isSamePerson: false })).status).toBe(204);
    // Another process, whose replica may be behind for a moment, answers who looks again.
    await stage.pass(1_000);
    expect((await read()).past).toEqual([]);
    expect((await cameron.ask('GET', before)).status).toBe(404);
    const colleague = stage.agent('diego');
    expect((await colleague.ask('GET', history)).status).toBe(404);
  });

  test('after the end a bare thanks opens nothing, and a later text opens another that knows the agent', async () => {
    const tess = await talking(`${numbers}6`);
    await complete(stage, cameron);
    await stage.pass(1_000);
    await tess.text('Thank you!');
    expect(await phaseOf(stage, tess.number)).toBe('closed: completed');
    await tess.text('It broke again, please repair');
    const [first, second] = await interactionsOf(stage, tess.number);
    expect(second?.facts.continues).toEqual({ interactionId: first?.facts.interactionId, agentId: 'cameron' });
    await cameron.press('accept');
  });

  if (carrier === 'Telesign')
    test('a refusal of the network is an opt-out: the agent sees it, and no more is sent until START', async () => {
      const uma = await talking(`${numbers}7`);
      await stage.simulator.post(`/_local/handsets/${encodeURIComponent(uma.number)}/fate`, { fate: 510 });
      await cameron.write('Are you there?');
      await stage.pass(10_000);
      const [held] = await cameron.interactions();
      expect(await deliveries(held?.interactionId ?? '')).toContainEqual(['Are you there?', 'failed']);
      await stage.simulator.post(`/_local/handsets/${encodeURIComponent(uma.number)}/fate`, { fate: null });
      await cameron.write('Hello?');
      expect(await uma.received()).not.toContain('Hello?');
      expect((await cameron.heard()).at(-1)).toBe('The customer wants no texts.');
    });
});
