import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawSvg } from '../../simulation/report/draw-svg';
import { figure, machine, wanted } from '../figure';
import { benchBaselines } from './baselines';
import { curveOf } from './curve';
import { benchDecisions } from './decisions';
import { benchJournal, ON_COSMOS } from './journal';

const NAMES = ['decisions', ...ON_COSMOS, 'baselines'] as const;
const AGENTS = [100, 1_000, 10_000];

/** `npm run bench:routing`: one line of JSON a figure; `--only <name>` measures one thing, `--out <file>` says where the curve goes. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, out: { type: 'string' } } });
  const { only, out = 'dist/routing-decisions.svg' } = values;
  const wants = wanted(NAMES, only);
  machine();
  if (wants('decisions')) {
    writeFileSync(out, await drawSvg(curveOf(AGENTS.map(benchDecisions))));
    figure('curve', { file: out });
  }
  await benchJournal(wants);
  if (wants('baselines')) benchBaselines();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
