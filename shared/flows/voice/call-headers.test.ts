import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { receivedHeaders } from '../../core/lib/sip-headers';
import { publishConfig } from '../admin/publish-config';
import { consult } from '../agents/consult';
import { handleInteraction } from '../agents/handle-interaction';
import { receiveCall } from '../inbound/receive-call';
import { handleCallEvent, type CallReport } from './handle-call-event';

const CALLER = '+14255550199';
const FRANK = '+14255550177';

let world: World;
let ref: InteractionRef;
let cameron: AgentId;
let count: number;

/** Contoso asks whom the network names as gold to the queue at once, and tells a telephone that is asked about them what was said. */
async function publish(): Promise<void> {
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: name.endsWith('reception.yaml')
      ? content
          .replace(
            'headers: { reference: User-To-User }',
            'headers: { reference: User-To-User, said: X-MS-Custom-Tier }',
          )
          .replace('start: language', 'start: first')
          .replace(
            'nodes:\n',
            'nodes:\n  first:\n    kind: branch\n    cases: [{ when: "said == \'gold\'", next: gold }]\n    otherwise: language\n',
          )
      : content,
  }));
  const by = { ofDirectory: null, author: { id: 'tests', name: null }, reason: 'Headers.', expectedVersion: null };
  await publishConfig(world.deps, { tenantId: TENANT, files, ...by });
  await world.pass(2_000);
}

function report(told: CallReport, about?: string) {
  const asked = world.calls.asked.filter((one) => 'context' in one && (about === undefined || one.do === about)).at(-1);
  const context = asked !== undefined && 'context' in asked ? asked.context : null;
  return handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });
}

async function called(sipHeaders: Readonly<Record<string, unknown>>): Promise<void> {
  const received = await receiveCall(world.deps, {
    ...{ from: CALLER, callerName: null, to: '+14255550102', trunk: null, callId: 'carrier-1' },
    ...{ incomingCallContext: 'context', raisedAt: world.deps.clock.now() },
    headers: receivedHeaders(sipHeaders).taken,
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
}

/** Cameron talks with them, and asks Frank's telephone. */
async function askedFrank(): Promise<void> {
  await world.assign();
  await world.accept(cameron);
  const { config } = await world.deps.configs.live(TENANT);
  const teamsUserIds = [config.agents.get(cameron)?.teamsUserId ?? ''];
  await report({ kind: 'agentJoined' }, 'ring');
  await report({ kind: 'participants', sequence: 3, teamsUserIds, others: [CALLER] });
  await handleInteraction(world.deps, ref, cameron, 'connect');
  await consult(world.deps, { ref, agentId: cameron, with: { kind: 'number', number: FRANK }, isBlind: false });
}

const rung = () => world.calls.asked.flatMap((one) => (one.do === 'ring' ? [one] : []));

beforeEach(async () => {
  world = await createWorld();
  count = 0;
  await publish();
  cameron = await world.ready('cameron');
});

test('what the network says of a caller leads their way, is shown to the agent who is rung, and goes on to who is asked about them', async () => {
  await called({ userToUser: 'order=100001', 'x-ms-custom-Tier': 'gold' });
  expect(await world.phase(ref)).toBe('queued');
  await askedFrank();
  const [agent, frank] = rung();
  expect(agent).toMatchObject({
    details: expect.stringContaining('User-To-User: order=100001 · X-MS-Custom-Tier: gold'),
    headers: [],
  });
  expect(frank).toMatchObject({ callee: FRANK, headers: [{ name: 'User-To-User', value: 'order=100001' }] });
  expect(world.warnings).toEqual([]);
});

test('who sends headers that could be no headers is a caller like any other', async () => {
  await called({ userToUser: '1\r\nContact: <sip:attacker.example>', 'X-MS-Custom-Tier': { gold: true } });
  expect(await world.phase(ref)).toBe('selfService');
  expect((await world.deps.interactions.load(ref))?.interaction.facts.headers).toBeUndefined();
});

test('where nothing was said, who is asked about the caller is told nothing, and nobody is warned of it', async () => {
  await called({ 'X-MS-Custom-Tier': 'gold' });
  await askedFrank();
  expect(rung().at(-1)).toMatchObject({ callee: FRANK, headers: [] });
  expect(world.warnings).toEqual([]);
});
