import { ConsistencyLevel, CosmosClient, type CosmosClientOptions, type Database } from '@azure/cosmos';

/**
 * The database of a stamp. Without the level the client never sends its session's token, whatever the account's own level is, and
 * what it just wrote it may not read.
 */
export const openDatabase = (options: Omit<CosmosClientOptions, 'consistencyLevel'>, name: string): Database =>
  new CosmosClient({ ...options, consistencyLevel: ConsistencyLevel.Session }).database(name);
