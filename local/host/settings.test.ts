import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostJson } from './settings';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function durable(durableTask: object) {
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ version: '2.0', extensions: { durableTask } }));
  return readHostJson(folder);
}

test('durable functions have the defaults of the extension', () => {
  expect(durable({})).toMatchObject({
    taskHub: 'TestHubName',
    versioning: { version: '', match: 'currentOrOlder', onMismatch: 'reject' },
    replacesRunning: false,
  });
});

test('host.json says which versions a host runs, and what becomes of the others', () => {
  const strict = { defaultVersion: '2.0', versionMatchStrategy: 'Strict', versionFailureStrategy: 'Fail' };
  expect(durable(strict).versioning).toEqual({ version: '2.0', match: 'strict', onMismatch: 'fail' });
  expect(durable({ versionMatchStrategy: 'None' }).versioning.match).toBe('none');
});

test('host.json says whether an id may be taken from an instance that is under way', () => {
  expect(durable({ overridableExistingInstanceStates: 'AnyState' }).replacesRunning).toBe(true);
  expect(durable({ overridableExistingInstanceStates: 'NonRunningStates' }).replacesRunning).toBe(false);
  expect(() => durable({ overridableExistingInstanceStates: 'Some' })).toThrow("can not be 'Some'");
});
