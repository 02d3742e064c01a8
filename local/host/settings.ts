import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missed, readRawHostJson, type RawHostJson } from './host-json';
import type { Versioning } from '../durable/versioning';

/** What the host takes from the app's host.json. */
export interface HostJson {
  /** Without slashes at its ends; may be empty. */
  readonly routePrefix: string;
  /** Put on every answer that has no such header. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Settings that change nothing here and would in Azure. */
  readonly missed: readonly string[];
  readonly taskHub: string;
  readonly maxActivities: number;
  readonly versioning: Versioning;
  /** A start takes the place of an instance that is under way (`overridableExistingInstanceStates`: `AnyState`). */
  readonly replacesRunning: boolean;
  readonly queues: QueueSettings;
  /** How long a function may take, in real time; undefined for as long as it likes. */
  readonly functionTimeoutMs: number | undefined;
}

export type QueueEncoding = 'base64' | 'none';

/** `extensions.queues`: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-settings */
export interface QueueSettings {
  /** How messages are written. */
  readonly encoding: QueueEncoding;
  /** How many messages are taken at once, and how few must be under way before more are. */
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  /** How often a message is tried. */
  readonly maxDequeueCount: number;
  /** When a message that failed can be seen again. */
  readonly visibilityTimeoutMs: number;
  /** The longest wait between looks at an empty queue. */
  readonly maxPollingIntervalMs: number;
}

const DEFAULT_TASK_HUB = 'TestHubName';
const DEFAULT_MAX_ACTIVITIES = 100;

export function readHostJson(folder: string): HostJson {
  const raw = readRawHostJson(folder, process.env);
  const { extensions, functionTimeout = DEFAULT_TIMEOUT } = raw;
  return {
    routePrefix: (extensions?.http?.routePrefix ?? 'api').replace(/^\/+|\/+$/g, ''),
    customHeaders: extensions?.http?.customHeaders ?? {},
    missed: missed(raw),
    ...durableSettings(extensions?.durableTask ?? {}),
    queues: queueSettings(extensions?.queues ?? {}),
    functionTimeoutMs: timeoutMs(functionTimeout),
  };
}

/** Of every plan but Consumption, and of the command line. */
const DEFAULT_TIMEOUT = '00:30:00';
/** What a timer of Node.js can wait. */
const LONGEST_TIMER_MS = 2_147_483_647;

function timeoutMs(text: string): number | undefined {
  if (text === '-1') return undefined;
  const given = lengthMs(text);
  return given > LONGEST_TIMER_MS ? undefined : given;
}

type RawDurable = NonNullable<NonNullable<RawHostJson['extensions']>['durableTask']>;

const MATCHES = { None: 'none', Strict: 'strict', CurrentOrOlder: 'currentOrOlder' } as const;
const FAILURES = { Reject: 'reject', Fail: 'fail' } as const;
const STATES = { NonRunningStates: false, AnyState: true } as const;

/** `extensions.durableTask`: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#host-json */
function durableSettings(raw: RawDurable) {
  const one = <T>(name: keyof RawDurable, meanings: Readonly<Record<string, T>>, byDefault: T): T => {
    const value = raw[name];
    if (value === undefined) return byDefault;
    const wanted = String(value).toLowerCase();
    const found = Object.entries(meanings).find(([known]) => known.toLowerCase() === wanted);
    if (found === undefined) throw new RangeError(`host.json: extensions.durableTask.${name} can not be '${value}'.`);
    return found[1];
  };
  const versioning: Versioning = {
    version: raw.defaultVersion ?? '',
    match: one<Versioning['match']>('versionMatchStrategy', MATCHES, 'currentOrOlder'),
    onMismatch: one<Versioning['onMismatch']>('versionFailureStrategy', FAILURES, 'reject'),
  };
  return {
    taskHub: resolveSetting(raw.hubName ?? DEFAULT_TASK_HUB),
    maxActivities: Number(raw.maxConcurrentActivityFunctions ?? DEFAULT_MAX_ACTIVITIES),
    versioning,
    replacesRunning: one<boolean>('overridableExistingInstanceStates', STATES, false),
  };
}

const MOST_TAKEN = 32;

function queueSettings(raw: NonNullable<NonNullable<RawHostJson['extensions']>['queues']>): QueueSettings {
  const [batchSize, maxDequeueCount] = [Number(raw.batchSize ?? 16), Number(raw.maxDequeueCount ?? 5)];
  if (batchSize < 1 || batchSize > MOST_TAKEN)
    throw new RangeError(`host.json: extensions.queues.batchSize is between 1 and ${MOST_TAKEN}.`);
  if (maxDequeueCount < 1) throw new RangeError('host.json: extensions.queues.maxDequeueCount is at least 1.');
  return {
    ...{ batchSize, maxDequeueCount },
    encoding: raw.messageEncoding?.toLowerCase() === 'none' ? 'none' : 'base64',
    newBatchThreshold: Number(raw.newBatchThreshold ?? Math.floor(batchSize / 2)),
    visibilityTimeoutMs: lengthMs(raw.visibilityTimeout ?? '00:00:00'),
    maxPollingIntervalMs: lengthMs(raw.maxPollingInterval ?? '00:01:00'),
  };
}

/** Of a .NET TimeSpan, `[d.]hh:mm:ss[.fff]`. */
function lengthMs(text: string): number {
  const [, days = '0', hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/u.exec(text) ?? [];
  if (hours === undefined) throw new RangeError(`host.json: '${text}' is no length of time such as 00:00:30.`);
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}

/** A binding's property as the host reads it: `%NAME%` stands for an app setting. */
export function resolveSetting(value: string): string {
  return value.replace(/%([^%]+)%/g, (_, name: string) => {
    const found = process.env[name];
    if (found === undefined) throw new Error(`The app setting '${name}' is not set.`);
    return found;
  });
}

/**
 * The app's settings from its `local.settings.json`, as the Core Tools take them: what the environment says stands before the file.
 * Before the app is loaded.
 */
export function takeLocalSettings(folder: string): void {
  const file = join(folder, 'local.settings.json');
  if (!existsSync(file)) return;
  const { IsEncrypted, Values = {} } = JSON.parse(readFileSync(file, 'utf8')) as LocalSettings;
  if (IsEncrypted === true) throw new Error(`${file} is encrypted: func settings decrypt.`);
  for (const [name, value] of Object.entries(Values)) process.env[name] ??= String(value);
}

interface LocalSettings {
  readonly IsEncrypted?: boolean;
  readonly Values?: Readonly<Record<string, string | number | boolean>>;
}

/** `AzureWebJobs.<function>.Disabled`, of any case: the host then ignores what would trigger the function. */
export function isDisabled(functionName: string): boolean {
  const wanted = `AzureWebJobs.${functionName}.Disabled`.toLowerCase();
  const found = Object.entries(process.env).find(([name]) => name.toLowerCase() === wanted);
  return found !== undefined && /^(?:true|1)$/iu.test(found[1] ?? '');
}
