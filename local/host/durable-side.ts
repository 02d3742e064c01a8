import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { completion } from '../durable/completion';
import { createManagementApi } from '../durable/management-api';
import type { DurableClient } from '../durable/client';
import type { DurableFunctions } from '../durable/functions';
import { inspectionRoutes } from '../durable/inspection';
import { createTaskHub, type TaskHubOptions } from '../durable/task-hub';
import { hubQuery, type HubAddress } from '../durable/urls';
import type { Route } from '../kit/http';
import type { Handle, HostRequest, HostResponse } from './http/server';
import { meteringRoutes } from './metering-routes';
import { createRunRoute } from './run-route';
import type { Versioning } from '../durable/versioning';
import type { Backplane } from './backplane';

/** The Durable extension of one host: its own task hub, or its part in one that several hosts share. */
export interface DurableSide {
  /** Answers what clients ask; `path` is what follows the webhook's base. */
  manage(request: HostRequest, path: string): Promise<HostResponse>;
  /** Answers what else comes in on the port that only this machine reaches. */
  readonly rpc: Handle;
  /** Of a hub in this process; null where several hosts share one. */
  readonly client: DurableClient | null;
  /** For the control port. */
  readonly routes: readonly Route[];
  start(): Promise<void>;
  /** Takes no further work of a hub that is shared. */
  leave(): Promise<void>;
  stop(): Promise<void>;
}

export interface OwnHubOptions extends TaskHubOptions {
  readonly versioning: Versioning;
  readonly address: HubAddress;
}

/** A task hub in this process: the only host there is. */
export function ownHub(options: OwnHubOptions): DurableSide {
  const { address } = options;
  const hub = createTaskHub(options);
  const manage = createManagementApi(hub.client, address.baseUrl, hubQuery(address), options.versioning.version);
  const { pause, leave } = createPauses();
  return {
    async manage(request, path) {
      const { wait, ...answer } = await manage(request, path);
      return wait ? { ...answer, later: () => completion(hub.client, wait, answer, pause) } : answer;
    },
    rpc: async () => ({ status: 404 }),
    client: hub.client,
    routes: [...meteringRoutes(hub.client), ...inspectionRoutes(hub)],
    start: async () => hub.start(),
    leave: async () => leave(),
    stop: () => hub.stop(),
  };
}

/** Pauses in real time, which end when the host does. */
function createPauses() {
  const leaving = new AbortController();
  const { signal } = leaving;
  // Any number of clients may wait.
  setMaxListeners(0, signal);
  const pause = (ms: number): Promise<'goOn' | 'stop'> =>
    setTimeout(ms, 'goOn' as const, { signal }).catch((): 'stop' => 'stop');
  return { leave: () => leaving.abort(), pause };
}

/** A part in the hub that the backplane holds: it calls this host's functions, and this host passes on what clients ask. */
export function sharedHub(
  backplane: Backplane,
  functions: DurableFunctions,
  own: { readonly runUrl: string; readonly key: string },
): DurableSide {
  return {
    manage: (request, path) => backplane.manage(request, path),
    rpc: createRunRoute(functions),
    client: null,
    routes: [],
    start: () =>
      backplane.join({
        ...own,
        functions: {
          orchestrator: functions.names('orchestrator'),
          activity: functions.names('activity'),
          entity: functions.names('entity'),
        },
      }),
    leave: () => backplane.leave(),
    stop: async () => undefined,
  };
}
