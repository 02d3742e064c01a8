import { ErrorResponse, type ItemDefinition } from '@azure/cosmos';
import { cosmosClientOf, DEFAULT_COSMOS_CONNECTION } from '../cosmos-service';
import type { Binding } from '../worker/types';
import { needed, setting } from './connections';
import { fillIn } from './expressions';
import type { Output } from './output';
import { itemsOf } from './values';

/** Writes documents over what is there of the same id; the container is made where the binding says so. */
export function cosmosOutput(binding: Binding): Output {
  const client = cosmosClientOf(setting(binding, 'connection') ?? DEFAULT_COSMOS_CONNECTION);
  const databaseName = needed(binding, 'databaseName');
  const containerName = needed(binding, 'containerName');
  const partitionKey = setting(binding, 'partitionKey');
  return async (given, data) => {
    const databaseId = fillIn(databaseName, data);
    const id = fillIn(containerName, data);
    const container = client.database(databaseId).container(id);
    const write = async () => {
      for (const item of itemsOf(given)) await container.items.upsert(documentOf(item));
    };
    try {
      await write();
    } catch (error) {
      const isMissing = error instanceof ErrorResponse && error.code === NOT_FOUND;
      if (!isMissing || binding['createIfNotExists'] !== true) throw error;
      const { database } = await client.databases.createIfNotExists({ id: databaseId });
      await database.containers.createIfNotExists({ id, ...(partitionKey !== undefined && { partitionKey }) });
      await write();
    }
  };
}

const NOT_FOUND = 404;

function documentOf(item: unknown): ItemDefinition {
  if (typeof item === 'object' && item !== null && !Array.isArray(item) && !Buffer.isBuffer(item)) return item;
  throw new Error('What is given to a Cosmos DB output is a document, as an object or as its JSON.');
}
