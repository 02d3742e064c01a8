import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Asked } from './ask';

/** A host that runs the app of the fixtures (`local/host/fixtures/app`) by plain http, in real time. */
export interface FixtureHost extends Asked {
  stop(): Promise<void>;
}

/** A copy of the fixtures' app, with extensions as Microsoft's host wants them named. */
export function copyFixtureApp(root: string, app: string, hubName: string): void {
  mkdirSync(app);
  for (const file of ['index.cjs', 'package.json'])
    cpSync(join(root, 'local/host/fixtures/app', file), join(app, file));
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
  const extensionBundle = { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' };
  const durableTask = { hubName, storageProvider: { maxQueuePollingInterval: '00:00:01' } };
  writeFileSync(
    join(app, 'host.json'),
    JSON.stringify({ version: '2.0', extensionBundle, extensions: { durableTask } }),
  );
}

export interface Start {
  readonly app: string;
  readonly hub: string;
  /** A folder of the host's own. */
  readonly folder: string;
  /** For host and app. */
  readonly environment: Readonly<Record<string, string>>;
}

/** `root` holds the compiled local host. */
export async function startOurs(root: string, { app, hub, folder, environment }: Start): Promise<FixtureHost> {
  const options = JSON.stringify({ appFolder: app, dataFolder: join(folder, 'data') });
  const child = spawn(process.execPath, [join(root, 'dist/local/host/main.js'), options], {
    // Functions that fail on purpose are no news.
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The local host ended with ${code}.`)));
  });
  const { url, keys } = JSON.parse(line) as { url: string; keys: Record<'host' | keyof Asked['keys'], string> };
  return { url, hub, keys: { ...keys, function: keys.host }, stop: () => end(child) };
}

const KEYS: Asked['keys'] = {
  ...{ master: 'the-master-key', function: 'the-key-of-functions', eventGrid: 'the-key-of-event-grid' },
  durable: 'the-key-of-durable',
};

const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 500;

/** `host` is the dll; storage is Azurite's. */
export async function startAzures(host: string, { app, hub, folder, environment }: Start): Promise<FixtureHost> {
  const address = `localhost:${await freePort()}`;
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { recursive: true });
  writeFileSync(join(secrets, 'host.json'), secretsFile());
  const own = {
    ...{ AzureWebJobsScriptRoot: app, FUNCTIONS_SECRETS_PATH: secrets },
    ...{ ASPNETCORE_URLS: `http://${address}`, WEBSITE_HOSTNAME: address },
  };
  const child = spawn('dotnet', [host], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...environment, ...own },
  });
  const url = `http://${address}`;
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && child.exitCode === null; waitedMs += LOOK_EVERY_MS) {
    if (await isRunning(url)) return { url, hub, keys: KEYS, stop: () => end(child) };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  await end(child);
  throw new Error(`Microsoft's host was not running after ${PATIENCE_MS} ms.`);
}

function secretsFile(): string {
  const key = (name: string, value: string) => ({ name, value, encrypted: false });
  return JSON.stringify({
    masterKey: key('_master', KEYS.master),
    functionKeys: [key('default', KEYS.function)],
    systemKeys: [key('eventgrid_extension', KEYS.eventGrid), key('durabletask_extension', KEYS.durable)],
  });
}

async function isRunning(url: string): Promise<boolean> {
  const headers = { 'x-functions-key': KEYS.master };
  const answer = await fetch(`${url}/admin/host/status`, { headers }).catch(() => undefined);
  return answer?.status === 200 && ((await answer.json()) as { state?: string }).state === 'Running';
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(impatient);
}
