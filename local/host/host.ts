import { join } from 'node:path';
import { MOST_PATIENCE_MS } from '../durable/http-activity';
import { createKillPoints, type AtKillPoint } from '../durable/kill-points';
import { SMOOTH } from '../durable/roughness';
import { clientBinding, type HubAddress } from '../durable/urls';
import type { Clock } from '../kit/clock';
import { createDoors, type Doors } from '../kit/doors';
import type { Listening, Route } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore, type Store } from '../kit/store';
import type { Drain } from '../kit/time-control';
import type { Tls } from '../kit/tls';
import type { Work } from '../kit/work';
import { createAdminApi } from './admin';
import { connectBackplane, type Backplane } from './backplane';
import { durableFunctions } from './durable-extension';
import { createEnqueuedWatch, type EnqueuedWatch } from './enqueued-watch';
import { ownHub, sharedHub, type DurableSide } from './durable-side';
import { withCors } from './http/cors';
import { withCustomHeaders } from './http/custom-headers';
import { createForward } from './http/forward';
import { homePage } from './http/home-page';
import { createHttpTrigger, keyOf } from './http/http-trigger';
import { serve, type Handle, type HostRequest, type HostResponse, type RequestHead } from './http/server';
import { identityTokens } from './identity-token';
import { openKeys, type Keys } from './keys';
import { refusal } from './refusal';
import { createRunFunction, requireKnownBindings } from './run-function';
import { isDisabled, readHostJson, type HostJson } from './settings';
import { createEventGridWebhook } from './triggers/event-grid';
import { ownTimers, startTriggers, type Triggers } from './triggers/triggers';
import type { RegisteredFunction } from './worker/core-module';
import { loadApp, type FunctionApp } from './worker/load-app';
import type { Log } from './worker/types';

export interface HostOptions {
  /** Folder of the compiled app: its package.json names `main`, beside it lies host.json. */
  readonly appFolder: string;
  /** Where keys, timers and the task hub are kept. */
  readonly dataFolder: string;
  readonly isSynced: boolean;
  /** Public port; 0 takes a free one. */
  readonly port: number;
  readonly tls?: Tls;
  readonly clock: Clock;
  readonly work: Work;
  /** Origins of pages that may call the app. */
  readonly corsOrigins: readonly string[];
  /** See `ProcessOptions`. */
  readonly name: string;
  readonly backplaneUrl: string | undefined;
  /** See `createKillPoints`. */
  readonly killAt: string | undefined;
  readonly log: Log;
}

/** A running function app. */
export interface Host {
  readonly url: string;
  readonly rpcUrl: string;
  readonly keys: Keys;
  readonly functionNames: readonly string[];
  /** Read what feeds have ready; for `Participant.drains`. */
  readonly drains: readonly Drain[];
  /** For the control port: what instances cost. */
  readonly routes: readonly Route[];
  /** See `DurableSide`. */
  readonly durableClient: DurableSide['client'];
  /** Transactions that the host has synced to disk so far. */
  readonly commits: () => number;
  /** Takes nothing new, ends what runs, closes. */
  stop(): Promise<void>;
}

/** Webhooks and the admin API are the host's own: it reads their bodies itself. */
const isOfTheApp = ({ url }: RequestHead) => !/^\/(?:admin|runtime\/webhooks)(?:\/|$)/iu.test(url.pathname);

const DURABLE_PATH = '/runtime/webhooks/durabletask';
/** Answers while the app is being loaded. */
const STARTING: HostResponse = { status: 503, headers: { 'retry-after': '1' } };

/**
 * Starts the app in `appFolder`. Once per process. The ports are taken first, because the app may ask for its own
 * address (WEBSITE_HOSTNAME) while it loads.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { work, tls, appFolder } = options;
  const atKillPoint = createKillPoints(options.killAt);
  const doors = createDoors();
  const beforeResponse = () => atKillPoint('beforeHttpResponse');
  let handlePublic: Handle = async () => STARTING;
  let handleRpc: Handle = async () => STARTING;
  let isStreamed: (head: RequestHead) => boolean = () => false;
  const listening = await serve({
    ...{ port: options.port, work, doors, beforeResponse },
    handle: withCors(options.corsOrigins, (request) => handlePublic(request)),
    isStreamed: (head) => isStreamed(head),
    ...(tls && { tls }),
  });
  // The SDK's durable client calls this one over plain http; only this machine can reach it.
  const rpc = await serve({
    ...{ port: 0, work, doors, beforeResponse },
    handle: (request) => handleRpc(request),
    isStreamed: () => false,
  });
  process.env['WEBSITE_HOSTNAME'] = `localhost:${listening.port}`;
  const app = await loadApp(appFolder, options.log);
  requireKnownBindings(app.functions.values());
  const store = openStore(join(options.dataFolder, 'host.sqlite'), options);
  const hostJson = readHostJson(appFolder);
  for (const path of hostJson.missed) options.log('warning', 'host', `host.json: '${path}' changes nothing here.`);
  const backplane = backplaneOf(options);
  const watch = createEnqueuedWatch();
  const foundations = { app, store, listening, rpc, hostJson, atKillPoint, backplane, doors, watch };
  const parts = await assemble(options, foundations);
  if (app.httpUri !== undefined) isStreamed = isOfTheApp;
  handlePublic = withCustomHeaders(hostJson.customHeaders, parts.handlePublic);
  handleRpc = parts.handleRpc;
  await parts.durable.start();
  const timers = backplane?.timers ?? ownTimers(store);
  const { queues } = hostJson;
  const { run } = parts;
  const triggers = await startTriggers({ ...options, functions: enabled(app), store, timers, run, queues, watch });
  return {
    url: listening.url,
    rpcUrl: rpc.url,
    keys: parts.keys,
    functionNames: [...app.functions.keys()],
    drains: triggers.drains,
    routes: parts.durable.routes,
    durableClient: parts.durable.client,
    commits: () => store.commits(),
    stop: () => stop({ triggers, listening, rpc, durable: parts.durable, app, store, work }),
  };
}

/** What is disabled runs only by the admin API. */
const enabled = ({ functions }: FunctionApp): readonly RegisteredFunction[] =>
  [...functions.values()].filter(({ metadata }) => !isDisabled(metadata.name));

interface Foundations {
  readonly app: FunctionApp;
  readonly store: Store;
  readonly listening: Listening;
  readonly rpc: Listening;
  readonly hostJson: HostJson;
  readonly atKillPoint: AtKillPoint;
  readonly backplane: Backplane | undefined;
  readonly doors: Doors;
  readonly watch: EnqueuedWatch;
}

/** Functions of another host may take as long as they like: the platform's own limit is five minutes. */
const BACKPLANE_PATIENCE_MS = 300_000;

const backplaneOf = ({ backplaneUrl, name }: HostOptions): Backplane | undefined =>
  backplaneUrl === undefined
    ? undefined
    : connectBackplane(backplaneUrl, name, createPost({ timeoutMs: BACKPLANE_PATIENCE_MS }));

const addressOf = (options: HostOptions, { listening, rpc, hostJson }: Foundations, keys: Keys): HubAddress => ({
  baseUrl: `${listening.url}${DURABLE_PATH}`,
  rpcBaseUrl: `${options.backplaneUrl ?? `http://127.0.0.1:${rpc.port}`}/durabletask/`,
  taskHub: hostJson.taskHub,
  // It may be renewed.
  get key() {
    return keys.system('durabletask_extension');
  },
});

/** Made anew when the key is: every function that starts or tells an orchestration is handed it. */
function rememberedBinding(address: HubAddress): () => string {
  let known: { readonly key: string; readonly binding: string } | undefined;
  return () => {
    const { key } = address;
    if (known?.key !== key) known = { key, binding: clientBinding(address) };
    return known.binding;
  };
}

async function assemble(options: HostOptions, foundations: Foundations) {
  const { clock, work, log } = options;
  const { app, store, listening, rpc, hostJson, atKillPoint, backplane, doors, watch } = foundations;
  const keys = await openKeys(store, [...app.functions.keys()], backplane !== undefined);
  const address = addressOf(options, foundations, keys);
  const run = createRunFunction(app, {
    clientBinding: rememberedBinding(address),
    queues: { encoding: hostJson.queues.encoding, watch },
    functionTimeoutMs: hostJson.functionTimeoutMs,
    log,
  });
  const triggered = enabled(app);
  const disabled = [...app.functions.values()].filter((one) => !triggered.includes(one));
  const trusted = options.tls ? { caFile: options.tls.caFile } : {};
  const functions = durableFunctions(triggered, disabled, run);
  const durable: DurableSide =
    backplane !== undefined
      ? sharedHub(backplane, functions, { runUrl: `${rpc.url}/run`, key: address.key })
      : ownHub({
          ...{ store, clock, work, functions, atKillPoint, address, doors },
          roughness: SMOOTH,
          sender: { post: createPost({ ...trusted, timeoutMs: MOST_PATIENCE_MS }), tokenFor: identityTokens() },
          maxActivities: hostJson.maxActivities,
          ...{ versioning: hostJson.versioning, replacesRunning: hostJson.replacesRunning },
          onBroken: (error) => endProcess(log, error),
        });
  const { routePrefix } = hostJson;
  const http = createHttpTrigger({
    ...{ functions: triggered, routePrefix, keys, run, log },
    forward: app.httpUri === undefined ? undefined : createForward(app.httpUri, doors),
  });
  const eventGrid = createEventGridWebhook((name) => triggered.find((one) => one === app.find(name)), keys, run);
  const admin = createAdminApi({ app, keys, run, work, clock, log, routePrefix, baseUrl: () => listening.url });

  /** Webhook and admin paths are the host's own, whatever the app's routes say. */
  async function handlePublic(request: HostRequest): Promise<HostResponse> {
    const path = request.url.pathname.toLowerCase();
    if (path === '/runtime/webhooks/eventgrid') return eventGrid(request);
    if (path.startsWith(`${DURABLE_PATH}/`)) {
      if (!keys.opensWebhook('durabletask_extension', keyOf(request))) return refusal(keys, keyOf(request));
      return durable.manage(request, request.url.pathname.slice(DURABLE_PATH.length + 1));
    }
    if (path.startsWith('/admin/')) return admin(request, path.slice('/admin/'.length));
    const isHomeless = process.env['AzureWebJobsDisableHomepage']?.toLowerCase() === 'true';
    return (await http(request)) ?? homePage(request, isHomeless) ?? { status: 404 };
  }

  const handleRpc: Handle = async (request) =>
    request.url.pathname.startsWith('/durabletask/')
      ? durable.manage(request, request.url.pathname.slice('/durabletask/'.length))
      : durable.rpc(request);
  return { keys, run, durable, handlePublic, handleRpc };
}

/** State in memory and on disk may differ now; what is on disk is right, and a new process will read it. */
function endProcess(log: Log, error: unknown): void {
  log('error', 'host', `The task hub can not go on: ${error instanceof Error ? error.stack : String(error)}`);
  process.exit(1);
}

interface Running {
  readonly triggers: Triggers;
  readonly listening: Listening;
  readonly rpc: Listening;
  readonly durable: DurableSide;
  readonly app: FunctionApp;
  readonly store: Store;
  readonly work: Work;
}

const LOOK_AGAIN_AFTER_MS = 5;

/** Callers first, then what they started; the durable client's port stays open as long as functions run. */
async function stop({ triggers, listening, rpc, durable, app, store, work }: Running): Promise<void> {
  await Promise.all([triggers.stop(), durable.leave()]);
  await listening.close();
  await durable.stop();
  while (work.running > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MS));
  await rpc.close();
  await app.terminate();
  store.close();
}
