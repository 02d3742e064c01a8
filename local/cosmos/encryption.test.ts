import { randomBytes } from 'node:crypto';
import {
  EncryptionAlgorithm,
  EncryptionKeyResolverName,
  EncryptionType,
  KeyEncryptionAlgorithm,
  type CosmosClient,
  type Database,
  type ErrorResponse,
} from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

/** In place of a vault: a key is wrapped by being turned round. */
const turned = async (_id: string, _algorithm: string, key: Uint8Array): Promise<Uint8Array> =>
  Uint8Array.from(key).reverse();
const KEPT_IN = { type: EncryptionKeyResolverName.AzureKeyVault, name: 'vault', value: 'https://vault/keys/one' };
const WRAPPED_BY = { ...KEPT_IN, algorithm: KeyEncryptionAlgorithm.RSA_OAEP };
const ALGORITHM = EncryptionAlgorithm.AEAD_AES_256_CBC_HMAC_SHA256;

let account: LocalAccount;
let client: CosmosClient;
let database: Database;
beforeAll(async () => {
  account = await startLocalAccount();
  const keyEncryptionKeyResolver = {
    encryptionKeyResolverName: EncryptionKeyResolverName.AzureKeyVault,
    wrapKey: turned,
    unwrapKey: turned,
  };
  client = account.connect({ clientEncryptionOptions: { keyEncryptionKeyResolver } });
  ({ database } = await client.databases.create({ id: 'secret' }));
  await database.createClientEncryptionKey('key', ALGORITHM, WRAPPED_BY);
}, START_PATIENCE_MS);
afterAll(() => account.close());

const refusal = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

const path = {
  path: '/secret',
  clientEncryptionKeyId: 'key',
  encryptionType: EncryptionType.DETERMINISTIC,
  encryptionAlgorithm: ALGORITHM,
};
const definition = (id: string) => ({
  id,
  partitionKey: { paths: ['/pk'] },
  clientEncryptionPolicy: { includedPaths: [path], policyFormatVersion: 2 },
});

test('what a client encrypts is stored encrypted, and read again by whoever has the key', async () => {
  const { container } = await database.containers.create(definition('things'));
  const text = randomBytes(8).toString('hex');
  await container.items.create({ id: 'one', pk: 'p', secret: text, open: text });
  expect((await container.item('one', 'p').read()).resource).toMatchObject({ secret: text, open: text });
  const plain = account.client.database('secret').container('things').item('one', 'p');
  const { resource } = await plain.read<{ readonly secret: string }>();
  expect(resource).toMatchObject({ open: text });
  expect(resource?.secret).not.toContain(text);
  expect((await container.read()).resource?.clientEncryptionPolicy?.includedPaths).toEqual([path]);
});

test('keys are read and wrapped anew, one of a name in a database', async () => {
  expect(await refusal(database.createClientEncryptionKey('key', ALGORITHM, WRAPPED_BY))).toBe(409);
  const key = await database.readClientEncryptionKey('key');
  expect(key.resource).toMatchObject({ id: 'key', encryptionAlgorithm: ALGORITHM, keyWrapMetadata: WRAPPED_BY });
  const elsewhere = { ...WRAPPED_BY, value: 'https://vault/keys/two' };
  await database.rewrapClientEncryptionKey('key', elsewhere);
  const { resource } = await database.readClientEncryptionKey('key');
  expect(resource).toMatchObject({ keyWrapMetadata: elsewhere });
  expect(resource?._etag).not.toBe(key.resource?._etag);
});

test('a client that knows another container of that name is told so', async () => {
  const { container } = await database.containers.create(definition('again'));
  await container.items.create({ id: 'one', pk: 'p', secret: 's' });
  await account.client.database('secret').container('again').delete();
  await account.client.database('secret').containers.create(definition('again'));
  const initialHeaders = { 'x-ms-cosmos-intended-collection-rid': 'another' };
  const stale = account.client
    .database('secret')
    .container('again')
    .items.create({ id: 'x', pk: 'p' }, { initialHeaders });
  await expect(stale).rejects.toMatchObject({ code: 400, substatus: 1024 });
  const two = { id: 'two', pk: 'p', secret: 's' };
  // Then it learns of the new one.
  await expect(container.items.create(two)).rejects.toThrow('Retrying may fix the issue');
  expect((await container.items.create(two)).statusCode).toBe(201);
});

test('a policy says for each path its key and how', async () => {
  const { clientEncryptionKeyId: _, ...partial } = path;
  const clientEncryptionPolicy = { includedPaths: [partial] } as never;
  const plain = account.client.database('secret');
  expect(await refusal(plain.containers.create({ ...definition('bad'), clientEncryptionPolicy }))).toBe(400);
});
