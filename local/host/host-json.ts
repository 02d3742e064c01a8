import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is read here of the app's host.json. What the environment says is text. */
export interface RawHostJson {
  readonly functionTimeout?: string;
  readonly extensions?: {
    readonly http?: { readonly routePrefix?: string; readonly customHeaders?: Readonly<Record<string, string>> };
    readonly queues?: {
      readonly messageEncoding?: string;
      readonly batchSize?: number | string;
      readonly newBatchThreshold?: number | string;
      readonly maxDequeueCount?: number | string;
      readonly visibilityTimeout?: string;
      readonly maxPollingInterval?: string;
    };
    readonly durableTask?: {
      readonly hubName?: string;
      readonly maxConcurrentActivityFunctions?: number | string;
      readonly defaultVersion?: string;
      readonly versionMatchStrategy?: string;
      readonly versionFailureStrategy?: string;
      readonly overridableExistingInstanceStates?: string;
    };
  };
}

/** Settings that begin so stand in for values of host.json: https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values */
const OVERRIDE = /^AzureFunctionsJobHost__/iu;

/** host.json, with what the environment puts in its place. */
export function readRawHostJson(folder: string, environment: NodeJS.ProcessEnv): RawHostJson {
  const file = join(folder, 'host.json');
  const read: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const overrides = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && OVERRIDE.test(name) ? [{ path: name.replace(OVERRIDE, '').split('__'), value }] : [],
  );
  return overrides.reduce<unknown>((json, { path, value }) => withValue(json, path, value), read) as RawHostJson;
}

/** Names are of any case, as those of .NET's configuration are. */
function withValue(json: unknown, [first, ...rest]: readonly string[], value: string): unknown {
  if (first === undefined) return value;
  const members = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const name = Object.keys(members).find((one) => one.toLowerCase() === first.toLowerCase()) ?? first;
  return { ...members, [name]: withValue(members[name], rest, value) };
}

const DURABLE = 'extensions.durableTask';

/** What is read, and what changes nothing but speed, scale or what is logged. */
const WITHOUT_LOSS = [
  ...['version', 'functionTimeout', 'logging', 'extensionBundle', 'telemetryMode', 'healthMonitor', 'singleton'],
  ...['aggregator', 'applicationInsights', 'concurrency', 'watchDirectories', 'watchFiles', 'managedDependency'],
  ...['extensions.http', 'extensions.queues', 'extensions.cosmosDB'],
  ...['hubName', 'defaultVersion', 'versionMatchStrategy', 'versionFailureStrategy'].map(
    (name) => `${DURABLE}.${name}`,
  ),
  ...['overridableExistingInstanceStates', 'storageProvider', 'tracing'].map((name) => `${DURABLE}.${name}`),
  ...['maxConcurrentActivityFunctions', 'maxConcurrentOrchestratorFunctions'].map((name) => `${DURABLE}.${name}`),
  ...['maxConcurrentEntityFunctions', 'maxQueuePollingInterval', 'useGracefulShutdown'].map(
    (name) => `${DURABLE}.${name}`,
  ),
  ...['extendedSessionsEnabled', 'extendedSessionIdleTimeoutInSeconds', 'useAppLease'].map(
    (name) => `${DURABLE}.${name}`,
  ),
].map((path) => path.toLowerCase());

/** Settings of host.json that an app would miss here, as paths. */
export function missed(json: unknown, path = ''): readonly string[] {
  if (WITHOUT_LOSS.includes(path.toLowerCase())) return [];
  const isAbove = path === '' || WITHOUT_LOSS.some((one) => one.startsWith(`${path.toLowerCase()}.`));
  if (!isAbove || typeof json !== 'object' || json === null) return [path];
  return Object.entries(json).flatMap(([name, value]) => missed(value, path === '' ? name : `${path}.${name}`));
}
