import { resolve } from 'node:path';

/** How the host's process is started: a JSON object as its one argument, each of whose fields has a default. */
export interface ProcessOptions {
  /** Folder of the app (with package.json and host.json); the working folder when absent. */
  readonly appFolder: string;
  /** `.local/host` in the working folder when absent. */
  readonly dataFolder: string;
  /** Public port; 0, the default, takes a free one. */
  readonly port: number;
  readonly controlPort: number;
  /** Which of several hosts of the app this is; empty for the only one. */
  readonly name: string;
  /** Plain http address of what several hosts share; undefined for the only one, which keeps it itself. */
  readonly backplaneUrl: string | undefined;
  /** Folder of the local CA (`ensureTls`); without one the app is served over plain http. */
  readonly tlsFolder: string | undefined;
  /** First instant of the clock in ms since the epoch; the machine's time when absent. */
  readonly startAt: number | undefined;
  /** How fast the clock follows real time; 0 keeps it where it is. 1 when absent. */
  readonly speed: number;
  readonly corsOrigins: readonly string[];
  /** Whether `local.settings.json` in the app's folder gives settings that the environment leaves unset; true when absent. */
  readonly readsLocalSettings: boolean;
  /** Whether commits wait for the disk; true when absent (`openStore`). */
  readonly isSynced: boolean;
  /** Shows every log line instead of warnings and errors. */
  readonly isVerbose: boolean;
  /** Real time that SIGTERM leaves for what runs. */
  readonly patienceMs: number;
  /** From the environment: LOCAL_KILL_AT. */
  readonly killAt: string | undefined;
}

const DEFAULT_PATIENCE_MS = 10_000;

/** Reads the options; refuses a field that it does not know. */
export function readOptions(argument: string | undefined, environment: NodeJS.ProcessEnv): ProcessOptions {
  const given = parse(argument);
  return {
    port: 0,
    controlPort: 0,
    name: '',
    backplaneUrl: undefined,
    tlsFolder: undefined,
    startAt: undefined,
    speed: 1,
    corsOrigins: [],
    readsLocalSettings: true,
    isSynced: true,
    isVerbose: false,
    patienceMs: DEFAULT_PATIENCE_MS,
    ...given,
    appFolder: resolve(given.appFolder ?? '.'),
    dataFolder: resolve(given.dataFolder ?? '.local/host'),
    killAt: environment['LOCAL_KILL_AT'],
  };
}

const KNOWN = new Set([
  'appFolder',
  'dataFolder',
  'port',
  'controlPort',
  'name',
  'backplaneUrl',
  'tlsFolder',
  'startAt',
  'speed',
  'corsOrigins',
  'readsLocalSettings',
  'isSynced',
  'isVerbose',
  'patienceMs',
]);

function parse(argument: string | undefined): Partial<ProcessOptions> {
  const given = JSON.parse(argument ?? '{}') as Partial<ProcessOptions>;
  const unknown = Object.keys(given).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new Error(`The host has no option '${unknown}'.`);
  return given;
}
