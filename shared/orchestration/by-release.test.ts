import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsFor, type SinceRelease } from './by-release';

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, '../..', file), 'utf8'));
const ALL: readonly [SinceRelease<string>, ...SinceRelease<string>[]] = [
  { since: '0.1.0', steps: 'first' },
  { since: '0.3.0', steps: 'third' },
  { since: '0.10.0', steps: 'tenth' },
];

test.each([
  ['none, from before versions', undefined, 'first'],
  ['an empty one, as the extension writes it', '', 'first'],
  ['the first release', '0.1.0', 'first'],
  ['a release that changed nothing', '0.2.4', 'first'],
  ['the release of a change', '0.3.0', 'third'],
  ['a number of two digits', '0.10.1', 'tenth'],
  ['a later release', '1.0.0', 'tenth'],
])('an instance whose version is %s goes on with the logic that it began with', (_what, version, steps) => {
  expect(stepsFor(version, ALL)).toBe(steps);
});

test('new instances get the version of this release', () => {
  const { version } = read('package.json') as { version: string };
  expect(read('host.json')).toMatchObject({
    extensions: {
      durableTask: {
        defaultVersion: version,
        versionMatchStrategy: 'CurrentOrOlder',
        versionFailureStrategy: 'Reject',
      },
    },
  });
});
