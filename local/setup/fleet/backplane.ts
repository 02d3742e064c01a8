import { inspectionRoutes } from '../../durable/inspection';
import { MOST_PATIENCE_MS } from '../../durable/http-activity';
import { createManagementApi, type ManagementApi } from '../../durable/management-api';
import { createRoughness, SMOOTH } from '../../durable/roughness';
import { createTaskHub, type TaskHub } from '../../durable/task-hub';
import { hubQuery } from '../../durable/urls';
import type { Joined } from '../../host/backplane';
import { meteringRoutes } from '../../host/metering-routes';
import { readHostJson } from '../../host/settings';
import type { TimerStatus } from '../../host/triggers/timer';
import type { Clock } from '../../kit/clock';
import { listen, type LocalRequest, type LocalResponse, type Route } from '../../kit/http';
import { createPost } from '../../kit/post';
import type { Rough } from '../../kit/rough';
import { openStore, type Store } from '../../kit/store';
import type { Work } from '../../kit/work';
import { identityTokens, type Identity } from './identity-token';
import { remoteFunctions } from './remote-functions';
import { createRoster, type Roster } from './roster';
import { createTimerLocks, type TimerLocks } from './timer-locks';

export interface BackplaneOptions {
  readonly clock: Clock;
  readonly work: Work;
  /** Null where it is smooth. */
  readonly rough: Rough | null;
  readonly appFolder: string;
  /** The file that a single host keeps: one host or several, the data are the same. */
  readonly storeFile: string;
  readonly functionsUrl: string;
  readonly caFile: string;
  readonly isSynced: boolean;
  readonly identity: Identity;
}

/** What several hosts of one app share, as they share a storage account in Azure: task hub, timers. */
export interface Backplane {
  readonly url: string;
  /** A host's process has ended, in order or not. */
  ended(name: string): void;
  stop(): Promise<void>;
}

/** An activity may run for as long as a function may. */
const PATIENCE_MS = 300_000;

export async function openBackplane(options: BackplaneOptions): Promise<Backplane> {
  const { clock, work } = options;
  const store = openStore(options.storeFile, options);
  const roster = createRoster();
  const locks = createTimerLocks(store, clock);
  const hub = openHub(options, store, remoteFunctions(roster, createPost({ timeoutMs: PATIENCE_MS })));
  const durable = durableOf(options, hub);
  const routes = [
    ...hostRoutes(roster, locks, (joined) => durable.begin(joined)),
    ...timerRoutes(locks),
    ...durable.routes,
    ...meteringRoutes(hub.client),
    ...inspectionRoutes(hub),
  ];
  const listening = await listen({ name: 'backplane', routes }, { port: 0, work });
  return {
    url: listening.url,
    ended(name) {
      roster.leave(name);
      locks.died(name);
    },
    async stop() {
      await listening.close();
      await hub.stop();
      store.close();
    },
  };
}

const hostRoutes = (roster: Roster, locks: TimerLocks, begin: (joined: Joined) => void): Route[] => [
  put('/hosts/{name}', ({ params: { name = '' }, json }) => {
    const joined = json() as Joined;
    begin(joined);
    roster.join({ ...joined, name });
  }),
  {
    method: 'DELETE',
    path: '/hosts/{name}',
    handle({ params: { name = '' } }) {
      roster.leave(name);
      locks.release(name);
      return DONE;
    },
  },
];

const timerRoutes = (locks: TimerLocks): Route[] => [
  {
    method: 'POST',
    path: '/timers/{timer}/lock',
    handle: ({ params: { timer = '' }, json }) => ({
      status: 200,
      body: locks.acquire(timer, (json() as { host: string }).host),
    }),
  },
  put('/timers/{timer}', ({ params: { timer = '' }, json }) => locks.keep(timer, json() as TimerStatus)),
];

/** The Durable client's side. Before the first host there is nobody to work for, and no key to put into addresses. */
function durableOf({ appFolder, functionsUrl }: BackplaneOptions, hub: TaskHub) {
  let manage: ManagementApi | undefined;
  async function handle(request: LocalRequest): Promise<LocalResponse> {
    // As sent: an instance id may hold what a path part may not.
    const path = request.url.pathname.slice('/durabletask/'.length);
    return manage === undefined ? { status: 503 } : manage(request, path);
  }
  return {
    routes: ['GET', 'POST', 'DELETE'].map((method): Route => ({ method, path: '/durabletask/{path*}', handle })),
    begin({ key }: Joined): void {
      if (manage !== undefined) return;
      const baseUrl = `${functionsUrl}/runtime/webhooks/durabletask`;
      const { taskHub, versioning } = readHostJson(appFolder);
      const query = hubQuery({ baseUrl, rpcBaseUrl: '', taskHub, key });
      manage = createManagementApi(hub.client, baseUrl, query, versioning.version);
      hub.start();
    },
  };
}

function openHub(
  { clock, work, rough, appFolder, caFile, identity }: BackplaneOptions,
  store: Store,
  functions: ReturnType<typeof remoteFunctions>,
): TaskHub {
  const { maxActivities, versioning, replacesRunning } = readHostJson(appFolder);
  const post = createPost({ caFile, timeoutMs: MOST_PATIENCE_MS });
  return createTaskHub({
    ...{ store, clock, work, functions },
    sender: { post, tokenFor: identityTokens(post, identity) },
    roughness: rough === null ? SMOOTH : createRoughness(rough, clock),
    atKillPoint: () => undefined,
    ...{ maxActivities, versioning, replacesRunning },
    onBroken(error) {
      process.stderr.write(`The task hub can not go on: ${String(error)}\n`);
      process.exit(1);
    },
  });
}

const DONE: LocalResponse = { status: 200, body: {} };

const put = (path: string, take: (request: LocalRequest) => void | Promise<void>): Route => ({
  method: 'PUT',
  path,
  async handle(request) {
    await take(request);
    return DONE;
  },
});
