import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTrusting } from '../../demo/trusting';
import { figure, round } from '../figure';
import { benchColdStart } from './cold-start';
import { benchCosmos } from './cosmos';
import { benchDurableTask } from './durable-task';
import { benchEngine } from './engine';

const ROOT = join(__dirname, '../../..');
const NAMES = ['engine', 'durable-task', 'cosmos', 'cold-start'] as const;

/** `npm run bench:local`: local Azure beside its peers, one line of JSON a figure; `--only <name>` measures one thing. */
async function measure(folder: string, only: string | undefined): Promise<void> {
  const wants = (name: (typeof NAMES)[number]) => only === undefined || only === name;
  const [load = 0] = loadavg();
  figure('machine', {
    cores: cpus().length,
    model: cpus()[0]?.model ?? '',
    node: process.version,
    loadBefore: round(load),
  });
  if (wants('engine')) await benchEngine(ROOT);
  if (wants('durable-task')) await benchDurableTask(ROOT);
  if (wants('cosmos')) await benchCosmos();
  if (wants('cold-start')) await benchColdStart(ROOT, folder);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { folder: { type: 'string' }, only: { type: 'string' } } });
  const { folder, only } = values;
  if (only !== undefined && !NAMES.some((name) => name === only)) throw new Error(`--only takes ${NAMES.join(', ')}.`);
  // The certificate authority must be trusted before this process starts.
  if (folder === undefined) return runTrusting(__filename, process.argv.slice(2));
  await measure(folder, only);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
