import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../../cli/exit-codes';
import { run } from '../../../cli/run';
import { fakeTerminal } from '../../../cli/terminal.testsuite';
import type { Stage } from './stage';

export const ROOT = join(__dirname, '../../..');

/** An administrator's folder with Contoso's files, and the command line that brings them to the app. */
export interface ConfigFolder {
  readonly folder: string;
  /** By whom and where the command line works; an administrator at first. */
  env: Record<string, string>;
  environmentOf(person: string): Promise<Record<string, string>>;
  edit(file: string, from: string, to: string): void;
  /** Runs a command line; answers its exit code and, of one that went well, its document. */
  switchboard(...args: string[]): Promise<{ readonly code: number; readonly json: never }>;
  liveVersion(): Promise<number>;
  remove(): void;
}

export async function openConfigFolder(stage: Stage): Promise<ConfigFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  cpSync(join(ROOT, 'config/contoso'), join(folder, 'contoso'), { recursive: true });
  cpSync(join(ROOT, 'config/scenarios'), join(folder, 'scenarios'), { recursive: true });
  const environmentOf = async (person: string) => {
    const { token } = await stage.simulator.get<{ token: string }>(`/_local/people/${person}/token`);
    return { SWITCHBOARD_URL: stage.running.endpoints.functions.endpoint, SWITCHBOARD_TOKEN: token };
  };
  const config: ConfigFolder = {
    folder,
    env: await environmentOf('admin'),
    environmentOf,
    edit(file, from, to) {
      const path = join(folder, 'contoso', file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(from);
      writeFileSync(path, text.replace(from, to));
    },
    async switchboard(...args) {
      const terminal = fakeTerminal(folder, config.env);
      const code = await run([...args, '--json'], terminal);
      return { code, json: JSON.parse(terminal.written()) as never };
    },
    async liveVersion() {
      const { body } = await stage.simulator.ask<{ version: number }>('admin', 'GET', 'tenants/contoso/config');
      return body.version;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
  return config;
}

/** All hosts die at this point of an apply: what was to become live is so whole or not at all, and the next apply is free. */
export async function applyAcross(stage: Stage, config: ConfigFolder, point: string): Promise<void> {
  const before = await config.liveVersion();
  const isLive = point === 'configLive';
  config.edit('texts.yaml', 'title: ', `title: ${point} `);
  // Addresses are claimed where they are new.
  if (point === 'configAddressClaimed') config.edit('entry-points.yaml', "'+14255550101'", "'+14255550108'");
  await stage.simulator.post('/_local/host/kill-at', { kills: [{ point }] });
  expect((await config.switchboard('apply', 'contoso', '--reason', 'Power cut')).code).toBe(EXIT.unreachable);
  expect(await stage.simulator.get('/_local/host')).toMatchObject({ isRunning: false, kills: [] });
  await stage.simulator.post('/_local/host/start');
  expect(await config.liveVersion()).toBe(isLive ? before + 1 : before);
  // What the dead one left behind is in nobody's way.
  const again = await config.switchboard('apply', 'contoso', '--reason', 'Power is back');
  expect(again).toMatchObject({ code: EXIT.done, json: { changed: !isLive } });
}
