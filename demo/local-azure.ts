import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoints } from '../local/setup/endpoints';

export interface LocalAzure {
  readonly endpoints: Endpoints;
  /** What its processes complained of. */
  complaints(): string;
  stop(): Promise<void>;
}

export interface Started {
  /** Folder of the project, compiled. */
  readonly root: string;
  /** Where everything is kept; the certificate authority is in `tls` under it. */
  readonly folder: string;
  readonly tlsFolder: string;
  /** First instant of the clock, and whether it stands there until it is stepped. */
  readonly at: string;
  readonly isStepped: boolean;
}

/** A Monday at ten in New York, when Contoso is open. */
export const OPEN_AT = '2026-10-05T14:00:00.000Z';

/** Starts local Azure with the app on it, as `npm start` does, on free ports. Its certificate must be trusted already. */
export async function startLocalAzure({ root, folder, tlsFolder, at, isStepped }: Started): Promise<LocalAzure> {
  const main = join(root, 'dist/local/main.js');
  const args = ['--enable-source-maps', main, '--data', folder, '--tls', tlsFolder, '--free-ports', '--quiet'];
  const clock = ['--at', at, ...(isStepped ? ['--stepped'] : [])];
  const child = spawn(process.execPath, [...args, ...clock], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child, complaints);
  return {
    endpoints: JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8')) as Endpoints,
    complaints: () => complaints.join(''),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ready(child: ChildProcess, complaints: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Local Azure ended with ${code}.\n${complaints.join('')}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => line.includes('Console:') && resolve());
  });
}
