// cspell:ignore racwdxyltmeopi
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal, xmlAnswer } from '../kit/storage/answers';
import { newEtag, versionHeaders } from './version';
import { requireForWrite } from './conditions';
import { metadataHeaders, metadataOf } from '../kit/storage/metadata';
import { policiesIn, policiesXml } from '../kit/storage/policies';
import { publicAccessHeaders, publicAccessIn } from './public-access';
import { leaseResource } from './lease-operations';
import { leaseHeaders, requireLease } from './leases';
import type { StoredContainer } from './model';
import type { Records } from './records';

const LENGTH = { least: 3, most: 63 } as const;
const VALID_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PERMISSIONS = 'racwdxyltmeopi';

export async function createContainer(
  records: Records,
  name: string,
  request: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  const { headers } = request;
  if (name.length < LENGTH.least || name.length > LENGTH.most)
    throw new Refusal('OutOfRangeInput', 'The specified resource name length is not within the permissible limits.');
  if (!VALID_NAME.test(name))
    throw new Refusal('InvalidResourceName', 'The specified resource name contains invalid characters.');
  const publicAccess = publicAccessIn(headers);
  if (records.hasContainer(name))
    throw new Refusal('ContainerAlreadyExists', 'The specified container already exists.');
  const container = { name, etag: newEtag(), modifiedAt: clock.now(), metadata: metadataOf(request), ...publicAccess };
  await records.putContainer(container);
  return { status: 201, headers: versionHeaders(container), body: '' };
}

export function containerProperties(
  records: Records,
  name: string,
  { headers }: Pick<LocalRequest, 'headers'>,
): LocalResponse {
  const container = leasedContainer(records, name, headers, 'read');
  return {
    status: 200,
    headers: {
      ...versionHeaders(container),
      ...metadataHeaders(container.metadata),
      ...leaseHeaders(container.lease, records.now()),
      ...publicAccessHeaders(container),
      'x-ms-has-immutability-policy': 'false',
      'x-ms-has-legal-hold': 'false',
    },
  };
}

/** The container, for whoever names no lease or the one that is held; a deletion must name it. */
function leasedContainer(
  records: Records,
  name: string,
  headers: LocalRequest['headers'],
  what: 'read' | 'deletion',
): StoredContainer {
  const container = records.container(name);
  const { lease } = container;
  const isWrite = what === 'deletion';
  requireLease(headers['x-ms-lease-id'], { lease, now: records.now(), kind: 'Container', isWrite });
  return container;
}

export async function setContainerMetadata(
  records: Records,
  name: string,
  request: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  const container = leasedContainer(records, name, request.headers, 'read');
  requireForWrite(request.headers, container);
  const changed = { ...container, metadata: metadataOf(request), etag: newEtag(), modifiedAt: clock.now() };
  await records.putContainer(changed);
  return { status: 200, headers: versionHeaders(changed), body: '' };
}

/** Get Container ACL. */
export function containerPolicies(
  records: Records,
  name: string,
  { headers }: Pick<LocalRequest, 'headers'>,
): LocalResponse {
  const container = leasedContainer(records, name, headers, 'read');
  const answer = xmlAnswer('SignedIdentifiers', policiesXml(container.policies ?? []));
  return { ...answer, headers: { ...answer.headers, ...versionHeaders(container), ...publicAccessHeaders(container) } };
}

/** Set Container ACL. */
export async function setContainerPolicies(
  records: Records,
  name: string,
  { headers, body }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  const publicAccess = publicAccessIn(headers);
  const { publicAccess: _, ...container } = leasedContainer(records, name, headers, 'read');
  requireForWrite(headers, container);
  const policies = policiesIn(body.toString('utf8'), PERMISSIONS);
  const changed = { ...container, ...publicAccess, policies, etag: newEtag(), modifiedAt: clock.now() };
  await records.putContainer(changed);
  return { status: 200, headers: versionHeaders(changed), body: '' };
}

/** Lease Container. */
export const leaseContainer = (records: Records, name: string, request: LocalRequest): Promise<LocalResponse> =>
  leaseResource(records.container(name), request, records.now(), records.putContainer);

export async function deleteContainer(
  records: Records,
  name: string,
  { headers }: LocalRequest,
): Promise<LocalResponse> {
  requireForWrite(headers, leasedContainer(records, name, headers, 'deletion'));
  await records.deleteContainer(name);
  return { status: 202, body: '' };
}
