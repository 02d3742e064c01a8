import { agentIdOf } from '../shared/core/lib/ids';
import { setAgentState } from '../shared/flows/agents/set-agent-state';
import { startChat } from '../shared/flows/customers/start-chat';
import { receiveChat } from '../shared/flows/inbound/receive-chat';
import { chatWord } from '../tests/contracts/fakes/chat-word';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { contosoFiles, createWorld, TENANT, type World } from '../tests/contracts/fakes/world';
import type { App } from './compose';
import { adminBy, appOn, ask, CAMERON, CONTOSO, HOME, personBy } from './http.testsuite';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

let issuer: TokenIssuer;
let world: World;

beforeAll(async () => {
  issuer = await createTokenIssuer('k');
});

beforeEach(async () => {
  world = await createWorld();
  mockApp = appOn(world, issuer);
});

const person = (objectId: string, change: object = {}) => personBy(issuer, objectId, change);
const admin = (entraTenantId: string) => adminBy(issuer, entraTenantId);

describe('an analyst', () => {
  const analyst = (change: object = {}) => person('anna', { roles: ['Switchboard.Analyst'], ...change });
  const query = { tenantId: 'contoso' };
  const span = { from: '2026-11-19T16:00:00Z', to: '2026-11-19T17:00:00Z' };

  test('reads the figures of all queues of their organisation', async () => {
    const live = await ask('getLiveFigures', { token: await analyst(), query });
    const { config } = await world.deps.configs.live(TENANT);
    const queues = (live.jsonBody as { queues: readonly { queueId: string }[] }).queues.map(({ queueId }) => queueId);
    expect(queues.sort()).toEqual([...config.queues.keys()].sort());
    const intervals = await ask('getIntervalFigures', { token: await analyst(), query: { ...query, ...span } });
    expect(intervals.status).toBe(200);
    const elsewhere = { tid: HOME, iss: `https://login.microsoftonline.com/${HOME}/v2.0` };
    expect((await ask('getLiveFigures', { token: await analyst(elsewhere), query })).status).toBeGreaterThan(400);
  });

  test('changes nothing, and sees no customer', async () => {
    const token = await analyst();
    const params = { agentId: 'cameron' };
    const forced = await ask('forceAgentState', { token, params, query, body: { kind: 'signedOut' } });
    expect(forced.status).toBe(403);
    expect((await ask('getFloor', { token, query })).status).toBe(403);
    expect((await ask('getLiveFigures', { token: await person('nobody'), query })).status).toBe(403);
  });
});

describe('who somebody is', () => {
  const supervisor = (change: object = {}) => person('sofia', { roles: ['Switchboard.Supervisor'], ...change });

  test('an agent, a supervisor, and one who is neither', async () => {
    const me = async (token: string) => (await ask('getMe', { token })).jsonBody as unknown;
    expect(await me(await person(CAMERON, { name: 'Cameron' }))).toEqual({
      name: 'Cameron',
      agent: { agentId: 'cameron', name: 'Cameron White', tenantId: 'contoso', hasSoftphone: false },
      oversees: [],
      hears: [],
      holds: false,
    });
    const oversees = [{ tenantId: 'contoso', name: 'Contoso' }];
    expect(await me(await supervisor())).toEqual({ name: null, agent: null, oversees, hears: [], holds: false });
    expect(await me(await person('stranger'))).toEqual({
      name: null,
      agent: null,
      oversees: [],
      hears: [],
      holds: false,
    });
    const elsewhere = { tid: HOME, iss: `https://login.microsoftonline.com/${HOME}/v2.0` };
    expect(await me(await supervisor(elsewhere))).toEqual({
      name: null,
      agent: null,
      oversees: [],
      hears: [],
      holds: false,
    });
  });

  test('a supervisor sees the floor, and sends an agent on a break', async () => {
    await world.ready('cameron');
    const query = { tenantId: 'contoso' };
    const token = await supervisor();
    const floor = (await ask('getFloor', { token, query })).jsonBody as {
      queues: { name: string }[];
      agents: { agentId: string; availability: object }[];
    };
    expect(floor.queues.map(({ name }) => name)).toEqual(['Sales', 'Support']);
    const cameron = () => floor.agents.find(({ agentId }) => agentId === 'cameron');
    expect(cameron()).toMatchObject({ name: 'Cameron White', queueIds: ['support'], availability: { kind: 'ready' } });
    const set = { query, params: { agentId: 'cameron' }, body: { kind: 'notReady', reason: 'break' } };
    const forced = await ask('forceAgentState', { token, ...set });
    expect(forced.jsonBody).toMatchObject({ agentId: 'cameron', availability: { kind: 'notReady', reason: 'break' } });
    expect((await ask('forceAgentState', { token: await person(CAMERON), ...set })).status).toBe(403);
    const nobody = { ...set, params: { agentId: 'nobody' } };
    expect((await ask('forceAgentState', { token, ...nobody })).status).toBe(404);
    expect((await ask('listOpenInteractions', { token, query })).jsonBody).toEqual({ interactions: [], total: 0 });
  });
});

describe('supervisors', () => {
  const SUE = '0c0a5050-0000-4000-8000-0000000000b1';
  const supervisor = () => person(SUE, { roles: ['Switchboard.Supervisor'] });
  const query = { tenantId: TENANT };
  const named = (queues: string) =>
    contosoFiles().concat([
      {
        name: 'supervisors.yaml',
        content: `supervisors: [{ id: sue, name: Sue, entraObjectId: ${SUE}, queues: [${queues}] }]`,
      },
    ]);
  const oversees = async (queues: string) => {
    const token = await admin(CONTOSO);
    const published = await ask('publishConfig', {
      token,
      params: { tenantId: 'contoso' },
      body: { files: named(queues) },
    });
    expect(published.status).toBe(200);
    await world.pass(1_000);
  };
  const signOut = async (agentId: string) =>
    ask('forceAgentState', { token: await supervisor(), params: { agentId }, query, body: { kind: 'signedOut' } });

  test('one of the queue acts, and an audit line says who did what', async () => {
    await oversees('support');
    await world.ready('cameron');
    const lines: [string, object | undefined][] = [];
    mockApp = {
      ...mockApp!,
      deps: { ...world.deps, log: { ...world.deps.log, info: (what, facts) => void lines.push([what, facts]) } },
    };
    const response = await signOut('cameron');
    expect(response.jsonBody).toMatchObject({ agentId: 'cameron', availability: { kind: 'signedOut' } });
    expect(lines).toContainEqual([
      'supervisor acted',
      expect.objectContaining({ operation: 'forceAgentState', agentId: 'cameron', state: 'signedOut', subject: SUE }),
    ]);
  });

  test('what is in the queues of others is not there', async () => {
    await oversees('sales');
    await world.ready('cameron');
    expect((await signOut('cameron')).status).toBe(404);
    const token = await supervisor();
    const move = { params: { agentId: 'enrico' }, query, body: { join: ['support'] } };
    expect((await ask('moveAgent', { token, ...move })).status).toBe(404);
    expect((await ask('listWaitingInTenant', { token, query })).jsonBody).toEqual({ waiting: [] });
  });

  test('somebody who waits is assigned to an agent of another queue only where the supervisor insists, and that stays on record', async () => {
    await world.ready('adele');
    // Somebody of the queue has to be there, or nobody waits in it.
    await world.ready('cameron');
    await setAgentState(world.deps, TENANT, agentIdOf('cameron'), { kind: 'notReady', reason: 'break' });
    const asked = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'jane' };
    const thread = await startChat(world.deps, asked);
    const heard = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
    if (heard.kind !== 'opened') throw new Error(`The first word was ${heard.kind}.`);
    await world.assign();
    const token = await supervisor();
    const assign = (force: boolean) =>
      ask('assignInteraction', {
        ...{ token, query, params: { interactionId: heard.ref.interactionId } },
        body: { agentId: 'adele', force },
      });
    expect(await assign(false)).toMatchObject({
      status: 409,
      jsonBody: {
        code: 'refused',
        detail: 'The agent does not work in that queue.',
        errors: [{ message: 'notInQueue' }],
      },
    });
    expect(await world.phase(heard.ref)).toBe('queued');
    expect((await assign(true)).jsonBody).toEqual({ agentId: 'adele', phase: 'active' });
    const timeline = await world.deps.interactions.timeline(heard.ref);
    expect(timeline.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: 'accepted', agentId: 'adele', taken: { how: 'forced', by: SUE } }),
    );
  });

  test('a queue that is not there is refused with its place', async () => {
    const response = await ask('publishConfig', {
      token: await admin(CONTOSO),
      params: { tenantId: 'contoso' },
      body: { files: named('kitchen') },
    });
    expect([response.status, JSON.stringify(response.jsonBody)]).toEqual([
      400,
      expect.stringContaining("no queue 'kitchen'"),
    ]);
  });
});
