import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../local/setup/ports';
import { openStage, type Stage } from '../journeys/support/stage';
import { complete } from '../journeys/support/stories';
import { fileOf, restoreLocalData } from '../replay/support/local-data';
import { recordedOf, releases } from '../replay/support/release';
import { brokenPromises } from './support/promises';

jest.setTimeout(240_000);

interface ConfigFiles {
  readonly files: readonly { readonly name: string }[];
}

/** Agents who answer whatever waits, and complete it. */
const AGENTS = ['cameron', 'adele'] as const;
const CLOSING_MS = 75 * 3_600_000;

describe.each(releases())('on what release %s stored', (release) => {
  let stage: Stage;
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
  beforeAll(async () => {
    const { local, at } = recordedOf(release);
    const names = Object.keys(JSON.parse(fileOf(local, 'ports.json')) as object);
    const ports = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
    restoreLocalData(folder, local, Object.fromEntries(ports));
    stage = await openStage(new Date(at).toISOString(), [], folder);
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const phases = async () => {
    const query = "SELECT VALUE c.interaction.phase.name FROM c WHERE c.kind = 'snapshot'";
    return (await stage.query<string>('interactions', query)).sort();
  };

  test('everything that was under way is there, and every document that is asked for opens', async () => {
    const found = await phases();
    expect(found).toEqual(expect.arrayContaining(['active', 'closed', 'queued', 'selfService']));
    const held = await stage.agent('cameron').interactions();
    expect(held.length).toBeGreaterThanOrEqual(2);
    // The files of today are live; those of the release are kept behind them.
    const { body } = await stage.simulator.ask<object[]>('admin', 'GET', 'tenants/contoso/config/history');
    expect(body.at(-1)).toMatchObject({ version: 1, replaces: 0 });
    const first = await stage.simulator.ask<ConfigFiles>('admin', 'GET', 'tenants/contoso/config/versions/1');
    expect(first.status).toBe(200);
    expect(first.body.files.map(({ name }) => name)).toEqual(expect.arrayContaining(['agents.yaml', 'queues.yaml']));
  });

  test('who waited is answered, and what was under way finishes', async () => {
    const agents = AGENTS.map((id) => stage.agent(id));
    for (let round = 0; round < 3; round += 1) {
      for (const agent of agents) {
        await complete(stage, agent);
        await agent.ready();
        await stage.passQuietly(60_000);
        while (await agent.sees('accept')) await agent.press('accept');
        while (await agent.sees('connect')) await agent.press('connect');
      }
    }
    for (const agent of agents) await complete(stage, agent);
    await stage.simulator.post('/_local/clock', { byMs: CLOSING_MS, turnEveryMs: 600_000 });
    expect(new Set(await phases())).toEqual(new Set(['closed']));
    expect(await brokenPromises(stage)).toEqual([]);
  });
});
