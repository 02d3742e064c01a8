// cspell:ignore maxresults
import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, escapeXml, Refusal, xmlAnswer } from '../kit/storage/answers';
import { metadataHeaders, metadataOf, metadataXml, type Metadata } from '../kit/storage/metadata';
import { pageOf } from '../kit/storage/page';
import { policiesIn, policiesXml } from '../kit/storage/policies';
import type { Records } from './records';

const LENGTH = { least: 3, most: 63 } as const;
const VALID_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata */
function requireName(name: string): void {
  if (name.length < LENGTH.least || name.length > LENGTH.most)
    throw new Refusal('OutOfRangeInput', 'The specified resource name length is not within the permissible limits.');
  if (!VALID_NAME.test(name))
    throw new Refusal('InvalidResourceName', 'The specified resource name contains invalid characters.');
}

/** One that is there already is as good as made, if it has the same metadata. */
export async function createQueue(records: Records, name: string, request: LocalRequest): Promise<LocalResponse> {
  requireName(name);
  const metadata = metadataOf(request);
  if (records.has(name)) {
    if (isSame(records.queue(name).metadata, metadata)) return { status: 204 };
    throw new Refusal('QueueAlreadyExists', 'The specified queue already exists.');
  }
  await records.putQueue({ name, metadata, policies: [] });
  return { status: 201, body: '' };
}

const isSame = (one: Metadata, other: Metadata) => sorted(one) === sorted(other);
const sorted = (metadata: Metadata) => JSON.stringify(Object.entries(metadata).sort());

export async function deleteQueue(records: Records, name: string): Promise<LocalResponse> {
  records.queue(name);
  await records.deleteQueue(name);
  return { status: 204 };
}

export function queueProperties(records: Records, name: string): LocalResponse {
  const { metadata } = records.queue(name);
  return {
    status: 200,
    headers: { ...metadataHeaders(metadata), 'x-ms-approximate-messages-count': String(records.count(name)) },
    body: '',
  };
}

export async function setQueueMetadata(records: Records, name: string, request: LocalRequest): Promise<LocalResponse> {
  await records.putQueue({ ...records.queue(name), metadata: metadataOf(request) });
  return { status: 204 };
}

export const accessPolicies = (records: Records, name: string): LocalResponse =>
  xmlAnswer('SignedIdentifiers', policiesXml(records.queue(name).policies));

export async function setAccessPolicies(
  records: Records,
  name: string,
  { body }: LocalRequest,
): Promise<LocalResponse> {
  await records.putQueue({ ...records.queue(name), policies: policiesIn(body.toString('utf8'), 'raup') });
  return { status: 204 };
}

export function queueList(records: Records, endpoint: string, query: URLSearchParams): LocalResponse {
  const prefix = query.get('prefix') ?? '';
  const found = records.queues().filter(({ name }) => name.startsWith(prefix));
  const { items, nextMarker } = pageOf(found, query);
  const withMetadata = query.get('include') === 'metadata';
  const entries = items.map(
    ({ name, metadata }) => `<Queue>${element('Name', name)}${withMetadata ? metadataXml(metadata) : ''}</Queue>`,
  );
  const asked = [
    ['prefix', 'Prefix'],
    ['marker', 'Marker'],
    ['maxresults', 'MaxResults'],
  ] as const;
  return xmlAnswer(
    'EnumerationResults',
    asked.map(([name, tag]) => (query.has(name) ? element(tag, query.get(name) ?? '') : '')).join('') +
      `<Queues>${entries.join('')}</Queues>${element('NextMarker', nextMarker)}`,
    ` ServiceEndpoint="${escapeXml(endpoint)}/"`,
  );
}
