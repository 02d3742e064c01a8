import type { LocalResponse } from '../kit/http';
import { matches, Refused, type ControlKind, type DurableClient, type InstanceFilter } from './client';
import type { ManagementResponse } from './completion';
import { createEntityApi } from './entity-api';
import { instanceOf } from './entity-instance';
import { instantOf, pageOf } from './listing';
import { answer, inputOf, isJson, message, type ManagementRequest, type Operation } from './operation';
import { isEntityInstance, isFinal, isRuntimeStatus, parseEntityInstanceId } from './protocol';
import { restartInstance, restartWithOptions, startInstance, type Starts } from './start-api';
import { historyEvents, statusBody } from './status-view';
import type { Instance } from './state';

/** Answers a request whose path, below the webhook's base, is `path`. */
export type ManagementApi = (request: ManagementRequest, path: string) => Promise<ManagementResponse>;

/** A text alone, as JSON. */
const said = (status: number, text: string): LocalResponse => ({
  ...{ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(text) },
});

/**
 * The HTTP API of the Durable extension (HttpApiHandler), for the public webhook and for the SDK's client alike.
 * `baseUrl` is the public address of the webhook, `query` its hub and key; both go into the URLs of answers. Who starts an
 * orchestration without a version gets `defaultVersion`.
 */
export function createManagementApi(
  client: DurableClient,
  baseUrl: string,
  query: string,
  defaultVersion: string,
): ManagementApi {
  const entityApi = createEntityApi(client);
  const starts: Starts = { baseUrl, query, defaultVersion };

  /** As routes of Azure are, without regard to case. */
  function route(operation: Operation, resource: string): Promise<ManagementResponse> | ManagementResponse {
    if (resource === 'orchestrators') return startInstance(client, operation, starts);
    if (resource === 'entities') return entityApi(operation);
    if (resource === 'makeprimary' && operation.parts.length === 0) return message(400, NO_APP_LEASE);
    if (resource !== 'instances') return answer(404);
    return operation.parts.length === 0 ? manyInstances(client, operation) : oneInstance(client, operation, starts);
  }

  const ownHub = new URLSearchParams(query).get('taskHub') ?? '';

  return async function manage(request, path) {
    const wanted = otherHub(request.url.searchParams, ownHub);
    if (wanted !== undefined)
      return said(501, `The local host has the task hub '${ownHub}' alone, and not '${wanted}'.`);
    const [resource = '', ...parts] = path.replace(/\/+$/, '').split('/').map(decodeURIComponent);
    try {
      return await route({ request, parts, query: request.url.searchParams }, resource.toLowerCase());
    } catch (error) {
      if (error instanceof Refused) return refusal(error);
      if (error instanceof SyntaxError) return message(400, 'Invalid JSON content', error.message);
      throw error;
    }
  };
}

/** Whose name a request bears, if it is not this one's; of any case, as the parameter's is. */
function otherHub(query: URLSearchParams, own: string): string | undefined {
  const wanted = [...query].find(([name, value]) => name.toLowerCase() === 'taskhub' && value.trim() !== '')?.[1];
  return wanted?.toLowerCase() === own.toLowerCase() ? undefined : wanted;
}

const NO_APP_LEASE = 'Cannot make current app primary. This app is not using the AppLease feature.';
const WENT_WRONG = 'Something went wrong while processing your request';

function refusal(refused: Refused): LocalResponse {
  switch (refused.code) {
    case 'badArgument':
    case 'disabled':
      return message(400, refused.message);
    case 'alreadyExists':
      return message(409, refused.message);
    case 'notFound':
      return said(404, refused.message);
    case 'notFailed':
      return said(412, refused.message);
    case 'finished':
      return answer(410);
    case 'wrongState':
      return message(500, WENT_WRONG, refused.message);
    default:
      return refused.code satisfies never;
  }
}

async function manyInstances(client: DurableClient, operation: Operation): Promise<LocalResponse> {
  const { request, query } = operation;
  if (request.method === 'GET') return listInstances(client, operation);
  if (request.method !== 'DELETE') return answer(404);
  if (!query.has('createdTimeFrom')) return said(400, "Please provide value for 'createdTimeFrom' parameter.");
  const given = filterOf(query);
  // Azure Storage strikes out what is not final, and without a status takes whatever was created then, also what runs (PurgeInstanceHistoryAsync).
  const filter = { ...given, statuses: (given.statuses ?? []).filter(isFinal) };
  let instancesDeleted = 0;
  for (const { id } of listed(client, filter)) instancesDeleted += await client.purge(id);
  return instancesDeleted === 0 ? answer(404) : { status: 200, body: { instancesDeleted } };
}

/** Entities are among the instances. */
function listed(client: DurableClient, filter: InstanceFilter): readonly Instance[] {
  const entities = client.entities().map(instanceOf);
  return [...client.instances(filter), ...entities.filter((one) => matches(one, filter))];
}

function listInstances(client: DurableClient, operation: Operation): LocalResponse {
  const showsInput = !isOff(operation.query, 'showInput');
  return pageOf(operation, listed(client, filterOf(operation.query)), (instance) => statusBody(instance, showsInput));
}

const isOn = (query: URLSearchParams, name: string) => query.get(name)?.toLowerCase() === 'true';
const isOff = (query: URLSearchParams, name: string) => query.get(name)?.toLowerCase() === 'false';

function filterOf(query: URLSearchParams): InstanceFilter {
  const createdFrom = instantOf(query.get('createdTimeFrom'));
  const createdTo = instantOf(query.get('createdTimeTo'));
  return {
    ...(createdFrom !== undefined && { createdFrom }),
    ...(createdTo !== undefined && { createdTo }),
    statuses: query
      .getAll('runtimeStatus')
      .flatMap((list) => list.split(','))
      .filter(isRuntimeStatus),
    idPrefix: query.get('instanceIdPrefix') ?? '',
  };
}

function oneInstance(
  client: DurableClient,
  operation: Operation,
  starts: Starts,
): Promise<ManagementResponse> | ManagementResponse {
  const [id = '', verb] = operation.parts;
  const { method } = operation.request;
  if (verb === undefined && method === 'GET') return readInstance(client, operation, id);
  if (verb === undefined && method === 'DELETE') return purgeInstance(client, id);
  if (verb === undefined || method !== 'POST') return answer(404);
  if (verb.toLowerCase() === 'restart') return restartInstance(client, operation, id, starts);
  if (verb.toLowerCase() === 'restartwithoptions') return restartWithOptions(client, operation, id, starts);
  return actOnInstance(client, operation, id, verb.toLowerCase());
}

function readInstance(client: DurableClient, { request, query }: Operation, id: string): LocalResponse {
  const instance = client.instance(id) ?? entityInstance(client, id);
  if (!instance) return answer(404);
  const body = {
    ...statusBody(instance, !isOff(query, 'showInput')),
    ...(isOn(query, 'showHistory') && {
      historyEvents: historyEvents(client.history(id), {
        output: isOn(query, 'showHistoryOutput'),
        input: !isOff(query, 'showInput'),
      }),
    }),
  };
  if (!isFinal(instance.status))
    return { status: 202, headers: { location: request.url.href, 'retry-after': '5' }, body };
  const isError = instance.status === 'Failed' && isOn(query, 'returnInternalServerErrorOnFailure');
  return { status: isError ? 500 : 200, body };
}

function entityInstance(client: DurableClient, id: string): Instance | undefined {
  const entity = isEntityInstance(id) ? client.entity(parseEntityInstanceId(id)) : undefined;
  return entity && instanceOf(entity);
}

async function purgeInstance(client: DurableClient, id: string): Promise<LocalResponse> {
  const instance = client.instance(id);
  if (!instance && !isEntityInstance(id)) return answer(404);
  if (instance && !isFinal(instance.status)) {
    const state = `the orchestration with instance ID ${id} has status ${instance.status}`;
    return said(412, `Only orchestrations in a terminal state can be purged, but ${state}`);
  }
  return { status: 200, body: { instancesDeleted: await client.purge(id) } };
}

/** What there is no instance for, or only one that has finished, is told without a body and before the request is looked at. */
function refusedAtOnce(instance: Instance | undefined): LocalResponse | undefined {
  if (instance && !isFinal(instance.status)) return undefined;
  return answer(instance ? 410 : 404);
}

async function actOnInstance(client: DurableClient, operation: Operation, id: string, verb: string) {
  const { request, parts, query } = operation;
  switch (verb) {
    case 'raiseevent': {
      const name = parts[2];
      if (name === undefined) return answer(404);
      const refused = refusedAtOnce(client.instance(id));
      if (refused) return refused;
      if (!isJson(request)) return message(400, 'Only application/json request content is supported');
      await client.raiseEvent(id, name, inputOf(request));
      return answer(202);
    }
    case 'terminate':
    case 'suspend':
    case 'resume': {
      const refused = refusedAtOnce(client.instance(id));
      if (refused) return refused;
      await client.control(id, verb satisfies ControlKind, query.get('reason'));
      return answer(202);
    }
    case 'rewind':
      await client.rewind(id, query.get('reason'));
      return answer(202);
    default:
      return answer(404);
  }
}
