import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Http2Server } from 'node:http2';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../local/setup/ports';
import { figure } from '../figure';
import { measureLifecycles } from './lifecycles';
import { peer } from './peers';

const NAME = 'durable lifecycles, @restatedev/restate-server over HTTP';
const TIMER_MS = 50;
const PATIENCE_MS = 60_000;

interface Context {
  run(name: string, action: () => unknown): Promise<unknown>;
  promise(name: string): PromiseLike<unknown> & { resolve(value: unknown): Promise<void> };
  sleep(ms: number): Promise<void>;
}

/** The part of the package that the comparison needs. */
interface Restate {
  workflow(definition: { name: string; handlers: Record<string, (context: Context) => Promise<unknown>> }): unknown;
  createEndpointHandler(options: {
    services: readonly unknown[];
    logger: () => void;
  }): Parameters<typeof createServer>[1];
}

/** A durable engine for Node outside Azure, with its own server on disk; started and told by HTTP, as its users do. */
export async function benchRestate(root: string, isQuick: boolean): Promise<void> {
  const sdk = peer(root, '@restatedev/restate-sdk') as Restate | undefined;
  const binary = serverIn(join(root, 'bench/peers'));
  if (sdk === undefined || binary === undefined) {
    figure(NAME, { skipped: 'not installed: npm ci --prefix bench/peers' });
    return;
  }
  fillIn();
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-restate-'));
  const [app, ingress, admin, node] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const service = serve(sdk, app);
  const server = startServer(binary, folder, { ingress, admin, node });
  try {
    await ready(`http://127.0.0.1:${admin}/health`);
    await ask(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${app}` });
    const at = `http://127.0.0.1:${ingress}`;
    let count = 0;
    const one = async () => {
      const key = `l${(count += 1)}`;
      await ask(`${at}/lifecycle/${key}/run/send`);
      await ask(`${at}/lifecycle/${key}/tell`);
      await ask(`${at}/restate/workflow/lifecycle/${key}/attach`);
    };
    // Its log is synced as its own defaults say; how often, it does not tell.
    const extra = () => ({ synchronous: 'its default', syncs: 'not told' });
    await measureLifecycles({ name: NAME, lifecycle: one, isQuick, extra });
  } finally {
    server.kill('SIGKILL');
    service.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package calls what Node has from version 22 on. */
function fillIn(): void {
  if ('withResolvers' in Promise) return;
  Object.assign(Promise, {
    withResolvers() {
      let settle: { resolve: (value: unknown) => void; reject: (error: unknown) => void } | undefined;
      const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
      return { promise, ...settle };
    },
  });
}

/** The program lies in a package for this kind of machine. */
function serverIn(folder: string): string | undefined {
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  if (!existsSync(join(folder, 'node_modules', name))) return undefined;
  return join(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`), '../bin/restate-server');
}

function serve(sdk: Restate, port: number): Http2Server {
  const lifecycle = sdk.workflow({
    name: 'lifecycle',
    handlers: {
      async run(context) {
        for (const name of ['one', 'two', 'three']) await context.run(name, () => name);
        await context.promise('told');
        await context.sleep(TIMER_MS);
      },
      tell: (context) => context.promise('told').resolve(true),
    },
  });
  const server = createServer({}, sdk.createEndpointHandler({ services: [lifecycle], logger: () => undefined }));
  return server.listen(port, '127.0.0.1');
}

function startServer(
  binary: string,
  folder: string,
  ports: { readonly ingress: number; readonly admin: number; readonly node: number },
): ChildProcess {
  return spawn(binary, ['--base-dir', folder, '--listen-mode', 'tcp', '--no-logo', '--log-filter', 'off'], {
    // It complains of the network that it reports to and does not need.
    stdio: 'ignore',
    env: {
      ...process.env,
      DO_NOT_TRACK: '1',
      RESTATE_BIND_ADDRESS: `127.0.0.1:${ports.node}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
    },
  });
}

async function ready(url: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server of Restate did not become ready.');
}

/** A GET where nothing is given but an address to wait at, a POST otherwise. */
async function ask(url: string, body?: object): Promise<void> {
  const isWaiting = url.endsWith('/attach');
  const answer = await fetch(url, {
    method: isWaiting ? 'GET' : 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
