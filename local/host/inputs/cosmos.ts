import type { Container, SqlQuerySpec } from '@azure/cosmos';
import { cosmosClientOf, DEFAULT_COSMOS_CONNECTION } from '../cosmos-service';
import { needed, setting } from '../outputs/connections';
import { fillIn, valueOf, type BindingData } from '../outputs/expressions';
import { json, nothing } from '../worker/typed-data';
import type { Binding } from '../worker/types';
import type { Input } from './input';

/** The document of an id, nothing where there is none; else what a query finds, or all documents. */
export function cosmosInput(binding: Binding): Input {
  const client = cosmosClientOf(setting(binding, 'connection') ?? DEFAULT_COSMOS_CONNECTION);
  const databaseName = needed(binding, 'databaseName');
  const containerName = needed(binding, 'containerName');
  const [id, partitionKey] = [setting(binding, 'id'), setting(binding, 'partitionKey')];
  const sqlQuery = setting(binding, 'sqlQuery');
  return async (given) => {
    const data = given();
    const container = client.database(fillIn(databaseName, data)).container(fillIn(containerName, data));
    const key = partitionKey === undefined ? undefined : fillIn(partitionKey, data);
    if (id !== undefined) return documentOf(container, fillIn(id, data), key);
    const query = sqlQuery === undefined ? 'SELECT * FROM c' : queryOf(sqlQuery, data);
    const found = container.items.query<unknown>(query, key === undefined ? {} : { partitionKey: key });
    return json((await found.fetchAll()).resources);
  };
}

async function documentOf(container: Container, id: string, partitionKey: string | undefined) {
  const { resource } = await container.item(id, partitionKey).read<object>();
  return resource === undefined ? nothing : json(resource);
}

/** What is in braces becomes a parameter, so that no value of a request is read as SQL (CosmosDBSqlResolutionPolicy). */
function queryOf(sqlQuery: string, data: BindingData): SqlQuerySpec {
  const parameters: { name: string; value: string }[] = [];
  const query = sqlQuery.replace(/\{([^{}]+)\}/gu, (_, expression: string) => {
    const name = `@${expression.replaceAll('.', '_')}`;
    if (!parameters.some((one) => one.name === name)) parameters.push({ name, value: valueOf(expression, data) });
    return name;
  });
  return { query, parameters };
}
