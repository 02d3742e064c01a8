import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isScenarioName, SCENARIO_NAMES, type ScenarioName } from './scenarios/days';

/** How local Azure is started; see `npm start -- --help`. */
export interface LocalOptions {
  /** Folder with the compiled app. */
  readonly appFolder: string;
  readonly dataFolder: string;
  /** The tenant's folder of the organisation that is played. */
  readonly organisationFolder: string;
  /** Folder of the local CA. */
  readonly tlsFolder: string;
  /** First instant of the clock, and whether it stands there until it is stepped. */
  readonly startAt: number | undefined;
  readonly isStepped: boolean;
  /** How fast the clock runs: 60 plays a day in 24 minutes. */
  readonly speed: number;
  /** What simulated customers and agents play. */
  readonly scenario: ScenarioName;
  /** Processes of the functions host: more than one share task hub, timers, keys and leases behind one address. */
  readonly hosts: number;
  /** Describes a functions host to run instead of ours (`local/setup/other-host.ts`); undefined for ours. */
  readonly hostFile: string | undefined;
  /** Seed of rough mode, which makes everything as awkward as Azure may be; undefined for a smooth one. */
  readonly roughSeed: number | undefined;
  /** With the container that writes down what is said in calls. */
  readonly hasTranscripts: boolean;
  /** Free ports instead of the usual ones. */
  readonly wantFreePorts: boolean;
  /** Without simulated customers and agents. */
  readonly isQuiet: boolean;
  /** Whether every commit waits until the disk has it. Without, kill -9 still loses nothing, but a power cut may. */
  readonly isSynced: boolean;
  /** Every log line of the app instead of its warnings and errors. */
  readonly isVerbose: boolean;
}

export const HELP = `Local Azure with Switchboard on it.
  --data <folder>    where everything is kept (.local)
  --tls <folder>     the local certificate authority (<data>/tls)
  --organisation <f> the tenant's folder of the organisation that is played (config/contoso)
  --at <instant>     first instant of the clock, ISO 8601 (now)
  --speed <n>        the clock runs n times as fast as time: 60 plays a day in 24 minutes (1)
  --scenario <name>  what simulated people play: ${SCENARIO_NAMES.join(', ')}
                     (steady; ordinary-day where the clock runs fast)
  --stepped          the clock stands until it is stepped (POST /_local/clock)
  --hosts <n>        so many processes of the functions host behind one address (1; 2 where it is rough)
  --host-file <f>    runs the functions host that the JSON file describes instead of ours, in real time
  --rough            as awkward as Azure may be: repeats, delays, stale reads, rate limits; 2 hosts at least
  --seed <n>         the course that chance takes where it is rough (another one each time)
  --transcripts      with the container that writes down what is said in calls, of queues that ask for it
  --free-ports       takes free ports at the first start instead of 7071 and 7300-7312
  --no-sync          commits do not wait for the disk: quicker, kill -9 loses nothing, a power cut may
  --quiet            no simulated customers and agents
  --verbose          every log line of the app`;

/** What timers of the app still keep up with. */
export const FASTEST = 600;
const MOST_HOSTS = 8;
const FEWEST_ROUGH_HOSTS = 2;
const SEEDS = 2 ** 31;

const OPTIONS = {
  data: { type: 'string', default: '.local' },
  tls: { type: 'string' },
  organisation: { type: 'string' },
  at: { type: 'string' },
  speed: { type: 'string', default: '1' },
  scenario: { type: 'string' },
  stepped: { type: 'boolean', default: false },
  hosts: { type: 'string' },
  'host-file': { type: 'string' },
  rough: { type: 'boolean', default: false },
  seed: { type: 'string' },
  transcripts: { type: 'boolean', default: false },
  'free-ports': { type: 'boolean', default: false },
  'no-sync': { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; an option that is not known is refused by name. */
export function readLocalOptions(args: readonly string[], appFolder: string): LocalOptions | 'help' {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return 'help';
  const dataFolder = resolve(values.data);
  const startAt = values.at === undefined ? undefined : Date.parse(values.at);
  if (Number.isNaN(startAt)) throw new Error(`--at wants an instant like 2026-10-05T14:00:00Z, not ${values.at ?? ''}`);
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= FASTEST)) throw new Error(`--speed wants a number up to ${FASTEST}, not ${values.speed}`);
  const fewest = values.rough ? FEWEST_ROUGH_HOSTS : 1;
  const hosts = values.hosts === undefined ? fewest : Number(values.hosts);
  if (!(Number.isInteger(hosts) && hosts >= fewest && hosts <= MOST_HOSTS))
    throw new Error(`--hosts wants a number from ${fewest} to ${MOST_HOSTS}, not ${values.hosts ?? ''}`);
  const hostFile = hostFileOf(values['host-file'], { isSteppedOrFast: values.stepped || speed !== 1, hosts });
  return {
    appFolder,
    dataFolder,
    organisationFolder: resolve(values.organisation ?? join(appFolder, 'config/contoso')),
    tlsFolder: values.tls === undefined ? resolve(dataFolder, 'tls') : resolve(values.tls),
    startAt,
    isStepped: values.stepped,
    speed,
    scenario: scenarioOf(values.scenario, speed),
    hosts,
    hostFile,
    roughSeed: seedOf(values.rough, values.seed),
    hasTranscripts: values.transcripts,
    wantFreePorts: values['free-ports'],
    isSynced: !values['no-sync'],
    isQuiet: values.quiet,
    isVerbose: values.verbose,
  };
}

function seedOf(isRough: boolean, given: string | undefined): number | undefined {
  if (!isRough && given !== undefined) throw new Error('--seed is for --rough.');
  if (!isRough) return undefined;
  const seed = given === undefined ? randomInt(SEEDS) : Number(given);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < SEEDS))
    throw new Error(`--seed wants a whole number from 0 to ${SEEDS - 1}, not ${given ?? ''}`);
  return seed;
}

/** A whole day where the clock runs fast and nothing is said. */
function scenarioOf(given: string | undefined, speed: number): ScenarioName {
  const name = given ?? (speed > 1 ? 'ordinary-day' : 'steady');
  if (!isScenarioName(name)) throw new Error(`--scenario wants one of ${SCENARIO_NAMES.join(', ')}, not ${name}`);
  return name;
}

/** Another host has no part in the clock. */
function hostFileOf(
  given: string | undefined,
  { isSteppedOrFast, hosts }: { readonly isSteppedOrFast: boolean; readonly hosts: number },
): string | undefined {
  if (given === undefined) return undefined;
  if (isSteppedOrFast || hosts !== 1)
    throw new Error('--host-file wants one host and real time: no --stepped, --speed, --hosts or --rough beside it.');
  return resolve(given);
}
