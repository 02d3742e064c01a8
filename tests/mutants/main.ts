import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Mutant } from './mutant';
import { chosen } from './table';
import { openWorkshop, type Verdict } from './workshop';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm run mutants`: seeds each defect in a copy and sees it caught by the test that is named for it. Exit code 1 when one is not. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const mutants = chosen(values.only);
  if (mutants.length === 0) throw new Error(`--only takes the id or the law of a mutant, not ${values.only ?? ''}.`);
  const { baseline, results } = await tryAll(mutants);
  const caught = results.filter(({ verdict }) => verdict.kind === 'caught').length;
  say(`${caught} of ${results.length} caught.${baseline}`);
  return caught === results.length ? 0 : 1;
}

interface Result {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

async function tryAll(mutants: readonly Mutant[]): Promise<{ baseline: string; results: readonly Result[] }> {
  const lanes = Array.from({ length: Math.min(mutants.length, availableParallelism()) }, () =>
    openWorkshop(process.cwd()),
  );
  const [first] = lanes;
  if (first === undefined) throw new Error('There is no workshop.');
  try {
    // A test that fails by itself would catch everything.
    const held = await first.held([...new Set(mutants.map(({ caughtBy }) => caughtBy.test))]);
    const waiting = [...mutants];
    const results: Result[] = [];
    await Promise.all(
      lanes.map(async (lane) => {
        for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
          const verdict = isHeld(held, mutant) ? await lane.try(mutant) : NOT_HELD;
          results.push({ mutant, verdict });
          say(lineOf({ mutant, verdict }));
        }
      }),
    );
    return { baseline: ` ${held.size} suites hold without a defect.`, results };
  } finally {
    for (const lane of lanes) lane.close();
  }
}

const NOT_HELD: Verdict = { kind: 'untold', why: 'the test is not there, or fails without the defect' };

const isHeld = (held: ReadonlyMap<string, readonly string[]>, { caughtBy }: Mutant): boolean =>
  held.get(caughtBy.test)?.some((fullName) => fullName.includes(caughtBy.name)) ?? false;

const WORDS: Readonly<Record<Verdict['kind'], string>> = {
  caught: 'caught        ',
  survived: 'SURVIVED      ',
  doesNotApply: 'DOES NOT APPLY',
  untold: 'UNTOLD        ',
};

function lineOf({ mutant: { id, law, breaks, caughtBy }, verdict }: Result): string {
  const line = `${WORDS[verdict.kind]} ${law.padEnd(32)} ${id.padEnd(30)} ${breaks}`;
  if (verdict.kind === 'caught') return line;
  const where = `${caughtBy.test} › ${caughtBy.name}`;
  return `${line}\n                 ${where}${'why' in verdict ? `: ${verdict.why}` : ''}`;
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
