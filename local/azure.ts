import { createServer } from 'node:net';
import { join } from 'node:path';
import { createCloud, type Cloud } from './cloud';
import { createClock, type Clock } from './kit/clock';
import { createCoordinator, type Coordinator } from './kit/coordinator';
import { createPost } from './kit/post';
import { openStore } from './kit/store';
import { ensureTls } from './kit/tls';
import { createWork, type Work } from './kit/work';
import type { LocalOptions } from './options';
import { endpointsOf, urlsOf, writeEndpoints, type Endpoints } from './setup/endpoints';
import { createHostProcess, type HostProcess, type HostReady } from './setup/host-process';
import { readOrganisation, type Organisation } from './setup/organisation';
import { choosePorts, type Ports } from './setup/ports';
import { provisionCosmos, provisionOrganisation, provisionSubscriptions } from './setup/provision';

/** Local Azure with the app running on it. */
export interface LocalAzure {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly coordinator: Coordinator;
  readonly work: Work;
  readonly ports: Ports;
  readonly organisation: Organisation;
  readonly endpoints: Endpoints;
  readonly host: HostControl;
  stop(): Promise<void>;
}

/** The functions host as tests and the console treat it. */
export interface HostControl {
  readonly ready: () => HostReady;
  isRunning(): boolean;
  /** kill -9. Nothing is started again. */
  kill(): Promise<void>;
  /** `killAt` names a point at which the new process kills itself (`local/durable/kill-points.ts`). */
  start(killAt?: string): Promise<void>;
}

/** Starts everything; answers once the app serves and the organisation is set up. */
export async function startLocalAzure(options: LocalOptions): Promise<LocalAzure> {
  const { appFolder, dataFolder } = options;
  const ports = await choosePorts(join(dataFolder, 'ports.json'), options.wantFreePorts);
  const controlPort = await freePort();
  const tls = await ensureTls(options.tlsFolder);
  const urls = urlsOf(ports);
  const organisation = readOrganisation(join(appFolder, 'config/contoso'));
  const work = createWork();
  const clock = startClock(work, options);
  let ready: HostReady | undefined;
  const eventGridUrl = (functionName: string) =>
    `${urls.functions}/runtime/webhooks/EventGrid?functionName=${functionName}&code=${ready?.keys.eventGrid ?? ''}`;
  const cloud = await createCloud({
    dataFolder: join(dataFolder, 'cloud'),
    clock,
    work,
    tls,
    ports,
    urls,
    organisation,
    functionUrl: eventGridUrl,
  });
  const hostProcess = createHostProcess({
    appFolder,
    dataFolder: join(dataFolder, 'host'),
    tlsFolder: options.tlsFolder,
    caFile: tls.caFile,
    port: ports.functions,
    controlPort,
    urls,
    entraTenantId: organisation.entraTenantId,
    now: () => clock.now(),
    speed: () => (options.isStepped ? 0 : 1),
    corsOrigins: [urls.console],
    onExit: () => undefined,
  });
  const host = controlOf(
    hostProcess,
    () => ready,
    (now) => (ready = now),
  );
  await provisionCosmos(appFolder, urls, tls.caFile);
  await host.start();
  const coordinator = createCoordinator({
    participants: [{ name: 'the functions host', url: `http://localhost:${controlPort}` }],
    self: { clock, work, drains: [] },
    post: createPost({}),
  });
  await provisionSubscriptions(appFolder, cloud);
  cloud.eventGrid.start();
  await provisionOrganisation(createPost({ caFile: tls.caFile }), host.ready(), organisation, cloud);
  const control = `http://localhost:${controlPort}`;
  const endpoints = endpointsOf(
    urls,
    { masterKey: host.ready().keys.master, control },
    organisation.entraTenantId,
    tls.caFile,
  );
  writeEndpoints(dataFolder, endpoints);
  if (!options.isStepped) await coordinator.follow(1);
  return {
    cloud,
    clock,
    coordinator,
    work,
    ports,
    organisation,
    endpoints,
    host: {
      ...host,
      async start(killAt) {
        await host.start(killAt);
        if (!options.isStepped) await coordinator.follow(1);
      },
    },
    async stop() {
      await hostProcess.stop();
      await cloud.close();
    },
  };
}

function controlOf(
  process: HostProcess,
  ready: () => HostReady | undefined,
  setReady: (ready: HostReady) => void,
): HostControl {
  return {
    ready() {
      const known = ready();
      if (known === undefined) throw new Error('The functions host is not running yet.');
      return known;
    },
    isRunning: () => process.isRunning(),
    kill: () => process.kill(),
    start: async (killAt) => setReady(await process.start(killAt)),
  };
}

/** A second start goes on from where the clock of the first one was, if that is later. */
function startClock(work: Work, { dataFolder, startAt, isStepped }: LocalOptions): Clock {
  const kept = openStore(join(dataFolder, 'cloud/clock.sqlite')).collection<number>('clock');
  const first = Math.max(startAt ?? Date.now(), kept.get('now') ?? 0);
  const clock = createClock(work, first, Date.now.bind(Date));
  const keep = () => {
    void kept.put('now', clock.now());
    clock.after(KEEP_EVERY_MS, keep, { lazy: true });
  };
  keep();
  if (!isStepped) clock.follow(1);
  return clock;
}

const KEEP_EVERY_MS = 1_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
