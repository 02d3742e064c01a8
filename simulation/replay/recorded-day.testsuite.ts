import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LEASE_MS } from '../../shared/core/routing/config';
import type { Entry } from '../../shared/core/routing/entries';
import { modelsOf } from '../scenario/model-of';
import { readConfigFolder, readScenario } from '../scenario/read-folder';
import { runWorld } from '../world/run-world';

export const CONTOSO = join(__dirname, '../../config/contoso');
const SCENARIO = join(__dirname, '../scenarios/contoso.yaml');

export const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') }));

/** A day as a stamp would have written it: desks say that they are alive, routing looks every second. */
export function day(folder: string): readonly Entry[] {
  const [model] = modelsOf(readConfigFolder(folder), readScenario(SCENARIO));
  const entries: Entry[] = [];
  const real = { ...model!, config: { ...model!.config, leaseMs: DEFAULT_LEASE_MS }, heartbeatMs: 60_000 };
  runWorld(
    real,
    { seed: 'recorded', periodMs: null },
    () => undefined,
    (written) => entries.push(...written),
  );
  // As a store gives them back.
  return JSON.parse(JSON.stringify(entries)) as Entry[];
}
