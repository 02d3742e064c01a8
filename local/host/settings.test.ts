import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostJson } from './settings';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function host(json: object, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ version: '2.0', ...json }));
  const before = process.env;
  process.env = { ...before, ...environment };
  try {
    return readHostJson(folder);
  } finally {
    process.env = before;
  }
}

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

test('a setting of the app stands in for the name of the task hub', () => {
  const json = { extensions: { durableTask: { hubName: '%HUB%' } } };
  expect(host(json, { HUB: 'contoso' }).taskHub).toBe('contoso');
  expect(() => host(json)).toThrow("'HUB' is not set");
});

test('what the environment says stands in for host.json, whatever the case of its names', () => {
  const json = { extensions: { durableTask: { hubName: 'own' }, queues: { batchSize: 4 } } };
  const found = host(json, {
    AzureFunctionsJobHost__extensions__DurableTask__HubName: 'other',
    AzureFunctionsJobHost__extensions__queues__batchSize: '8',
    AzureFunctionsJobHost__functionTimeout: '00:00:07',
  });
  expect(found).toMatchObject({ taskHub: 'other', queues: { batchSize: 8 }, functionTimeoutMs: 7000 });
});

test('what changes nothing here and would in Azure is named', () => {
  const durableTask = { hubName: 'h', notifications: { eventGrid: {} }, storeInputsInOrchestrationHistory: true };
  const { missed } = host({ logging: {}, extensions: { durableTask, http: {}, serviceBus: {} }, functions: ['one'] });
  expect(missed).toEqual([
    'extensions.durableTask.notifications',
    'extensions.durableTask.storeInputsInOrchestrationHistory',
    'extensions.serviceBus',
    'functions',
  ]);
});
