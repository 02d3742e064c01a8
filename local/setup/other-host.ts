import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Post } from '../kit/post';
import { ended, environmentOf, type HostProcessOptions } from './host-process';
import type { Hosts } from './hosts';

const otherHostFile = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()),
  /** Beside the app's settings. `{port}` in a value stands for the port on which the app must be served by TLS. */
  environment: z.record(z.string(), z.string()),
  /** Keys that it was given. */
  keys: z.strictObject({ master: z.string().min(1), eventGrid: z.string().min(1) }),
});

/** A functions host that is not ours, as a file of JSON describes it (`npm start -- --host-file`). */
export type OtherHost = Readonly<z.infer<typeof otherHostFile>>;

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 120_000;

/** Refuses, with all that is wrong with it, what does not describe a host. */
export function readOtherHost(file: string): OtherHost {
  const read = otherHostFile.safeParse(jsonOf(file));
  if (read.success) return read.data;
  throw new Error(`${file} describes no functions host:\n${z.prettifyError(read.error)}`);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} could not be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Runs it in place of ours. It has no part in the clock, which must therefore be real time. What it writes goes to standard
 * error; its standard input stays open, since Microsoft's host ends with it.
 */
export function otherHost(options: HostProcessOptions, host: OtherHost, post: Post): Hosts {
  const url = `https://localhost:${options.port}`;
  let child: ChildProcess | undefined;

  async function ask(path: string): Promise<unknown> {
    const headers = { 'x-functions-key': host.keys.master };
    const answer = await post({ url: url + path, method: 'GET', headers, body: '' }).catch(() => undefined);
    return answer?.status === 200 ? JSON.parse(answer.body) : undefined;
  }

  async function start(): Promise<void> {
    const own = Object.entries(host.environment).map(([name, value]) => [
      name,
      value.replaceAll('{port}', String(options.port)),
    ]);
    const env = { ...process.env, ...environmentOf(options), ...(Object.fromEntries(own) as Record<string, string>) };
    const started = spawn(host.command, host.args, { env, stdio: ['pipe', process.stderr, 'inherit'] });
    child = started;
    // Nobody else ends it when we go before our time, and it would keep its port and its listeners.
    const killWithUs = () => started.kill('SIGKILL');
    process.once('exit', killWithUs);
    started.once('exit', () => {
      process.off('exit', killWithUs);
      child = child === started ? undefined : child;
    });
    started.once('error', () => (child = undefined));
    for (let waitedMs = 0; waitedMs < PATIENCE_MS && child !== undefined; waitedMs += LOOK_EVERY_MS) {
      const status = (await ask('/admin/host/status')) as { state?: string } | undefined;
      if (status?.state === 'Running') return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new Error(`${host.command} was not running after ${PATIENCE_MS} ms.`);
  }

  const end = (signal: NodeJS.Signals) => ended(child, signal);

  const isRunning = () => child !== undefined;
  return {
    ready: () => ({ url, controlUrl: url, keys: host.keys, functions: [] }),
    isRunning,
    list: () => [{ name: 'host', url, isRunning: isRunning(), isServing: isRunning(), served: null }],
    kill: () => end('SIGKILL'),
    start,
    async replace() {
      await end('SIGTERM');
      await start();
    },
    stop: () => end('SIGTERM'),
    members: [],
  };
}
