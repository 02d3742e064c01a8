import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RemoteParticipant } from '../kit/coordinator';
import { ended, environmentOf, type HostProcessOptions } from './host-process';

/** The container that writes down calls, as a process of its own; null where it was not asked for. */
export interface TranscriptsProcess {
  readonly member: RemoteParticipant;
  stop(): Promise<void>;
}

interface Where {
  readonly port: number;
  readonly controlPort: number;
}

/** Starts it; answers once it listens. It gets the settings of the app, of which it needs a few. */
export async function startTranscripts(options: HostProcessOptions, where: Where): Promise<TranscriptsProcess> {
  const { appFolder, now, speed } = options;
  const { port, controlPort } = where;
  const program = join(appFolder, 'dist/transcripts/main.js');
  const clocked = { program, startAt: now(), speed: speed(), controlPort };
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(appFolder, 'dist/local/host/clocked.js'), JSON.stringify(clocked)],
    {
      env: { ...process.env, ...environmentOf(options), PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  await listening(child);
  return {
    member: { name: 'the container of transcripts', url: `http://localhost:${controlPort}` },
    stop: () => ended(child, 'SIGTERM'),
  };
}

const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The container of transcripts ended with ${code} before it listened.`)),
    );
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"port":')) resolve();
    });
  });
