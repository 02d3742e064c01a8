import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPEN_AT } from '../../local/launch';
import { EXIT } from '../../cli/exit-codes';
import { run } from '../../cli/run';
import { fakeTerminal } from '../../cli/terminal.testsuite';
import { openStage, type Stage } from './support/stage';
import { textCustomer } from './support/text-customer';

jest.setTimeout(240_000);

const ROOT = join(__dirname, '../..');
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

/** Between the writes of an apply, and in the long run also beside them: each costs two starts of a host. */
const POWER_CUTS = [
  'configStored',
  'configListed',
  ...(process.env['FULL'] === '1' ? (['configStoring', 'configLive'] as const) : []),
] as const;

describe('a configuration', () => {
  let stage: Stage;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'configuration-'));
    cpSync(join(ROOT, 'config/contoso'), join(folder, 'contoso'), { recursive: true });
    cpSync(join(ROOT, 'config/scenarios'), join(folder, 'scenarios'), { recursive: true });
    stage = await openStage(OPEN_AT, ['--hosts', '2']);
    env = await environmentOf('admin');
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true });
  });

  const environmentOf = async (person: string) => {
    const { token } = await stage.simulator.get<{ token: string }>(`/_local/people/${person}/token`);
    return { SWITCHBOARD_URL: stage.running.endpoints.functions.endpoint, SWITCHBOARD_TOKEN: token };
  };
  const edit = (file: string, from: string, to: string) => {
    const path = join(folder, 'contoso', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  /** Runs a command line; answers its exit code and, of one that went well, its document. */
  async function switchboard(...args: string[]) {
    const terminal = fakeTerminal(folder, env);
    const code = await run([...args, '--json'], terminal);
    return { code, json: JSON.parse(terminal.written()) as never };
  }
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
  async function liveVersion(): Promise<number> {
    const { body } = await stage.simulator.ask<{ version: number }>('admin', 'GET', 'tenants/contoso/config');
    return body.version;
  }
  const offers = async (agent: string) => (await stage.agent(agent).offers()).length;

  test('goes from file to customer: validate, test, plan, apply, and back', async () => {
    const [cameron, adele] = [stage.agent('cameron'), stage.agent('adele')];
    await cameron.ready();
    await adele.notReady();
    await textCustomer(stage, '+14255550181').text('buy');
    await stage.pass(2_000);
    expect(await offers('cameron')).toBe(0);

    edit('agents.yaml', CAMERON, SELLS_TOO);
    edit('queues.yaml', '  - id: support\n', `${BILLING}  - id: support\n`);
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

    expect(await switchboard('plan', 'contoso')).toMatchObject({
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
    for (const file of ['agents.yaml', 'flows/phone.yaml'])
      expect(readFileSync(join(folder, 'exported', file), 'utf8')).toBe(
        readFileSync(join(ROOT, 'config/contoso', file), 'utf8'),
      );
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
    const late = await switchboard('apply', 'contoso', '--reason', 'Late', '--expect', '3');
    expect(late).toMatchObject({
      code: EXIT.conflict,
      json: { error: { message: expect.stringContaining('Version 4 is live') } },
    });
  });

  test.each(POWER_CUTS)('whose apply meets a power cut (%s) is live whole or not at all', async (point) => {
    const before = await liveVersion();
    edit('texts.yaml', 'title: ', `title: ${point} `);
    await stage.simulator.post('/_local/host/kill-at', { point });
    expect((await switchboard('apply', 'contoso', '--reason', 'Power cut')).code).toBe(EXIT.unreachable);
    expect(await stage.simulator.get('/_local/host')).toMatchObject({ isRunning: false, killAt: null });
    await stage.simulator.post('/_local/host/start');
    expect(await liveVersion()).toBe(point === 'configLive' ? before + 1 : before);
    // What the dead one left behind is in nobody's way.
    const again = await switchboard('apply', 'contoso', '--reason', 'Power is back');
    expect(again).toMatchObject({ code: EXIT.done, json: { changed: point !== 'configLive' } });
  });

  test('with an error cannot become live, whoever sends it', async () => {
    const live = await liveVersion();
    edit('queues.yaml', 'hours: office', 'hours: offices');
    const refused = await switchboard('apply', 'contoso', '--reason', 'A slip');
    expect(refused).toMatchObject({
      code: EXIT.refused,
      json: { error: { faults: [{ path: 'queues.yaml:18 queues[0].hours' }] } },
    });
    const content = readFileSync(join(folder, 'contoso/queues.yaml'), 'utf8');
    const body = { files: [{ name: 'queues.yaml', content }] };
    const { status } = await stage.simulator.ask('admin', 'PUT', 'tenants/contoso/config', body);
    expect(status).toBe(400);
    expect(await liveVersion()).toBe(live);
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
    const smoke = await switchboard('smoke', 'contoso');
    expect(smoke).toMatchObject({ code: EXIT.done, json: { tenant: 'contoso', answered: expect.any(String) } });
    await stage.pass(6_000);
    const supervisor = await environmentOf('supervisor');
    const terminal = { ...fakeTerminal(folder, supervisor), now: () => Date.parse(OPEN_AT) + 43_200_000 };
    expect(await run(['cost', 'contoso', '--json'], terminal)).toBe(EXIT.done);
    const { channels } = JSON.parse(terminal.written()) as { channels: { channel: string; contacts: number }[] };
    expect(channels).toContainEqual(expect.objectContaining({ channel: 'chat', contacts: 1 }));
    env = { ...env, SWITCHBOARD_URL: 'https://localhost:1' };
    expect((await switchboard('smoke', 'contoso')).code).toBe(EXIT.unreachable);
    env = await environmentOf('admin');
  });

  test('is nobody’s business but the administrators’', async () => {
    env = await environmentOf('supervisor');
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
    env = { ...env, SWITCHBOARD_TOKEN: 'none' };
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
    env = { ...env, SWITCHBOARD_URL: 'https://localhost:1' };
    expect((await switchboard('history', 'contoso')).code).toBe(EXIT.unreachable);
  });
});
