import type { Member } from '../kit/settle';
import type { RemoteParticipant } from '../kit/coordinator';
import { createHostProcess, type HostProcessOptions, type HostReady } from './host-process';

/** One host as the simulator tells of it. */
export interface HostState {
  readonly name: string;
  /** Its own address, behind the app's. */
  readonly url: string | null;
  readonly isRunning: boolean;
  /** Whether new requests go there. */
  readonly isServing: boolean;
  /** Requests that it has answered; null where nobody counts. */
  readonly served: number | null;
}

/** The functions hosts as tests and the console treat them. */
export interface HostControl {
  readonly ready: () => HostReady;
  /** Whether all run. */
  isRunning(): boolean;
  list(): readonly HostState[];
  /** kill -9 of one, or of all where none is named: a power cut. Nothing is started again. */
  kill(name?: string): Promise<void>;
  /** Starts those that do not run. `killAt` names a point at which the new process kills itself (`local/durable/kill-points.ts`). */
  start(killAt?: string): Promise<void>;
  /** Drains one (the first where none is named) by SIGTERM and puts a new process in its place, as a deployment does. */
  replace(name?: string): Promise<void>;
}

export interface Hosts extends HostControl {
  stop(): Promise<void>;
  readonly members: readonly (Member | RemoteParticipant)[];
}

/** The only host, which keeps its task hub, timers and keys itself. */
export function oneHost(options: HostProcessOptions): Hosts {
  const process = createHostProcess(options);
  let known: HostReady | undefined;
  const start = async (killAt?: string) => void (known = await process.start(killAt));
  return {
    ready() {
      if (known === undefined) throw new Error('The functions host is not running yet.');
      return known;
    },
    isRunning: () => process.isRunning(),
    list: () => [
      {
        name: 'host',
        url: known?.url ?? null,
        isRunning: process.isRunning(),
        isServing: process.isRunning(),
        served: null,
      },
    ],
    kill: () => process.kill(),
    start,
    async replace() {
      await process.stop();
      await start();
    },
    stop: () => process.stop(),
    members: [{ name: 'the functions host', url: `http://localhost:${options.controlPort}` }],
  };
}
