import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import type { AgentActor } from './support/agent';
import { openStage, type Stage } from './support/stage';
import { chatInSupport, complete, interactionsOf, passWith, phaseOf } from './support/stories';
import { tokenOf } from './support/tokens';

jest.setTimeout(180_000);

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'explained-'));

interface Decision {
  readonly seq: number;
  readonly outcome: { readonly kind: string };
  readonly isReproduced: boolean;
  readonly explanation: {
    readonly chosen: { readonly agentId: string } | null;
    readonly candidates: readonly { readonly agentId: string; readonly obstacle: { readonly kind: string } | null }[];
  } | null;
}

describe('routing that explains itself', () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
    diego = stage.agent('diego');
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true });
  });

  const get = async (person: string, path: string) => {
    const headers = { authorization: `Bearer ${await tokenOf(stage, person)}` };
    const response = await fetch(`${stage.running.endpoints.functions.endpoint}/api/${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const simulate = (...args: string[]) => {
    const env = { ...process.env };
    const main = join(root, 'dist/simulation/main.js');
    return execFileSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8', env });
  };
  let interactionId = '';

  test('a supervisor reads who might have had it, who was passed over and why', async () => {
    await cameron.ready();
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('decline');
    await diego.ready();
    await diego.press('accept');
    interactionId = (await interactionsOf(stage, ada.userId))[0]?.facts.interactionId ?? '';
    const { status, text } = await get('supervisor', `interactions/${interactionId}/routing?tenantId=contoso`);
    expect(status).toBe(200);
    const { decisions } = JSON.parse(text) as { decisions: Decision[] };
    expect(decisions.map(({ outcome }) => outcome.kind)).toEqual([
      'enqueued',
      'offered',
      'declined',
      'offered',
      'accepted',
    ]);
    expect(decisions.every(({ isReproduced }) => isReproduced)).toBe(true);
    expect(decisions[1]?.explanation?.chosen?.agentId).toBe('cameron');
    expect(decisions[3]?.explanation?.candidates.find(({ agentId }) => agentId === 'cameron')?.obstacle?.kind).toBe(
      'coolingDown',
    );

    const why = await get('supervisor', `interactions/${interactionId}/routing/why-not/cameron?tenantId=contoso`);
    expect(JSON.parse(why.text)).toMatchObject({
      agentId: 'cameron',
      offers: [
        { toAgentId: 'cameron', whyNot: { kind: 'isNext' } },
        { toAgentId: 'diego', whyNot: { kind: 'removed', obstacle: { kind: 'coolingDown' } } },
      ],
    });
  });

  test('so does the agent who holds it, and nobody else', async () => {
    const path = `interactions/${interactionId}/routing?tenantId=contoso`;
    expect((await get('diego', path)).status).toBe(200);
    expect((await get('admin', path)).status).toBe(200);
    expect((await get('bianca', path)).status).toBe(404);
  });

  test('another process says the same to the last byte', async () => {
    const path = `interactions/${interactionId}/routing?tenantId=contoso`;
    const before = await get('supervisor', path);
    await stage.simulator.post('/_local/host/kill');
    await stage.simulator.post('/_local/host/start', {});
    expect(await get('supervisor', path)).toEqual(before);
  });

  test('the day is recorded, replayed decision for decision, and told with Diego away', async () => {
    await complete(stage, diego);
    const file = join(folder, 'day.ndjson');
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, await tokenOf(stage, 'admin'));
    const api = `${stage.running.endpoints.functions.endpoint}/api`;
    const range = ['--from', '2026-10-05T00:00:00Z', '--to', '2026-10-06T00:00:00Z', '--out', file];
    simulate(
      'record',
      '--api',
      api,
      '--token-file',
      tokenFile,
      '--tenant',
      'contoso',
      '--shard',
      'contoso-main',
      ...range,
    );
    expect(simulate('--replay', file)).toContain('Every decision came out as it was recorded.');

    const other = join(folder, 'contoso');
    cpSync(join(root, 'config/contoso'), other, { recursive: true });
    const agents = join(other, 'agents.yaml');
    const text = readFileSync(agents, 'utf8');
    const diegoSells = text
      .replace(
        'proficiency: 9 }, { skill: german, proficiency: 5 }]\n    queues: [support]',
        'proficiency: 9 }, { skill: sales, proficiency: 5 }]\n    queues: [sales]',
      )
      // Somebody in support must speak German.
      .replace(
        '[{ skill: technical, proficiency: 7 }]',
        '[{ skill: technical, proficiency: 7 }, { skill: german, proficiency: 5 }]',
      );
    writeFileSync(agents, diegoSells);
    expect(readFileSync(agents, 'utf8')).not.toBe(text);
    const changed = JSON.parse(simulate('--replay', file, '--config', other, '--json')) as {
      comparison: { wentElsewhere: { recorded: { agentId: string }; replayed: { agentId: string | null } }[] };
    };
    expect(changed.comparison.wentElsewhere).toHaveLength(1);
    expect(changed.comparison.wentElsewhere[0]).toMatchObject({ recorded: { agentId: 'diego' } });
    expect(changed.comparison.wentElsewhere[0]?.replayed.agentId).not.toBe('diego');
  });

  test('an interaction whose enqueue command was lost is found and queued again', async () => {
    await cameron.notReady();
    await diego.notReady();
    const bob = await chatInSupport(stage, 'Bob');
    expect(await phaseOf(stage, bob.userId)).toBe('queued');
    // The journal is lost with all that was submitted; what the interaction says is all that is left of it.
    await stage.simulator.post('/_local/host/kill');
    const { endpoint, key, database } = stage.running.endpoints.cosmos;
    const cosmos = new CosmosClient({ endpoint, key });
    const routing = cosmos.database(database).container('routing');
    for (const { id, pk } of await stage.query<{ id: string; pk: string }>('routing', 'SELECT c.id, c.pk FROM c'))
      await routing.item(id, pk).delete();
    cosmos.dispose();
    await stage.simulator.post('/_local/host/start', {});
    await cameron.ready();
    expect(await cameron.offers()).toEqual([]);
    await passWith(stage, [cameron], 150_000);
    const health = JSON.parse((await get('supervisor', 'routing/health?tenantId=contoso')).text) as {
      shards: object[];
    };
    expect(health.shards).toMatchObject([
      { shardId: 'contoso-main', violations: [], mended: { enqueuedAgain: 1 }, isTooLarge: false },
    ]);
  });
});
