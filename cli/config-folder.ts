import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MAX_FILE_CHARACTERS, readConfig, type ConfigFile } from '../shared/contracts/read-config';
import type { CompiledConfig } from '../shared/core/config/compiled';
import { faultOf } from './faults';
import type { Terminal } from './terminal';
import { CliError } from './told';

/** The YAML files of a tenant's folder, by their path in it, sorted. */
export function readFolder({ folder }: Terminal, name: string): readonly ConfigFile[] {
  const root = resolve(folder, name);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CliError('usage', `There is no folder ${name}.`);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.ya?ml$/u.test(file))
    .sort();
  if (files.length === 0) throw new CliError('usage', `There is no YAML file in ${name}.`);
  const large = files.filter((file) => statSync(join(root, file)).size > MOST_FILE_BYTES);
  if (large.length > 0) {
    const faults = large.map((file) => ({ path: `${file}:1`, message: 'the file is too large' }));
    throw new CliError('refused', 'The configuration is refused.', faults);
  }
  return files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** More than this cannot be few enough characters, and is not even read. */
const MOST_FILE_BYTES = 4 * MAX_FILE_CHARACTERS;

/** Compiles a tenant's folder. Refuses with every reason, each at its file and line. */
export function compileFolder(files: readonly ConfigFile[]): CompiledConfig {
  const result = readConfig(files);
  if (result.ok) return result.value;
  throw new CliError('refused', 'The configuration is refused.', result.error.map(faultOf));
}
