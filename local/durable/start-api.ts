import { Refused, type DurableClient } from './client';
import { impossibleWait, waitOf, type ManagementResponse } from './completion';
import { answer, inputOf, message, type Operation } from './operation';
import { managementUrls } from './urls';

/** What answers to a start need: public address of the webhook, hub and key as a query, and the version where nobody says one. */
export interface Starts {
  readonly baseUrl: string;
  readonly query: string;
  readonly defaultVersion: string;
}

/** `orchestrators/{name}/{id?}`. */
export async function startInstance(
  client: DurableClient,
  { request, parts, query }: Operation,
  starts: Starts,
): Promise<ManagementResponse> {
  const [name, id] = parts;
  if (request.method !== 'POST' || name === undefined || parts.length > 2) return answer(404);
  const version = query.get('version') ?? starts.defaultVersion;
  const started = startedAnswer(await client.start(name, id, inputOf(request), version), query, starts);
  const impossible = started.wait && impossibleWait(started.wait);
  return impossible === undefined ? started : message(400, impossible);
}

function startedAnswer(id: string, asked: URLSearchParams, { baseUrl, query }: Starts): ManagementResponse {
  // What a client makes of its binding has an address for rewinding; this answer has none.
  const { rewindPostUri: _, ...urls } = managementUrls(baseUrl, id, query);
  const headers = { location: urls.statusQueryGetUri, 'retry-after': '10' };
  const wait = waitOf(asked, id);
  return { status: 202, headers, body: { id, ...urls }, ...(wait && { wait }) };
}

/** `instances/{id}/restart`, under a new id unless the query says otherwise. */
export function restartInstance(client: DurableClient, { query }: Operation, id: string, starts: Starts) {
  const isOwn = query.get('restartWithNewInstanceId')?.toLowerCase() === 'false';
  return restarted(client, { id, newId: isOwn ? id : undefined, version: starts.defaultVersion }, query, starts);
}

/** `instances/{id}/restartWithOptions`: under the id, and of the version, that the query says. */
export async function restartWithOptions(client: DurableClient, { query }: Operation, id: string, starts: Starts) {
  const newId = query.get('newInstanceId')?.trim() ?? '';
  if (newId === '') return message(400, 'A new orchestration instance ID must be provided.');
  const refused = whatIsWrongWith(newId);
  if (refused !== undefined) return message(400, refused, refused);
  return restarted(client, { id, newId, version: query.get('version') ?? starts.defaultVersion }, query, starts);
}

const LONGEST_ID = 256;

function whatIsWrongWith(id: string): string | undefined {
  const parameter = "(Parameter 'newInstanceId')";
  if (id.startsWith('@')) return `Orchestration instance IDs must not start with @. ${parameter}`;
  if (/[/\\?#\u0000-\u001f\u007f-\u009f]/.test(id))
    return `Orchestration instance IDs must not contain /, \\, #, ?, or control characters. ${parameter}`;
  return id.length > LONGEST_ID
    ? `Instance ID lengths must not exceed ${LONGEST_ID} characters. ${parameter}`
    : undefined;
}

interface Restart {
  readonly id: string;
  readonly newId: string | undefined;
  readonly version: string;
}

/** Of the base class's `ArgumentException`, whose text the extension does not pass on as it is. */
const NO_SUCH_INSTANCE = 'InstanceId does not match a valid orchestration instance.';

async function restarted(
  client: DurableClient,
  { id, newId, version }: Restart,
  asked: URLSearchParams,
  starts: Starts,
): Promise<ManagementResponse> {
  try {
    const started = startedAnswer(await client.restart(id, newId, version), asked, starts);
    const impossible = started.wait && impossibleWait(started.wait);
    return impossible === undefined ? started : message(400, NO_SUCH_INSTANCE, impossible);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'badArgument') return message(400, NO_SUCH_INSTANCE, error.message);
    if (error.code === 'alreadyExists')
      return message(409, 'A non-terminal instance with this instance ID already exists.', error.message);
    if (error.code === 'disabled') return message(400, error.message, error.message);
    throw error;
  }
}
