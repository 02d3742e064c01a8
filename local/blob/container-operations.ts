import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import { newEtag, versionHeaders } from './version';
import { requireForWrite } from './conditions';
import { metadataHeaders, metadataOf } from '../kit/storage/metadata';
import type { Records } from './records';

const VALID_NAME = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

export async function createContainer(
  records: Records,
  name: string,
  { headers }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  if (!VALID_NAME.test(name)) throw new Refusal('InvalidResourceName', 'The specified resource name is invalid.');
  if (headers['x-ms-blob-public-access'] !== undefined)
    throw new Refusal('NotEmulated', 'The local Blob Storage does not emulate public access.');
  if (records.hasContainer(name))
    throw new Refusal('ContainerAlreadyExists', 'The specified container already exists.');
  const container = { name, etag: newEtag(), modifiedAt: clock.now(), metadata: metadataOf(headers) };
  await records.putContainer(container);
  return { status: 201, headers: versionHeaders(container), body: '' };
}

export function containerProperties(records: Records, name: string): LocalResponse {
  const container = records.container(name);
  return {
    status: 200,
    headers: {
      ...versionHeaders(container),
      ...metadataHeaders(container.metadata),
      'x-ms-lease-state': 'available',
      'x-ms-lease-status': 'unlocked',
      'x-ms-has-immutability-policy': 'false',
      'x-ms-has-legal-hold': 'false',
    },
  };
}

export async function setContainerMetadata(
  records: Records,
  name: string,
  { headers }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  const container = records.container(name);
  requireForWrite(headers, container);
  const changed = { ...container, metadata: metadataOf(headers), etag: newEtag(), modifiedAt: clock.now() };
  await records.putContainer(changed);
  return { status: 200, headers: versionHeaders(changed), body: '' };
}

export async function deleteContainer(
  records: Records,
  name: string,
  { headers }: LocalRequest,
): Promise<LocalResponse> {
  requireForWrite(headers, records.container(name));
  await records.deleteContainer(name);
  return { status: 202, body: '' };
}
