import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Collection, Store } from '../kit/store';

/** Extensions whose webhooks have a system key of their own. */
export const SYSTEM_KEYS = ['eventgrid_extension', 'durabletask_extension'] as const;
export type SystemKey = (typeof SYSTEM_KEYS)[number];

export type AuthLevel = 'anonymous' | 'function' | 'admin';

/** The keys of a function app; they last as long as the data folder. */
export interface Keys {
  readonly master: string;
  readonly host: string;
  system(name: SystemKey): string;
  ofFunction(name: string): string;
  /** Whether a key opens an HTTP function of that level. */
  opens(level: AuthLevel, functionName: string, key: string | undefined): boolean;
  opensWebhook(name: SystemKey, key: string | undefined): boolean;
  isMaster(key: string | undefined): boolean;
  /** Whether it is a key of the host or of an extension at all, whatever it opens. */
  isKnown(key: string | undefined): boolean;
}

/** Reads the keys or makes them; resolves once they are on disk. */
export async function openKeys(store: Store, functionNames: readonly string[]): Promise<Keys> {
  const collection = store.collection<string>('function-keys');
  const names = [
    'master',
    'host',
    ...SYSTEM_KEYS.map((name) => `system/${name}`),
    ...functionNames.map(nameOfFunction),
  ];
  await Promise.all(names.map((name) => ensureKey(collection, name)));
  const read = (name: string) => collection.get(name) ?? '';
  const isMaster = (key: string | undefined) => isSame(key, read('master'));
  return {
    master: read('master'),
    host: read('host'),
    system: (name) => read(`system/${name}`),
    ofFunction: (name) => read(nameOfFunction(name)),
    isMaster,
    isKnown: (key) =>
      isMaster(key) || ['host', ...SYSTEM_KEYS.map((name) => `system/${name}`)].some((name) => isSame(key, read(name))),
    opensWebhook: (name, key) => isSame(key, read(`system/${name}`)) || isMaster(key),
    opens(level, functionName, key) {
      if (level === 'anonymous') return true;
      if (level === 'admin') return isMaster(key);
      return isSame(key, read(nameOfFunction(functionName))) || isSame(key, read('host')) || isMaster(key);
    },
  };
}

const nameOfFunction = (name: string) => `function/${name.toLowerCase()}`;

async function ensureKey(collection: Collection<string>, name: string): Promise<void> {
  if (!collection.has(name)) await collection.put(name, randomBytes(30).toString('base64url'));
}

function isSame(given: string | undefined, expected: string): boolean {
  if (given === undefined || expected === '') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
