import { CosmosClient } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';

/** Settings `<connection>__accountEndpoint` (with the app's identity, or `<connection>__key`), or a connection string. */
export function cosmosClientOf(connection: string): CosmosClient {
  const endpoint = process.env[`${connection}__accountEndpoint`];
  const key = process.env[`${connection}__key`];
  if (endpoint === undefined) {
    const connectionString = process.env[connection];
    if (connectionString === undefined) throw new Error(`The app setting '${connection}__accountEndpoint' is not set.`);
    return new CosmosClient(connectionString);
  }
  if (key !== undefined) return new CosmosClient({ endpoint, key });
  return new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
}

/** What a binding says that names no connection. */
export const DEFAULT_COSMOS_CONNECTION = 'CosmosDB';
