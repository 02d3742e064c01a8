import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema } from '../shared/contracts/settings';
import { readSettings, SettingsError } from './settings';

const needed = {
  COSMOS_ENDPOINT: 'https://cosmos.test/',
  BLOB_ENDPOINT: 'https://blobs.test',
  COMMUNICATION_ENDPOINT: 'https://acs.test',
  COMMUNICATION_CALLBACK_AUDIENCE: 'one, two',
  EVENTGRID_TOPIC_ENDPOINT: 'https://topic.test/api/events',
  BOT_APP_ID: 'bot',
  BOT_TENANT_ID: 'home',
  API_AUDIENCE: 'api',
  PUBLIC_URL: 'https://app.test/',
};

test('what is left out is the public cloud', () => {
  expect(readSettings(needed)).toMatchObject({
    COSMOS_ENDPOINT: 'https://cosmos.test',
    COSMOS_DATABASE: 'switchboard',
    COMMUNICATION_CALLBACK_AUDIENCE: ['one', 'two'],
    COMMUNICATION_CALLBACK_ISSUER: 'https://acscallautomation.communication.azure.com',
    GRAPH_ENDPOINT: 'https://graph.microsoft.com/v1.0',
    BOT_SERVICE_URL: 'https://smba.trafficmanager.net/teams',
    ENTRA_AUTHORITY: 'https://login.microsoftonline.com',
    PUBLIC_URL: 'https://app.test',
  });
});

test('every setting that is missing, empty or wrong is named, and no value is', () => {
  const environment = { ...needed, BOT_APP_ID: '', PUBLIC_URL: 'sesame', API_AUDIENCE: undefined };
  expect(() => readSettings(environment)).toThrow(SettingsError);
  try {
    readSettings(environment);
  } catch (error) {
    expect((error as SettingsError).names).toEqual(['BOT_APP_ID', 'API_AUDIENCE', 'PUBLIC_URL']);
    expect((error as SettingsError).message).not.toContain('sesame');
  }
});

test('the sample names every setting that is needed, and none that is unknown', () => {
  const sample = JSON.parse(readFileSync(join(__dirname, '../local.settings.sample.json'), 'utf8')) as {
    Values: Record<string, string>;
  };
  const platform = ['FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage', 'COSMOS__accountEndpoint'];
  const names = Object.keys(sample.Values).filter((name) => !platform.includes(name));
  expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(names));
  expect(names).toEqual(expect.arrayContaining(Object.keys(needed)));
});

test.each([
  ['absent', undefined, { kind: 'absent' }],
  ['empty', '', { kind: 'absent' }],
  [
    'a reference that the platform could not follow',
    '@Microsoft.KeyVault(VaultName=v;SecretName=s)',
    { kind: 'unreadable' },
  ],
  ['no key', 'not base64!', { kind: 'unreadable' }],
  ['a key', 'a2V5', { kind: 'readable', value: 'a2V5' }],
])('a secret of one channel that is %s stops nothing', (_name, secret, expected) => {
  expect(readSettings({ ...needed, TELESIGN_API_KEY: secret }).TELESIGN_API_KEY).toEqual(expected);
});

test('a reference is never taken for the key itself', () => {
  const LOOK_UP_SIGNING_KEY = `@Microsoft.KeyVault(VaultName=${'v'.repeat(40)};SecretName=s)`;
  expect(readSettings({ ...needed, LOOK_UP_SIGNING_KEY }).LOOK_UP_SIGNING_KEY).toEqual({ kind: 'unreadable' });
});
