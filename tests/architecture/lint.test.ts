import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

interface Finding {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
}

/** A tree of its own, so that a seeded violation never stands in the real one. All seeds share one run. */
function lintSeeds(files: Record<string, string>): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    for (const path of ['.oxlintrc.json', 'tsconfig.json', 'lint'])
      cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const program = [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--type-check', '--format', 'json'];
    const { stdout } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
    return (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `  void ${index};`).join('\n');

/** Each name is what is wrong; `finding` is the rule that must say so, with the words it must use where they are ours. */
const SEEDS: Record<string, { path: string; text: string; finding: string }> = {
  'the core waits': {
    path: 'shared/core/waits.ts',
    text: 'export const wait = async (): Promise<void> => {};\n',
    finding: 'core(pure): shared/core is synchronous.',
  },
  'the core awaits': {
    path: 'shared/core/awaits.ts',
    text: 'export async function wait(it: Promise<void>): Promise<void> {\n  await it;\n}\n',
    finding: 'core(pure): shared/core is synchronous.',
  },
  'the core throws': {
    path: 'shared/core/throws.ts',
    text: "export function fail(): never {\n  throw new Error('no');\n}\n",
    finding: 'core(pure): shared/core returns errors as values.',
  },
  'the core has a class': {
    path: 'shared/core/class.ts',
    text: 'export class Queue {\n  readonly name = 1;\n}\n',
    finding: 'core(pure): shared/core has data and functions only.',
  },
  'the core reads the clock': {
    path: 'shared/core/clock.ts',
    text: 'export const now = (): number => Date.now();\n',
    finding: 'core(pure): Time enters shared/core as an argument.',
  },
  'the core makes the date of now': {
    path: 'shared/core/date.ts',
    text: 'export const now = (): Date => new Date();\n',
    finding: 'core(pure): Time enters shared/core as an argument.',
  },
  'the core throws dice': {
    path: 'shared/core/dice.ts',
    text: 'export const dice = (): number => Math.random();\n',
    finding: 'core(pure): Randomness enters as an argument.',
  },
  'the core sets a timer': {
    path: 'shared/core/timer.ts',
    text: 'export const later = (act: () => void): unknown => setTimeout(act, 1);\n',
    finding: 'eslint(no-restricted-globals)',
  },
  'a function is too long': {
    path: 'functions/long.ts',
    text: `export function long(): void {\n${lines(51)}\n}\n`,
    finding: 'eslint(max-lines-per-function)',
  },
  'a function of the core is too long': {
    path: 'shared/core/long.ts',
    text: `export function long(): void {\n${lines(41)}\n}\n`,
    finding: 'eslint(max-lines-per-function)',
  },
  'a file is too long': {
    path: 'functions/file.ts',
    text: Array.from({ length: 301 }, (_, index) => `export const n${index} = ${index};`).join('\n'),
    finding: 'eslint(max-lines)',
  },
  'a promise is left alone': {
    path: 'functions/promise.ts',
    text: 'export const start = (work: () => Promise<void>): void => {\n  work();\n};\n',
    finding: 'typescript(no-floating-promises)',
  },
  'any is named': {
    path: 'functions/any.ts',
    text: 'export const open = (it: any): boolean => it === 1;\n',
    finding: 'typescript(no-explicit-any)',
  },
  'a switch forgets a case': {
    path: 'functions/switch.ts',
    text: "export function of(it: 'a' | 'b'): void {\n  switch (it) {\n    case 'a':\n      break;\n  }\n}\n",
    finding: 'typescript(switch-exhaustiveness-check)',
  },
  'types do not fit': {
    path: 'functions/types.ts',
    text: "export const count: number = 'one';\n",
    finding: 'typescript(TS2322)',
  },
  'undefined is given for what may only be absent': {
    path: 'functions/absent.ts',
    text: 'export const it: { name?: string } = { name: undefined };\n',
    finding: 'typescript(TS2375)',
  },
  'a local name has no use': {
    path: 'functions/unused.ts',
    text: 'export function of(): number {\n  const other = 1;\n  return 2;\n}\n',
    finding: 'typescript(TS6133)',
  },
  'a program prints': {
    path: 'functions/prints.ts',
    text: "export const say = (): void => console.log('hello');\n",
    finding: 'eslint(no-console)',
  },
};

const seeded = lintSeeds({
  ...Object.fromEntries(Object.values(SEEDS).map(({ path, text }) => [path, text])),
  'shared/core/clean.ts': 'export const twice = (of: number): number => of * 2;\n',
});
const found = (path: string): string[] =>
  seeded.filter(({ filename }) => filename === path).map(({ code, message }) => `${code}: ${message}`);

test.each(Object.entries(SEEDS))('refused: %s', (_, { path, finding }) => {
  expect(found(path)).toContainEqual(expect.stringContaining(finding));
});

test('what is clean is let through', () => {
  expect(found('shared/core/clean.ts')).toEqual([]);
});
