import { join } from 'node:path';

const { suitesOf } = jest.requireActual<{ suitesOf: (group: string) => readonly string[] }>('../together.cjs');

/** Tells the suites of a group (`tests/together.cjs`) in one sandbox, each under its path. */
export function tell(group: string): void {
  for (const file of suitesOf(group)) describe(file, () => void jest.requireActual(join(__dirname, '../..', file)));
}
