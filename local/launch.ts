import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoints } from './setup/endpoints';

/** Local Azure as processes of its own, for whoever plays with it from outside. */
export interface Launched {
  readonly endpoints: Endpoints;
  /** Where everything is kept. */
  readonly folder: string;
  /** What its processes wrote since they were ready, and their complaints from the start on. */
  output(): string;
  /** kill -9 of the process that holds the cloud services; what it started ends with it. */
  kill(): Promise<void>;
  /** Ends it in order; its folder goes with it if it was temporary. */
  stop(): Promise<void>;
}

/** What is to be started. */
export interface Launch {
  /** Folder of the project, compiled. */
  readonly root: string;
  /** Where everything is kept; null for a temporary folder. */
  readonly folder: string | null;
  /** The certificate authority, trusted by the caller; null makes one in the folder. */
  readonly tlsFolder: string | null;
  /** Further options of `npm start`. */
  readonly options: readonly string[];
}

/** A Monday at ten in New York, when Contoso is open. */
export const OPEN_AT = '2026-10-05T14:00:00.000Z';

/** Nobody about, and the clock stands until it is stepped. */
export const stepped = (at: string): readonly string[] => ['--quiet', '--stepped', '--at', at];

/** Somebody else may take a free port between its choice and its use. */
const MOST_ATTEMPTS = 3;

/** Starts local Azure with the app on it, as `npm start` does, on free ports; answers once it serves. Rejects with what it wrote. */
export async function launch(wanted: Launch, attempt = 1): Promise<Launched> {
  try {
    return await launchOnce(wanted);
  } catch (error) {
    const isTaken = error instanceof Error && error.message.includes('EADDRINUSE');
    if (!isTaken || wanted.folder !== null || attempt === MOST_ATTEMPTS) throw error;
    return launch(wanted, attempt + 1);
  }
}

async function launchOnce({ root, folder, tlsFolder, options }: Launch): Promise<Launched> {
  const kept = folder ?? mkdtempSync(join(tmpdir(), 'switchboard-'));
  const tls = tlsFolder ?? join(kept, 'tls');
  const args = [join(root, 'dist/local/main.js'), '--data', kept, '--tls', tls, '--free-ports', ...options];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child, output);
  return {
    endpoints: JSON.parse(readFileSync(join(kept, 'endpoints.json'), 'utf8')) as Endpoints,
    folder: kept,
    output: () => output.join(''),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (folder === null) rmSync(kept, { recursive: true, force: true });
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
