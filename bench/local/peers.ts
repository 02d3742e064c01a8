import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package of `bench/peers`, which has a lock file of its own; undefined when it is not installed. */
export function peer(root: string, name: string): unknown {
  const folder = join(root, 'bench/peers');
  if (!existsSync(join(folder, 'node_modules', name))) return undefined;
  return createRequire(join(folder, 'package.json'))(name);
}
