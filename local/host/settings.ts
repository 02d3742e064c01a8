import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the host takes from the app's host.json. */
export interface HostJson {
  /** Without slashes at its ends; may be empty. */
  readonly routePrefix: string;
  readonly taskHub: string;
  readonly maxActivities: number;
  /** The version that orchestrations get which are started without one. */
  readonly defaultVersion: string;
  /** How messages that functions put on queues are written. */
  readonly queueEncoding: 'base64' | 'none';
}

interface RawHostJson {
  readonly extensions?: {
    readonly http?: { readonly routePrefix?: string };
    readonly queues?: { readonly messageEncoding?: string };
    readonly durableTask?: {
      readonly hubName?: string;
      readonly maxConcurrentActivityFunctions?: number;
      readonly defaultVersion?: string;
    };
  };
}

const DEFAULT_TASK_HUB = 'TestHubName';
const DEFAULT_MAX_ACTIVITIES = 100;

export function readHostJson(folder: string): HostJson {
  const file = join(folder, 'host.json');
  const { extensions } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RawHostJson) : {};
  return {
    routePrefix: (extensions?.http?.routePrefix ?? 'api').replace(/^\/+|\/+$/g, ''),
    taskHub: extensions?.durableTask?.hubName ?? DEFAULT_TASK_HUB,
    maxActivities: extensions?.durableTask?.maxConcurrentActivityFunctions ?? DEFAULT_MAX_ACTIVITIES,
    defaultVersion: extensions?.durableTask?.defaultVersion ?? '',
    queueEncoding: extensions?.queues?.messageEncoding?.toLowerCase() === 'none' ? 'none' : 'base64',
  };
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
