import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Collection, Store } from '../kit/store';

/** Extensions whose webhooks have a system key of their own. */
export const SYSTEM_KEYS = ['eventgrid_extension', 'durabletask_extension'] as const;
export type SystemKey = (typeof SYSTEM_KEYS)[number];

export type AuthLevel = 'anonymous' | 'function' | 'admin';

/** Keys by name that open the same: an HTTP function, every HTTP function, webhooks of extensions. */
export type KeyScope =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'host' }
  | { readonly kind: 'system' };

export interface NamedKey {
  readonly name: string;
  readonly value: string;
}

/** The keys of a function app; they last as long as the data folder. */
export interface Keys {
  readonly master: () => string;
  /** The default one of the host. */
  readonly host: () => string;
  system(name: SystemKey): string;
  /** Whether a key opens an HTTP function of that level. */
  opens(level: AuthLevel, functionName: string, key: string | undefined): boolean;
  opensWebhook(name: SystemKey, key: string | undefined): boolean;
  isMaster(key: string | undefined): boolean;
  /** Whether it is a key of the host or of an extension at all, whatever it opens. */
  isKnown(key: string | undefined): boolean;
  list(scope: KeyScope): readonly NamedKey[];
  /** Makes a key or replaces its value, by one that is made up where none is given; durable when it resolves. Names are of any case. */
  put(scope: KeyScope, name: string, value?: string): Promise<NamedKey & { readonly isNew: boolean }>;
  putMaster(value?: string): Promise<NamedKey>;
  /** False where there is none. */
  remove(scope: KeyScope, name: string): Promise<boolean>;
}

export const MASTER = '_master';
/** The key that a host and each function have from the start. */
const DEFAULT = 'default';

/** Reads the keys or makes them; resolves once they are on disk. Where several hosts share them, what one is told all know. */
export async function openKeys(store: Store, functionNames: readonly string[], isShared = false): Promise<Keys> {
  const collection = isShared
    ? store.sharedCollection<string>('function-keys')
    : store.collection<string>('function-keys');
  const names = [
    'master',
    'host',
    ...SYSTEM_KEYS.map((name) => `system/${name}`),
    ...functionNames.map(nameOfFunction),
  ];
  await Promise.all(names.map((name) => ensureKey(collection, name)));
  const read = (id: string) => collection.get(id) ?? '';
  const isMaster = (key: string | undefined) => isSame(key, read('master'));
  const list = (scope: KeyScope) => listed(collection, scope);
  const opensAny = (scope: KeyScope, key: string | undefined) => list(scope).some(({ value }) => isSame(key, value));
  const find = (scope: KeyScope, name: string) =>
    list(scope).find((one) => one.name.toLowerCase() === name.toLowerCase())?.name;
  return {
    ...{ isMaster, list },
    master: () => read('master'),
    host: () => read('host'),
    system: (name) => read(`system/${name}`),
    isKnown: (key) => isMaster(key) || opensAny({ kind: 'host' }, key) || opensAny({ kind: 'system' }, key),
    opensWebhook: (name, key) => isSame(key, read(`system/${name}`)) || isMaster(key),
    opens(level, functionName, key) {
      if (level === 'anonymous') return true;
      if (level === 'admin') return isMaster(key);
      const isOwn = opensAny({ kind: 'function', name: functionName }, key);
      return isOwn || opensAny({ kind: 'host' }, key) || isMaster(key);
    },
    async put(scope, name, value = newKey()) {
      const known = find(scope, name);
      await collection.put(idOf(scope, known ?? name), value);
      return { name, value, isNew: known === undefined };
    },
    async putMaster(value = newKey()) {
      await collection.put('master', value);
      return { name: MASTER, value };
    },
    async remove(scope, name) {
      const known = find(scope, name);
      if (known !== undefined) await collection.delete(idOf(scope, known));
      return known !== undefined;
    },
  };
}

const nameOfFunction = (name: string) => `function/${name.toLowerCase()}`;

/** Default keys lie where they did before there were others. */
function idOf(scope: KeyScope, name: string): string {
  switch (scope.kind) {
    case 'system':
      return `system/${name}`;
    case 'host':
      return name === DEFAULT ? 'host' : `host/${name}`;
    case 'function':
      return name === DEFAULT ? nameOfFunction(scope.name) : `${nameOfFunction(scope.name)}/${name}`;
    default:
      return scope satisfies never;
  }
}

function listed(collection: Collection<string>, scope: KeyScope): NamedKey[] {
  const own = scope.kind === 'system' ? '' : idOf(scope, DEFAULT);
  const prefix = scope.kind === 'system' ? 'system/' : `${own}/`;
  return collection.ids().flatMap((id) => {
    const name = id === own ? DEFAULT : id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
    return name === undefined ? [] : [{ name, value: collection.get(id) ?? '' }];
  });
}

const newKey = () => randomBytes(30).toString('base64url');

async function ensureKey(collection: Collection<string>, id: string): Promise<void> {
  if (!collection.has(id)) await collection.put(id, newKey());
}

function isSame(given: string | undefined, expected: string): boolean {
  if (given === undefined || expected === '') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
