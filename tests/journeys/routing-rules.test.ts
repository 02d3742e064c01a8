import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import type { ChatCustomer } from './support/chat-customer';
import { isRough } from './support/rough';
import { chatInSupport, complete, interactionsOf, phaseOf } from './support/stories';
import { textCustomer } from './support/text-customer';

jest.setTimeout(120_000);

const FOLDER = join(__dirname, '../../config/contoso');

/** Contoso's files, with these lines more in its support queue, these closing hours on Mondays and this use of presence. */
const filesWith = (ofSupport: string, monday = "['08:00-20:00']", presence = 'off', closures = '[]') =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: file.replaceAll('\\', '/'), content: readFileSync(join(FOLDER, file), 'utf8') }))
    .map(({ name, content }) => ({
      name,
      content: content
        .replace('    name: Support\n', `    name: Support\n${ofSupport}`)
        .replace('  emailSender: graph\n', `  emailSender: graph\n  teamsPresence: ${presence}\n`)
        .replace("monday: ['08:00-20:00']", `monday: ${monday}`)
        .replace('  - id: office\n', `  - id: office\n    closures: ${closures}\n`),
    }));

describe('rules of a queue', () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  let adele: AgentActor;
  const waiting: ChatCustomer[] = [];
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
    diego = stage.agent('diego');
    adele = stage.agent('adele');
  });
  beforeEach(async () => {
    await cameron.notReady();
    await diego.notReady();
  });
  afterEach(async () => {
    for (const customer of waiting.splice(0)) await customer.leave();
    for (const agent of [cameron, diego]) await complete(stage, agent);
  });
  afterAll(() => stage.stop());

  async function publish(...changes: Parameters<typeof filesWith>): Promise<void> {
    const { endpoint, masterKey } = stage.running.endpoints.functions;
    const url = `${endpoint}/api/operator/tenants/contoso/config?code=${masterKey}`;
    const body = JSON.stringify({ files: filesWith(...changes) });
    const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    // Instances look for a new version every second, and a shard takes it with the next tick.
    for (let second = 0; second < 2; second += 1) await stage.pass(1_000);
  }

  const arrives = async (name: string) => {
    const customer = await chatInSupport(stage, name);
    waiting.push(customer);
    return customer;
  };
  const holders = async (customer: ChatCustomer) =>
    (await interactionsOf(stage, customer.userId))[0]?.segments.map(({ agentId }) => agentId);

  test('a step brings a customer to an agent of the second ring at the right second', async () => {
    await publish(`
    steps:
      - { for: 20 s, requirements: [{ skill: technical, minimum: 9 }] }
      - {}
    then: wait
`);
    await cameron.ready();
    const ada = await arrives('Ada');
    // In rough mode she has waited for some seconds by now.
    const lastMs = isRough ? 5_000 : 1_000;
    await stage.pass(20_000 - lastMs);
    expect(await cameron.offers()).toEqual([]);
    await stage.pass(lastMs);
    expect(await cameron.offers()).toHaveLength(1);
    await cameron.press('accept');
    expect(await holders(ada)).toEqual(['cameron']);
  });

  test('a new version reaches the customer who waits, and all are asked at once: one of two accepts wins', async () => {
    await publish("    steps: [{ for: 1 h, where: 'agent = enrico' }, {}]\n    then: wait\n");
    const bob = await arrives('Bob');
    await cameron.ready();
    await diego.ready();
    await stage.pass(2_000);
    expect([await cameron.offers(), await diego.offers()]).toEqual([[], []]);

    await publish('    offers: { to: all, atMost: 5 }\n');
    const [ofCameron] = await cameron.offers();
    const [ofDiego] = await diego.offers();
    expect([ofCameron, ofDiego]).toEqual([expect.anything(), expect.anything()]);
    const accept = (agent: AgentActor, offerId = '') => agent.ask('POST', `agent/offers/${offerId}/accept`);
    const answers = await Promise.all([accept(cameron, ofCameron?.offerId), accept(diego, ofDiego?.offerId)]);
    await stage.settle();
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await holders(bob)).toHaveLength(1);
    expect([await cameron.sees('accept'), await diego.sees('accept')]).toEqual([false, false]);
    expect([await cameron.state(), await diego.state()]).toEqual(['ready', 'ready']);
  });

  test('an agent in a call of Teams is left alone until it is over, and shown busy with a chat until that is', async () => {
    await publish('', undefined, 'vetoAndSet');
    await cameron.ready();
    await stage.simulator.post('/_local/agents/cameron/presence', {
      availability: 'Busy',
      activity: 'InAConferenceCall',
    });
    await stage.pass(15_000);
    await diego.ready();
    const eve = await arrives('Eve');
    await stage.pass(2_000);
    // Cameron has been idle for longer.
    expect([(await cameron.offers()).length, (await diego.offers()).length]).toEqual([0, 1]);
    const [waits] = await interactionsOf(stage, eve.userId);
    const path = `interactions/${waits?.facts.interactionId}/routing/why-not/cameron?tenantId=contoso`;
    const whyNot = { kind: 'removed', obstacle: { kind: 'vetoed', cause: 'inACall' } };
    const { body } = await stage.simulator.ask('supervisor', 'GET', path);
    expect(body).toMatchObject({ offers: [{ toAgentId: 'diego', whyNot }] });
    await diego.notReady();

    await stage.simulator.post('/_local/agents/cameron/presence', { availability: 'Available' });
    await stage.pass(15_000);
    await cameron.press('accept');
    expect(await holders(eve)).toEqual(['cameron']);
    const seen = () => stage.simulator.get('/_local/agents/cameron/presence');
    await stage.pass(15_000);
    expect(await seen()).toEqual({ availability: 'Busy', activity: 'InACall' });
    await eve.leave();
    await complete(stage, cameron);
    await stage.pass(15_000);
    expect(await seen()).toEqual({ availability: 'Available', activity: 'Available' });
  });

  test('at closing time the customer overflows to another queue, and keeps their place', async () => {
    await publish('    overflow: [{ when: closed, then: { queue: sales } }]\n', "['08:00-10:03']");
    const cid = await arrives('Cid');
    await adele.ready();
    expect(await adele.offers()).toEqual([]);
    for (let turn = 0; turn < 20 && (await adele.offers()).length === 0; turn += 1) await stage.pass(10_000);
    await adele.press('accept');
    expect(await holders(cid)).toEqual(['adele']);
    const ended = await stage.query<{ at: number; queueId: string }>(
      'interactions',
      `SELECT e.at, e.queueId FROM c JOIN e IN c.events WHERE e.type = 'visitEnded' AND e.outcome = 'overflowed'`,
    );
    const closesAt = Date.parse('2026-10-05T14:03:00Z');
    expect(ended).toMatchObject([{ queueId: 'support' }]);
    expect(ended[0]?.at).toBeGreaterThanOrEqual(closesAt);
    expect(ended[0]?.at).toBeLessThanOrEqual(closesAt + 1_000);
    await complete(stage, adele, 'order-placed');
  });

  test('when the office is closed in an emergency, who waits is sent on within two seconds', async () => {
    const overflow = '    overflow: [{ when: closed, then: leave }]\n';
    await publish(overflow);
    const dan = await arrives('Dan');
    await stage.pass(5_000);
    expect(await phaseOf(stage, dan.userId)).toBe('queued');
    // The day before yesterday, so that no clock has to be looked at.
    await publish(overflow, undefined, undefined, '[{ from: 2026-10-03 08:00, reason: Fire alarm }]');
    expect((await dan.heard()).at(-1)).toContain('We are closed now.');
    expect(await phaseOf(stage, dan.userId)).toBe('closed: closedHours');
  });

  test('who a rule of the queue is for goes by its steps, everybody else by the others, and the explanation names it', async () => {
    await publish(`
    rules:
      - id: texts
        when: channel == 'sms'
        steps: [{ for: 1 h, agents: [diego] }, {}]
        then: wait
`);
    await cameron.ready();
    await stage.pass(1_000);
    await diego.ready();
    const katherine = textCustomer(stage, '+14255550177');
    await katherine.text('My printer is broken');
    // Cameron has been idle for longer.
    expect([(await cameron.offers()).length, (await diego.offers()).length]).toEqual([0, 1]);
    await diego.press('accept');
    const finn = await arrives('Finn');
    expect(await cameron.offers()).toHaveLength(1);
    await cameron.press('accept');
    const ruleOf = async (customerAddress: string) => {
      const [found] = await interactionsOf(stage, customerAddress);
      const path = `interactions/${found?.facts.interactionId}/routing?tenantId=contoso`;
      const { body } = await stage.simulator.ask('supervisor', 'GET', path);
      const { decisions } = body as {
        decisions: { outcome: { kind: string }; explanation: { queueRule: string | null } | null }[];
      };
      return decisions
        .filter(({ outcome }) => outcome.kind === 'offered')
        .map(({ explanation }) => explanation?.queueRule);
    };
    expect([await ruleOf(katherine.number), await ruleOf(finn.userId)]).toEqual([['texts'], [null]]);
  });

  test('where fewer may wait than do, the last one goes on to another queue and is answered there', async () => {
    await publish('    overflow: [{ when: { waiting: 3 }, then: { queue: sales } }]\n');
    const [gil, hal, ian] = [await arrives('Gil'), await arrives('Hal'), await arrives('Ian')];
    await adele.ready();
    await stage.pass(2_000);
    expect(await adele.offers()).toEqual([]);
    await publish('    overflow: [{ when: { waiting: 2 }, then: { queue: sales } }]\n');
    await adele.press('accept');
    expect([await holders(gil), await holders(hal), await holders(ian)]).toEqual([[], [], ['adele']]);
    expect([await phaseOf(stage, gil.userId), await phaseOf(stage, hal.userId)]).toEqual(['queued', 'queued']);
    await ian.leave();
    await complete(stage, adele, 'order-placed');
  });
});
