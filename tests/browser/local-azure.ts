import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningConsole {
  readonly url: string;
  stop(): Promise<void>;
}

const ROOT = join(__dirname, '../..');

/** The compiled local Azure as a process of its own, on free ports, with its data in a temporary folder. */
export async function startConsole(...options: readonly string[]): Promise<RunningConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-browser-'));
  const main = join(ROOT, 'dist/local/main.js');
  const started = spawn(process.execPath, [main, '--data', folder, '--free-ports', ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    started.once('exit', (code) => reject(new Error(`Local Azure ended with ${code} before it was ready.`)));
    createInterface({ input: started.stdout }).on('line', (line) => {
      const found = /Console: (\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    async stop() {
      if (started.exitCode === null && started.signalCode === null) {
        const ended = new Promise((resolve) => started.once('exit', resolve));
        started.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
