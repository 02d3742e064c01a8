import { join } from 'node:path';

const { suitesOf, sharedBy } =
  jest.requireActual<Record<'suitesOf' | 'sharedBy', (group: string) => readonly string[]>>('../together.cjs');
const load = (file: string): void => void jest.requireActual(join(__dirname, '../..', file));

/** Tells the suites of a group (`tests/together.cjs`) in one sandbox, each under its path. */
export function tell(group: string): void {
  for (const file of sharedBy(group)) load(file);
  for (const file of suitesOf(group)) describe(file, () => load(file));
}
