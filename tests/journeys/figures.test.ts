import { CosmosClient } from '@azure/cosmos';
import { openStage, type Stage } from './support/stage';
import { OPEN_AT } from '../../local/launch';
import type { AgentActor } from './support/agent';
import { lasting } from './support/rough';
import { chatInSupport, complete } from './support/stories';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;

interface Live {
  readonly open: Readonly<Record<string, number>>;
  readonly queues: readonly { readonly queueId: string; readonly waiting: number; readonly longestWaitMs: number }[];
  readonly agents: readonly { readonly agentId: string; readonly holding: Readonly<Record<string, number>> }[];
}

describe('figures', () => {
  let stage: Stage;
  let cameron: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
  });
  afterAll(() => stage.stop());

  const asSupervisor = async (path: string) => {
    const { status, body } = await stage.simulator.ask('supervisor', 'GET', path);
    expect(status).toBe(200);
    return body;
  };
  const live = async () => (await asSupervisor('metrics/live?tenantId=contoso')) as Live;
  const intervals = () => {
    const to = new Date(Date.parse(OPEN_AT) + HOUR_MS).toISOString();
    return asSupervisor(`metrics/intervals?tenantId=contoso&from=${OPEN_AT}&to=${to}`);
  };
  /** The feed hands over all that ever happened once more, as after a lost lease. */
  const replayFeed = async () => {
    const { endpoint, key, database } = stage.running.endpoints.cosmos;
    const client = new CosmosClient({ endpoint, key });
    const leases = client.database(database).container('leases');
    await stage.simulator.post('/_local/host/kill');
    const { resources } = await leases.items.query<{ id: string }>('SELECT c.id FROM c').fetchAll();
    expect(resources.length).toBeGreaterThan(0);
    for (const { id } of resources) await leases.item(id, id).delete();
    client.dispose();
    await stage.simulator.post('/_local/host/start');
    await stage.pass(10_000);
  };

  test('a supervisor sees who waits, who is served, and an exact service level, however often the feed repeats', async () => {
    await cameron.ready();
    // Answered after 4 seconds: within the target of a minute.
    await chatInSupport(stage, 'Ada');
    await stage.pass(4000);
    await cameron.press('accept');
    await complete(stage, cameron);
    await cameron.notReady();
    // Answered after 70 seconds: too late.
    await chatInSupport(stage, 'Bob');
    await stage.pass(65_000);
    expect((await live()).queues).toContainEqual({ queueId: 'support', waiting: 1, longestWaitMs: lasting(65_000) });
    await stage.pass(5000);
    await cameron.ready();
    await cameron.press('accept');
    await stage.pass(5000);
    expect((await live()).open).toEqual({ chat: 1 });
    expect((await live()).agents).toContainEqual({ agentId: 'cameron', holding: { talking: 1 } });
    await complete(stage, cameron);
    await cameron.notReady();
    // Left after a second: a short abandon. Left after 10: an abandon.
    const cal = await chatInSupport(stage, 'Cal');
    await stage.pass(1000);
    await cal.leave();
    const dot = await chatInSupport(stage, 'Dot');
    await stage.pass(10_000);
    await dot.leave();
    await stage.pass(5000);

    const figures = await intervals();
    expect(figures).toMatchObject([
      {
        startAt: Date.parse(OPEN_AT),
        arrived: { chat: 4 },
        closed: { completed: 2, abandoned: 2 },
        queues: {
          'support|chat': {
            offered: 4,
            outcomes: { answered: 2, abandoned: 1, shortAbandoned: 1, expired: 0 },
            answeredWithinTarget: 1,
            waitMs: lasting(74_000),
            longestWaitMs: lasting(70_000),
            serviceLevel: 1 / 3,
          },
        },
        agents: { cameron: { offers: 2, handled: 2, talkMs: lasting(5000) } },
      },
    ]);
    expect((await live()).queues).toContainEqual({ queueId: 'support', waiting: 0, longestWaitMs: 0 });
    expect((await live()).open).toEqual({});

    await replayFeed();
    expect(await intervals()).toEqual(figures);
    expect((await live()).open).toEqual({});
  });

  test('nobody but a supervisor of that organisation sees them', async () => {
    const answer = await stage.simulator.ask('cameron', 'GET', 'metrics/live?tenantId=contoso');
    expect(answer.status).toBe(403);
    const other = await stage.simulator.ask('supervisor', 'GET', 'metrics/live?tenantId=fabrikam');
    expect(other.status).toBe(404);
  });
});
