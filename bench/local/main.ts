import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTrusting } from '../../demo/trusting';
import { machine, wanted } from '../figure';
import { benchColdStart } from './cold-start';
import { benchCosmos } from './cosmos';
import { benchDurableTask } from './durable-task';
import { benchEngine } from './engine';
import { benchRestate } from './restate';

const ROOT = join(__dirname, '../../..');
const NAMES = ['engine', 'durable-task', 'restate', 'cosmos', 'cold-start'] as const;

interface Wanted {
  readonly folder: string;
  readonly isQuick: boolean;
  wants(name: (typeof NAMES)[number]): boolean;
}

/**
 * `npm run bench:local`: local Azure beside its peers, one line of JSON a figure; `--only <name>` measures one thing, and
 * `--quick` so little that only its end is worth something.
 */
async function measure({ folder, isQuick, wants }: Wanted): Promise<void> {
  machine();
  if (wants('engine')) await benchEngine(ROOT, isQuick);
  if (wants('durable-task')) await benchDurableTask(ROOT, isQuick);
  if (wants('restate')) await benchRestate(ROOT, isQuick);
  if (wants('cosmos')) await benchCosmos(isQuick);
  if (wants('cold-start')) await benchColdStart(ROOT, folder, isQuick);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { folder, only, quick: isQuick } = values;
  const wants = wanted(NAMES, only);
  // The certificate authority must be trusted before this process starts.
  if (folder === undefined) return runTrusting(__filename, process.argv.slice(2));
  await measure({ folder, isQuick, wants });
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
