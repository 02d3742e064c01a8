import { join } from 'node:path';
import { createCloud, type Cloud } from './cloud';
import { createClock, type Clock } from './kit/clock';
import { createCoordinator, type Coordinator } from './kit/coordinator';
import { createFaults, type Faults } from './kit/faults';
import { createPost } from './kit/post';
import { createRough, type Rough } from './kit/rough';
import { openStore } from './kit/store';
import { ensureTls, type Tls } from './kit/tls';
import { createWork, type Work } from './kit/work';
import { speedAtFirst } from './kit/speed-at-first';
import type { LocalOptions } from './options';
import { createCrashes, type Crashes } from './setup/crashes';
import { endpointsOf, urlsOf, writeEndpoints, type Endpoints, type Urls } from './setup/endpoints';
import { openFleet } from './setup/fleet/fleet';
import type { HostProcessOptions } from './setup/host-process';
import { oneHost, type HostControl, type Hosts } from './setup/hosts';
import { otherHost, readOtherHost } from './setup/other-host';
import { readOrganisation, type Organisation } from './setup/organisation';
import { startTranscripts } from './setup/transcripts-process';
import { choosePorts, freePort, type Ports } from './setup/ports';
import { provisionBlob, provisionCosmos, provisionOrganisation, provisionSubscriptions } from './setup/provision';

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
  readonly crashes: Crashes;
  readonly faults: Faults;
  /** Null where it is smooth. */
  readonly rough: Rough | null;
  stop(): Promise<void>;
}

/** Where the clock begins, given where it stood when it was last running (0 at the first start). */
export type FirstInstant = (kept: number) => number;

/** Starts everything; answers once the app serves and the organisation is set up. */
export async function startLocalAzure(
  options: LocalOptions,
  firstInstant: FirstInstant = (kept) => Math.max(options.startAt ?? Date.now(), kept),
): Promise<LocalAzure> {
  const { appFolder, dataFolder } = options;
  const ports = await choosePorts(join(dataFolder, 'ports.json'), options.wantFreePorts);
  const controlPort = await freePort();
  const tls = await ensureTls(options.tlsFolder);
  const urls = urlsOf(ports);
  const organisation = readOrganisation(options.organisationFolder);
  const work = createWork();
  const clock = startClock(work, options, firstInstant);
  const rough = options.roughSeed === undefined ? null : createRough(options.roughSeed, clock);
  const process = hostProcessOf(options, { ports, controlPort, tls, urls, organisation, clock });
  const host = await createHosts(options, process, { tls, clock, work, rough });
  const crashes = createCrashes(() => host.kill());
  const faults = createFaults(clock, rough?.seed);
  const cloud = await createCloud({
    ...{ clock, work, tls, ports, urls, organisation, faults, rough, watch: crashes.watch },
    dataFolder: join(dataFolder, 'cloud'),
    isSynced: options.isSynced,
    functionUrl: (name) =>
      `${urls.functions}/runtime/webhooks/EventGrid?functionName=${name}&code=${host.ready().keys.eventGrid}`,
  });
  const post = createPost({ caFile: tls.caFile });
  await provisionCosmos(appFolder, urls, post);
  await provisionBlob(cloud);
  await host.start();
  const beside = options.hasTranscripts
    ? [await startTranscripts(process, { port: ports.transcripts, controlPort: await freePort() })]
    : [];
  await provisionSubscriptions(appFolder, cloud);
  cloud.eventGrid.start();
  await provisionOrganisation(post, host.ready(), organisation, cloud);
  const { controlUrl: control, keys } = host.ready();
  const masterKey = keys.master;
  const endpoints = endpointsOf(urls, { masterKey, control }, organisation.entraTenantId, tls.caFile);
  writeEndpoints(dataFolder, endpoints);
  const coordinator = createCoordinator({
    participants: [...host.members, ...beside.map(({ member }) => member)],
    self: { clock, work, drains: [], feeds: cloud.cosmos.feeds },
    post: createPost({}),
  });
  if (!options.isStepped) await coordinator.follow(options.speed);
  const followed = following(host, coordinator);
  const parts = { cloud, clock, coordinator, work, ports, organisation, endpoints, crashes, faults, rough };
  return { ...parts, host: followed, stop: () => stopAll([...beside, host], cloud) };
}

/** A process that has just started is behind by as long as that took. */
function following(hosts: Hosts, coordinator: Coordinator): HostControl {
  const catchUp = async () => {
    if (coordinator.speed() > 0) await coordinator.follow(coordinator.speed());
  };
  return {
    ...hosts,
    async start(killAt) {
      await hosts.start(killAt);
      await catchUp();
    },
    async replace(name) {
      await hosts.replace(name);
      await catchUp();
    },
  };
}

async function stopAll(processes: readonly Pick<Hosts, 'stop'>[], cloud: Cloud): Promise<void> {
  for (const one of processes) await one.stop();
  await cloud.close();
}

interface HostNeeds {
  readonly ports: Ports;
  readonly controlPort: number;
  readonly tls: Tls;
  readonly urls: Urls;
  readonly organisation: Organisation;
  readonly clock: Clock;
}

function hostProcessOf(options: LocalOptions, needs: HostNeeds): HostProcessOptions {
  const { ports, urls, organisation, clock, tls, controlPort } = needs;
  return {
    ...{ controlPort, urls },
    transcriptsUrl: options.hasTranscripts ? `ws://localhost:${ports.transcripts}` : undefined,
    caFile: tls.caFile,
    appFolder: options.appFolder,
    dataFolder: join(options.dataFolder, 'host'),
    tlsFolder: options.tlsFolder,
    port: ports.functions,
    entraTenantId: organisation.entraTenantId,
    now: () => clock.now(),
    speed: () => (options.isStepped ? 0 : speedAtFirst(options.speed)),
    corsOrigins: [urls.console],
    isSynced: options.isSynced,
    isVerbose: options.isVerbose,
    onExit: () => undefined,
  };
}

interface FleetNeeds {
  readonly tls: Tls;
  readonly clock: Clock;
  readonly work: Work;
  readonly rough: Rough | null;
}

function createHosts(
  options: LocalOptions,
  process: HostProcessOptions,
  { tls, clock, work, rough }: FleetNeeds,
): Promise<Hosts> {
  const { hostFile } = options;
  if (hostFile !== undefined)
    return Promise.resolve(otherHost(process, readOtherHost(hostFile), createPost({ caFile: tls.caFile })));
  return options.hosts === 1
    ? Promise.resolve(oneHost(process))
    : openFleet({ count: options.hosts, process, clock, work, tls, rough });
}

/** A second start goes on from where the clock of the first one was, if that is later. */
function startClock(work: Work, options: LocalOptions, firstInstant: FirstInstant): Clock {
  const { dataFolder, isStepped } = options;
  const kept = openStore(join(dataFolder, 'cloud/clock.sqlite')).collection<number>('clock');
  const first = firstInstant(kept.get('now') ?? 0);
  const clock = createClock(work, first, Date.now.bind(Date));
  const keep = () => {
    void kept.put('now', clock.now());
    clock.after(KEEP_EVERY_MS, keep, { lazy: true });
  };
  keep();
  if (!isStepped) clock.follow(speedAtFirst(options.speed));
  return clock;
}

const KEEP_EVERY_MS = 1_000;
