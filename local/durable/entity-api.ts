import type { LocalResponse } from '../kit/http';
import type { DurableClient } from './client';
import { instantOf, pageOf } from './listing';
import { answer, inputOf, isJson, message, type Operation } from './operation';
import { parseEntityInstanceId } from './protocol';
import { toValue } from './status-view';

/** `entities`, `entities/{name}` and `entities/{name}/{key}` of the management API. */
export function createEntityApi(client: DurableClient) {
  return async function handle(operation: Operation): Promise<LocalResponse> {
    const [name, key] = operation.parts;
    const { method } = operation.request;
    if (method === 'GET' && (name === undefined || key === undefined)) return list(client, name, operation);
    if (name === undefined) return answer(404);
    // `$` stands for the empty key.
    const id = { name, key: key === undefined || key === '$' ? '' : key };
    if (method === 'GET') return read(client, id);
    if (method !== 'POST' && method !== 'DELETE') return answer(404);
    const verb = method === 'DELETE' ? 'delete' : (operation.query.get('op') ?? '');
    try {
      await client.signal(id, verb, signalInput(operation));
    } catch (error) {
      if (error instanceof SyntaxError) return message(400, `Could not parse JSON content: ${error.message}`);
      throw error;
    }
    return answer(202);
  };
}

function read(client: DurableClient, id: { name: string; key: string }): LocalResponse {
  const entity = client.entity(id);
  if (!entity?.exists) return answer(404);
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: entity.state ?? 'null' };
}

function list(client: DurableClient, name: string | undefined, operation: Operation): LocalResponse {
  const { query } = operation;
  const withState = query.get('fetchState')?.toLowerCase() === 'true';
  const from = instantOf(query.get('lastOperationTimeFrom')) ?? Number.NEGATIVE_INFINITY;
  const to = instantOf(query.get('lastOperationTimeTo')) ?? Number.POSITIVE_INFINITY;
  const found = client
    .entities()
    .filter(({ exists, updatedAt }) => exists && updatedAt >= from && updatedAt <= to)
    .filter(({ id }) => name === undefined || parseEntityInstanceId(id).name === name.toLowerCase());
  return pageOf(operation, found, (entity) => ({
    entityId: parseEntityInstanceId(entity.id),
    lastOperationTime: new Date(entity.updatedAt).toISOString(),
    ...(withState && { state: toValue(entity.state) }),
  }));
}

/** A body that does not call itself JSON is passed on as text. */
function signalInput({ request }: Operation): string | null {
  if (request.body.length === 0) return null;
  return isJson(request) ? inputOf(request) : JSON.stringify(request.body.toString('utf8'));
}
