import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { apply, type Mutant } from './mutant';

/** What became of a mutant. Only `caught` is good: the rest says that a law is not watched, or that the table is not true. */
export type Verdict =
  | { readonly kind: 'caught' }
  | { readonly kind: 'survived' }
  | { readonly kind: 'doesNotApply'; readonly why: string }
  /** The named test is not there, or fails without the defect, or the defect keeps the suite from starting. */
  | { readonly kind: 'untold'; readonly why: string };

/** A copy of the project in which defects may be seeded. */
export interface Workshop {
  /** The full names of tests of the files that hold, as they stand. */
  held(tests: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  try(mutant: Mutant): Promise<Verdict>;
  close(): void;
}

/** A defect shows in few of them. */
const SCHEDULES_OF_A_MUTANT = '1000';

/** Wherever they stand: the desk's libraries alone are tens of thousands of files. */
const LEFT_OUT = ['node_modules', 'dist', '.git', '.local', 'coverage'];
/** The project's own way of running unit tests, wherever they stand. */
const CONFIG = `const [{ testMatch, displayName, ...unit }] = require('./jest.config.js').projects;
module.exports = { ...unit, rootDir: __dirname, testMatch: ['**/*.test.ts'], testTimeout: 120_000 };
`;

export function openWorkshop(root: string): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-mutants-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) =>
      !relative(root, path)
        .split(sep)
        .some((part) => LEFT_OUT.includes(part)),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'mutants.config.js'), CONFIG);
  return {
    async held(tests) {
      const { testResults } = await runTests(folder, tests, null);
      const suites = testResults.map(({ name, assertionResults }) => {
        const names = assertionResults.flatMap((one) => (one.status === 'passed' ? [one.fullName] : []));
        return [relative(folder, name).replaceAll('\\', '/'), names] as const;
      });
      return new Map(suites);
    },
    try: (mutant) => tryMutant(folder, mutant),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function tryMutant(folder: string, mutant: Mutant): Promise<Verdict> {
  const file = join(folder, mutant.file);
  const whole = readFileSync(file, 'utf8');
  const applied = apply(mutant, whole);
  if (applied.kind === 'absent') return { kind: 'doesNotApply', why: `${mutant.file} no longer says what it replaces` };
  if (applied.kind === 'ambiguous')
    return { kind: 'doesNotApply', why: `${mutant.file} says ${applied.times} times what it replaces` };
  try {
    writeFileSync(file, applied.source);
    return verdictOf(await runTests(folder, [mutant.caughtBy.test], mutant.caughtBy.name));
  } finally {
    writeFileSync(file, whole);
  }
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function verdictOf({ testResults }: Report): Verdict {
  const told = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (told.some(({ status }) => status === 'failed')) return { kind: 'caught' };
  if (told.some(({ status }) => status === 'passed')) return { kind: 'survived' };
  return { kind: 'untold', why: testResults[0]?.message.split('\n').slice(0, 3).join(' ') ?? 'no test ran' };
}

/** A process of its own for each: no module, cache or mock of one mutant is there for the next. */
async function runTests(folder: string, tests: readonly string[], name: string | null): Promise<Report> {
  const jest = join(folder, 'node_modules/jest/bin/jest.js');
  const outputFile = join(folder, `report-${process.hrtime.bigint()}.json`);
  const filter = name === null ? [] : ['--testNamePattern', name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')];
  // A test that a defect stops halfway may leave a server open.
  const args = ['--config', 'mutants.config.js', '--forceExit', '--json', '--outputFile', outputFile, ...filter];
  const runner = name === null ? [] : ['--runInBand'];
  await new Promise<void>((resolve) => {
    execFile(
      process.execPath,
      [jest, ...args, ...runner, '--runTestsByPath', ...tests],
      { cwd: folder, env: { ...process.env, SCHEDULES: SCHEDULES_OF_A_MUTANT } },
      () => resolve(),
    );
  });
  return JSON.parse(readFileSync(outputFile, 'utf8')) as Report;
}
