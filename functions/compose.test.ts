import { InvocationContext } from '@azure/functions';
import { tenantIdOf } from '../shared/core/lib/ids';
import { appOf } from './compose';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
// An invocation brings the client; nothing here asks it.
jest.mock('durable-functions', () => ({ ...jest.requireActual<object>('durable-functions'), getClient: () => ({}) }));

const REFERENCE = '@Microsoft.KeyVault(VaultName=kv-stamp;SecretName=some-key)';
const ENVIRONMENT = {
  COSMOS_ENDPOINT: 'https://cosmos.test',
  BLOB_ENDPOINT: 'https://blobs.test',
  COMMUNICATION_ENDPOINT: 'https://acs.test',
  COMMUNICATION_CALLBACK_AUDIENCE: 'acs-resource',
  EVENTGRID_TOPIC_ENDPOINT: 'https://topic.test/api/events',
  BOT_APP_ID: 'bot',
  BOT_TENANT_ID: 'home',
  API_AUDIENCE: 'api',
  PUBLIC_URL: 'https://app.test',
  TELESIGN_CUSTOMER_ID: 'customer',
  TELESIGN_API_KEY: REFERENCE,
  LOOK_UP_HOSTS: 'crm.test',
  LOOK_UP_SIGNING_KEY: REFERENCE,
};

const text = {
  ...{ key: 'k', ourAddress: '+14255550101', customerAddress: '+14255550188', externalRef: '', authorName: 'A' },
  ...{ text: 'A word that nobody may read in a log', html: null, attachments: [], replyTo: null, automatic: false },
};
const lookUp = {
  ...{
    id: 'orders',
    url: 'https://crm.test/orders',
    asks: new Set<string>(),
    takesDigits: false,
    timeoutMs: 50,
    cacheForMs: 0,
  },
  result: new Map<string, readonly string[]>(),
};

test('the app starts when the vault does not give the secrets of channels, and only what needs them fails', async () => {
  const lines: string[] = [];
  jest.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  jest.replaceProperty(process, 'env', ENVIRONMENT);
  const app = appOf(new InvocationContext());
  const said = lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as object);
  expect(said).toEqual([
    { what: 'texts by telesign', setting: 'TELESIGN_API_KEY', secret: 'unreadable' },
    { what: 'look-ups', setting: 'LOOK_UP_SIGNING_KEY', secret: 'unreadable' },
  ]);
  expect(await app.deps.sms.telesign.send(text)).toEqual({ kind: 'failed', code: 'rejected', retryable: false });
  const webhook = { header: () => undefined, body: '{}' };
  expect(app.smsCarriers.get('telesign')?.readWebhook(webhook)).toEqual({ kind: 'refused', why: 'unusable' });
  expect(await app.deps.lookUps.ask(tenantIdOf('t'), lookUp, {})).toEqual({ kind: 'failed', why: 'noKey' });
  expect(lines.join()).not.toMatch(/KeyVault|nobody may read/);
});
