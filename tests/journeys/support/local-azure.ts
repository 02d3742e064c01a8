import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoints } from '../../../local/setup/endpoints';

/** A Monday at ten in New York, when Contoso is open. */
export const OPEN_AT = '2026-10-05T14:00:00.000Z';

export interface Running {
  readonly endpoints: Endpoints;
  /** What the processes wrote: shown when a journey fails. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts local Azure with the app as `npm start` does, on free ports, in a folder of its own, with the clock standing. */
export async function startLocalAzure(at = OPEN_AT, more: readonly string[] = []): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const root = join(__dirname, '../../..');
  const main = join(root, 'dist/local/main.js');
  const tls = process.env['SWITCHBOARD_TLS'];
  if (tls === undefined) throw new Error('Run journeys with `npm run jest`: the local certificate must be trusted.');
  const args = [main, '--data', folder, '--tls', tls, '--free-ports', '--stepped', '--quiet', '--at', at, ...more];
  const child = spawn(process.execPath, ['--enable-source-maps', ...args], { cwd: root, stdio: 'pipe' });
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  await ready(child, output);
  const endpoints = JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8')) as Endpoints;
  return {
    endpoints,
    output: () => output.join(''),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess, output: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Local Azure ended with ${code}.\n${output.join('')}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.push(`${line}\n`);
      if (line.includes('Console:')) resolve();
    });
  });
}
