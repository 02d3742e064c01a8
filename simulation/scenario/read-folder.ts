import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CompiledConfig } from '../../shared/core/config/compiled';
import { formatConfigError, readConfig } from '../../shared/contracts/read-config';
import { SimulationError } from '../simulation-error';
import { scenarioSchema, type Scenario } from './schema';

/** A tenant's configuration out of its folder. Throws SimulationError with every reason why it is none. */
export function readConfigFolder(folder: string): CompiledConfig {
  const files = namesIn(folder)
    .filter((name) => /\.ya?ml$/u.test(name))
    .map((name) => ({ file: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }));
  const result = readConfig(files);
  if (result.ok) return result.value;
  throw new SimulationError('configRefused', [folder, ...result.error.map(formatConfigError)].join('\n  '));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    throw new SimulationError('unreadable', `There is no folder ${folder}.`);
  }
}

/** A scenario out of a YAML file. Throws SimulationError that names each field that does not fit. */
export function readScenario(file: string): Scenario {
  const parsed = scenarioSchema.safeParse(contentOf(file));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new SimulationError('scenarioRefused', [file, ...reasons].join('\n  '));
}

function contentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SimulationError('unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
