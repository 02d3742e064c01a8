import { randomUUID } from 'node:crypto';
import { CosmosClient } from '@azure/cosmos';
import { createContainers, startLocalAccount, type LocalAccount } from './local-account';

/** What a real account can be asked for too. */
export type AnyAccount = Pick<LocalAccount, 'client' | 'container' | 'close'>;

const { COSMOS_ACCOUNT_ENDPOINT: endpoint = '', COSMOS_ACCOUNT_KEY: key = '' } = process.env;

/** Where the environment names an account by endpoint and key the suites are tried on that one. */
export const isReal = endpoint !== '' && key !== '';

/** For what local Azure refuses, and an account of Azure does. */
export const testOfTheEmulator = isReal ? test.skip : test;

export const openAccount = async (): Promise<AnyAccount> =>
  isReal ? openRealAccount(`tests-${randomUUID()}`) : startLocalAccount();

/** What the suites make is in one database, which goes with them. */
function openRealAccount(databaseId: string): AnyAccount {
  const client = new CosmosClient({ endpoint, key });
  return {
    client,
    container: createContainers(client, databaseId),
    async close() {
      // A suite that made no container made no database either.
      await client.databases.createIfNotExists({ id: databaseId });
      await client.database(databaseId).delete();
      client.dispose();
    },
  };
}
