import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPEN_AT } from '../../local/launch';
import { EXIT } from '../../cli/exit-codes';
import { run } from '../../cli/run';
import { fakeTerminal } from '../../cli/terminal.testsuite';
import { applyAcross, openConfigFolder, ROOT, type ConfigFolder } from './support/config-folder';
import { openStage, type Stage } from './support/stage';
import { passUntil } from './support/stories';
import { textCustomer } from './support/text-customer';

jest.setTimeout(240_000);

const CAMERON = 'skills: [{ skill: technical, proficiency: 7 }]\n    queues: [support]';
const SELLS_TOO =
  'skills: [{ skill: technical, proficiency: 7 }, { skill: sales, proficiency: 1 }]\n    queues: [support, sales, billing]';

const CONTOSO_NUMBER = '+14255550100';
const OFFICE = ['sales', 'support'];
const WITH_BILLING = ['billing', 'sales', 'support'];
const BILLING = `  - id: billing
    name: Billing
    channels:
      chat: { target: 45 s, offerDeadline: 30 s }
    requirements:
      - { skill: sales }
    hours: office
    wrapUp: 30 s
    maxWait: 10 min
`;

/** All files of a folder, by their path in it. */
const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

describe('a configuration', () => {
  let stage: Stage;
  let config: ConfigFolder;
  let folder: string;
  beforeAll(async () => {
    stage = await openStage(OPEN_AT, ['--hosts', '2']);
    config = await openConfigFolder(stage);
    folder = config.folder;
  });
  afterAll(async () => {
    await stage.stop();
    config.remove();
  });

  const switchboard = (...args: string[]) => config.switchboard(...args);
  /** What each function instance works by, asked at its own address. */
  async function queuesByHost(): Promise<string[][]> {
    const { hosts } = await stage.simulator.get<{ hosts: { url: string }[] }>('/_local/host');
    const { token } = await stage.simulator.get<{ token: string }>('/_local/people/supervisor/token');
    const headers = { authorization: `Bearer ${token}` };
    const asked = hosts.map(async ({ url }) => {
      const answer = await fetch(`${url}/api/metrics/live?tenantId=contoso`, { headers });
      const { queues } = (await answer.json()) as { queues: { queueId: string }[] };
      return queues.map(({ queueId }) => queueId).sort();
    });
    return Promise.all(asked);
  }
  const offers = async (agent: string) => (await stage.agent(agent).offers()).length;

  test('goes from file to customer: validate, test, plan, apply, and back', async () => {
    const [cameron, adele] = [stage.agent('cameron'), stage.agent('adele')];
    await cameron.ready();
    await adele.notReady();
    await textCustomer(stage, '+14255550181').text('buy');
    await stage.pass(2_000);
    expect(await offers('cameron')).toBe(0);

    config.edit('agents.yaml', CAMERON, SELLS_TOO);
    config.edit('queues.yaml', '  - id: support\n', `${BILLING}  - id: support\n`);
    expect(await switchboard('validate', 'contoso')).toMatchObject({ code: EXIT.done, json: [{ agents: 5 }] });
    // The scenarios say who sells: the change is one that they see.
    expect((await switchboard('test', 'contoso')).code).toBe(EXIT.scenarioFailed);
    const scenarios = join(folder, 'scenarios/contoso/opening-hours.yaml');
    const text = readFileSync(scenarios, 'utf8');
    writeFileSync(
      scenarios,
      text.replace('agents: [adele, bianca, enrico]', 'agents: [adele, bianca, cameron, enrico]'),
    );
    expect((await switchboard('test', 'contoso')).code).toBe(EXIT.done);

    expect(await switchboard('plan', 'contoso', '--day', '2026-10-05')).toMatchObject({
      code: EXIT.done,
      json: {
        liveVersion: 1,
        changes: expect.arrayContaining([
          { kind: 'added', section: 'queues', id: 'billing' },
          expect.objectContaining({
            kind: 'changed',
            section: 'agents',
            id: 'cameron',
            fields: [expect.objectContaining({ path: 'skills' }), expect.objectContaining({ path: 'queues' })],
          }),
        ]),
        effect: { queues: [{ queueId: 'sales', waiting: 1, offered: 1, isGone: false }], signedOut: [] },
        // The day so far, decided again by the journal that the stamp gives.
        traffic: { kind: 'replayed', day: '2026-10-05', visits: 1, queues: [{ queueId: 'sales', visits: 1 }] },
      },
    });
    expect(await offers('cameron')).toBe(0);

    expect(await queuesByHost()).toEqual([OFFICE, OFFICE]);
    const applied = await switchboard('apply', 'contoso', '--reason', 'A quiet day in support', '--expect', '1');
    expect(applied).toMatchObject({ code: EXIT.done, json: { version: 2, changed: true } });
    await stage.pass(2_000);
    expect(await offers('cameron')).toBe(1);
    expect(await queuesByHost()).toEqual([WITH_BILLING, WITH_BILLING]);
    await cameron.press('decline');

    expect(await switchboard('history', 'contoso')).toMatchObject({
      json: {
        versions: [
          { version: 2, author: { name: 'Adrian Admin' }, reason: 'A quiet day in support', replaces: 1 },
          { version: 1, author: { id: 'hostKey' }, replaces: 0 },
        ],
      },
    });
    const back = await switchboard('rollback', 'contoso', '--reason', 'Support is busy again');
    expect(back).toMatchObject({ code: EXIT.done, json: { version: 3, restores: 1 } });
    await stage.pass(2_000);
    expect(await queuesByHost()).toEqual([OFFICE, OFFICE]);
    await stage.passQuietly(60_000);
    expect(await offers('cameron')).toBe(0);
  });

  test('is exported as it was written, comments and all', async () => {
    expect(await switchboard('export', 'contoso', 'exported')).toMatchObject({ code: EXIT.done });
    const written = filesIn(join(ROOT, 'config/contoso'));
    expect(filesIn(join(folder, 'exported'))).toEqual(written);
    expect(written['agents.yaml']).toMatch(/^ +# /m);
    // What was exported is what is live: applied again, it changes nothing.
    const again = await switchboard('apply', 'exported', '--reason', 'Round trip', '--expect', '3');
    expect(again).toMatchObject({ code: EXIT.done, json: { version: 3, changed: false } });
    expect((await switchboard('export', 'contoso', 'exported')).code).toBe(EXIT.usage);
    const second = await switchboard('export', 'contoso', 'exported', '--force', '--version', '2');
    expect(second).toMatchObject({ code: EXIT.done, json: { version: 2 } });
    expect(readFileSync(join(folder, 'exported/agents.yaml'), 'utf8')).toContain(SELLS_TOO);
  });

  test('that somebody else changed meanwhile is not written over', async () => {
    const both = await Promise.all(
      ['One', 'Two'].map((reason) => switchboard('apply', 'contoso', '--reason', reason, '--expect', '3')),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([EXIT.done, EXIT.conflict]);
    // The number of the loser may be spent: versions that nobody reads are stepped over.
    const [won] = both.filter(({ code }) => code === EXIT.done);
    const { version } = won!.json as { version: number };
    const late = await switchboard('apply', 'contoso', '--reason', 'Late', '--expect', '3');
    expect(late).toMatchObject({
      code: EXIT.conflict,
      json: { error: { message: expect.stringContaining(`Version ${version} is live`) } },
    });
  });

  // The other moments have a file of their own: each costs two starts of all hosts.
  test('whose apply meets a power cut is live whole or not at all', () => applyAcross(stage, config, 'configStored'));

  test('with an error cannot become live, whoever sends it', async () => {
    const live = await config.liveVersion();
    config.edit('queues.yaml', 'hours: office', 'hours: offices');
    const refused = await switchboard('apply', 'contoso', '--reason', 'A slip');
    expect(refused).toMatchObject({
      code: EXIT.refused,
      json: { error: { faults: [{ path: 'queues.yaml:18 queues[0].hours' }] } },
    });
    const content = readFileSync(join(folder, 'contoso/queues.yaml'), 'utf8');
    const body = { files: [{ name: 'queues.yaml', content }] };
    const { status } = await stage.simulator.ask('admin', 'PUT', 'tenants/contoso/config', body);
    expect(status).toBe(400);
    expect(await config.liveVersion()).toBe(live);
  });

  test('of a new organisation is written, applied and reached by its own trunk; other trunks are rejected', async () => {
    for (const [tenant, number] of [
      ['fabrikam', 2],
      ['litware', 3],
    ] as const) {
      const who = ['--name', tenant, '--entra-tenant', `0c0a5050-0000-4000-8000-00000000000${number}`];
      const agent = ['--agent', `Ada Byron=0c0a5050-0000-4000-8000-0000000000b${number}`];
      const calls = ['--number', CONTOSO_NUMBER, '--carrier', 'trunk', '--trunk', `${tenant}.sbc.example`];
      const where = ['--country', 'US', '--time-zone', 'America/New_York', '--folder', tenant];
      const added = await switchboard('tenant', 'add', tenant, ...who, ...agent, ...calls, ...where);
      expect(added.code).toBe(EXIT.done);
      const applied = await switchboard('apply', tenant, '--reason', 'First');
      expect(applied).toMatchObject({ code: EXIT.done, json: { version: 1 } });
    }
    const call = async (trunk: string | null) => {
      const sipHeaders = trunk === null ? {} : { 'X-MS-Custom-Trunk': trunk };
      const body = { from: '+14255550190', to: CONTOSO_NUMBER, sipHeaders };
      const { id } = await stage.simulator.post<{ id: string }>('/_local/phones/calls', body);
      await stage.settle();
      const seen = await stage.simulator.get<{ state: string; end: { code: number } | null }>(
        `/_local/phones/calls/${id}`,
      );
      if (seen.state !== 'ended') await stage.simulator.post(`/_local/phones/calls/${id}/hang-up`);
      await stage.settle();
      return seen;
    };
    expect((await call('Fabrikam.sbc.example')).state).toBe('joined');
    expect((await call('litware.sbc.example')).state).toBe('joined');
    expect((await call(null)).state).toBe('joined');
    expect(await call('nobody.sbc.example')).toMatchObject({ state: 'ended', end: { code: 403 } });
    const tenants = await stage.query<string>(
      'interactions',
      "SELECT VALUE c.interaction.facts.tenantId FROM c WHERE c.kind = 'snapshot' AND c.interaction.facts.channel = 'voice'",
    );
    expect(tenants.sort()).toEqual(['contoso', 'fabrikam', 'litware']);
  });

  test('is smoke-tested by a conversation, and what contacts cost is known from its figures', async () => {
    const smoke = await passUntil(stage, switchboard('smoke', 'contoso'));
    expect(smoke).toMatchObject({ code: EXIT.done, json: { tenant: 'contoso', answered: expect.any(String) } });
    const own = await switchboard('smoke', 'contoso', '--chat', 'contoso-chat');
    expect(own).toMatchObject({ code: EXIT.done, json: { answered: expect.any(String) } });
    await stage.pass(6_000);
    const supervisor = await config.environmentOf('supervisor');
    const terminal = { ...fakeTerminal(folder, supervisor), now: () => Date.parse(OPEN_AT) + 43_200_000 };
    expect(await run(['cost', 'contoso', '--json'], terminal)).toBe(EXIT.done);
    const { channels } = JSON.parse(terminal.written()) as { channels: { channel: string; contacts: number }[] };
    expect(channels).toContainEqual(expect.objectContaining({ channel: 'chat', contacts: 2 }));
    config.env = { ...config.env, SWITCHBOARD_URL: 'https://localhost:1' };
    expect((await switchboard('smoke', 'contoso')).code).toBe(EXIT.unreachable);
    config.env = await config.environmentOf('admin');
  });

  test('is nobody’s business but the administrators’', async () => {
    config.env = await config.environmentOf('supervisor');
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
    config.env = { ...config.env, SWITCHBOARD_TOKEN: 'none' };
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
    config.env = { ...config.env, SWITCHBOARD_URL: 'https://localhost:1' };
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
  });
});
