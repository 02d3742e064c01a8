import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMISE_NAMES } from '../../demo/promises/promises';
import { NOT_BUILT } from './invariants';
import { apply } from './mutant';
import { chosen, MUTANTS } from './table';

const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');

test.each(MUTANTS.map((mutant) => [mutant.id, mutant] as const))('%s still stands in the code, once', (_id, mutant) => {
  const applied = apply(mutant, read(mutant.file));
  expect(applied.kind).toBe('applied');
  if (applied.kind === 'applied') expect(applied.source).not.toBe(read(mutant.file));
  expect(testsIn(mutant.caughtBy.test)).toContain(nameIn(mutant.caughtBy.name));
});

/** Names that are made of a row of a table stand there as the row's first word. */
const nameIn = (name: string): string => (name.endsWith(': ') ? `['${name.slice(0, -2)}', ` : name);

/** A test file with the suites of a contract that it runs: names stand in either. */
function testsIn(file: string): string {
  const text = read(file);
  const suites = [...text.matchAll(/'(\.\/[\w-]+\.testsuite)'/g)].map(([, path]) =>
    join(file, '..', `${path ?? ''}.ts`),
  );
  return [text, ...suites.map(read)].join('\n');
}

test('ids are unique, and --only takes an id, a law or a kind of law', () => {
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
  expect(chosen('I3').map(({ law }) => law)).toEqual(['I3', 'I3', 'I3']);
  expect(chosen('overtaking,dead-end')).toHaveLength(2);
  expect(chosen('promise').every(({ law }) => law.startsWith('promise:'))).toBe(true);
  expect(chosen('nothing')).toEqual([]);
});

test('every invariant of the design and every promise of the demo has a mutant, or a reason why not', () => {
  const broken = new Set(MUTANTS.map(({ law }) => law));
  const laws = [
    ...Array.from({ length: 15 }, (_, n) => `I${n + 1}`),
    ...PROMISE_NAMES.map((name) => `promise:${name}`),
  ];
  expect(laws.filter((law) => !broken.has(law) && NOT_BUILT[law] === undefined)).toEqual([]);
  expect(Object.keys(NOT_BUILT).filter((law) => broken.has(law))).toEqual([]);
});
