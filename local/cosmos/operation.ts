import type { Clock } from '../kit/clock';
import type { LocalRequest, Route } from '../kit/http';
import type { Collection, Store } from '../kit/store';
import { authorise, checkIdInPath, namesIn, type Credentials } from './authorise';
import type { Catalog } from './catalog';
import type { ContainerRecord } from './container-record';
import { badRequest, forbidden } from './failure';
import { isGranted } from './grant';
import { isPlanRequest, isQuery } from './is-query';
import type { Meter } from './meter';
import type { Offer } from './offer';
import type { OwnedResources } from './owned-resources';
import type { PartitionKey } from './partition-key';
import type { PartitionRange } from './partition-ranges';
import type { Replicas } from './late-replicas';
import { failureResponse, toResponse, type Reply } from './reply';
import type { Scripts } from './scripts';
import { targetOf, type Target } from './target';
import type { Throttle } from './throttle';

/** What the operations of an account share. */
export interface Account {
  readonly store: Store;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly meter: Meter;
  readonly throttle: Throttle;
  readonly offers: Collection<Offer>;
  readonly scripts: Scripts;
  readonly users: OwnedResources;
  readonly permissions: OwnedResources;
  readonly encryptionKeys: OwnedResources;
  readonly replicas: Replicas;
  readonly credentials: Credentials;
}

export const nowSeconds = ({ clock }: Account): number => Math.floor(clock.now() / 1000);

/** Lets in whom the key, the directory or a permission lets in. */
async function admit(account: Account, request: LocalRequest): Promise<void> {
  const { method, headers } = request;
  const names = namesIn(request.target);
  const grant = await authorise(account.credentials, { method, names, headers }, nowSeconds(account));
  checkIdInPath(names);
  if (grant === undefined) return;
  // Any token may read where the account is.
  if (names.length === 0 && method === 'GET') return;
  const [dbs, database = '', colls, container = ''] = names;
  if (dbs !== 'dbs' || colls !== 'colls') throw insufficient();
  const found = account.catalog.container(database, container);
  if (!isGranted(grant, { method, names, headers, isQuery: isQuery(request) || isPlanRequest(request) }, found))
    throw insufficient();
}

const insufficient = () =>
  forbidden(
    'Insufficient permissions provided in the authorization header for the corresponding request. Please retry with another authorization header.',
  );

/** A route that checks the request's authorisation and answers refusals as the service does. */
export function route(
  account: Account,
  method: string,
  path: string,
  handle: (request: LocalRequest) => Reply | Promise<Reply>,
): Route {
  return {
    method,
    path,
    async handle(request) {
      try {
        await admit(account, request);
        return toResponse(await handle(request));
      } catch (error) {
        return failureResponse(error);
      }
    },
  };
}

/** A request on the documents of a container. */
export interface DocumentRequest {
  readonly request: LocalRequest;
  readonly container: ContainerRecord;
  readonly target: Target;
}

export interface MeteredReply extends Reply {
  /** Named in the meter. */
  readonly operation: string;
  /** The partition that was charged; undefined for several. */
  readonly pk: PartitionKey | undefined;
  /** How far the replica was that was read from; undefined for all the way. */
  readonly seenLsn?: number;
}

/** Beside what {@link route} does: finds the container, throttles, meters, and says how far the container's writes are. */
export function documentRoute(
  account: Account,
  method: string,
  path: string,
  handle: (request: DocumentRequest) => MeteredReply | Promise<MeteredReply>,
): Route {
  return {
    method,
    path,
    async handle(request) {
      const { db = '', coll = '' } = request.params;
      let answered: Answered | undefined;
      try {
        await admit(account, request);
        const container = account.catalog.container(db, coll);
        answered = { container, ranges: container.ranges.all };
        checkIntended(container, request);
        const target = targetOf(container, request.headers);
        answered = { container, ranges: target.ranges };
        account.throttle.admit(container, target.ranges);
        const { operation, pk, seenLsn, ...reply } = await handle({ request, container, target });
        answered = { container, ranges: pk === undefined ? target.ranges : [container.ranges.of(pk)] };
        account.throttle.spend(container, answered.ranges, reply.charge);
        account.meter.add({ database: db, container: coll, pk, operation, charge: reply.charge });
        return toResponse({ ...reply, headers: { ...progressHeaders(account, answered, seenLsn), ...reply.headers } });
      } catch (error) {
        return failureResponse(error, answered === undefined ? {} : progressHeaders(account, answered));
      }
    },
  };
}

/** A client that encrypts by the policy it knows of a container wants that one and no other of its name. */
function checkIntended({ rid }: ContainerRecord, { headers }: LocalRequest): void {
  const intended = headers['x-ms-cosmos-intended-collection-rid'];
  if (intended !== undefined && intended !== rid)
    throw badRequest('The container is not the one that the request is meant for.', 1024);
}

interface Answered {
  readonly container: ContainerRecord;
  readonly ranges: readonly PartitionRange[];
}

function progressHeaders(
  { catalog }: Account,
  { container, ranges }: Answered,
  seenLsn?: number,
): Readonly<Record<string, string>> {
  const lsn = seenLsn ?? catalog.lsn(container);
  return {
    // Of one range, whatever was asked of how many: a list is what clients send, and the SDK of .NET reads none.
    'x-ms-session-token': ranges
      .slice(0, 1)
      .map(({ id }) => `${id}:-1#${lsn}`)
      .join(','),
    lsn: String(lsn),
    'x-ms-content-path': container.rid,
    'x-ms-alt-content-path': encodeURI(`dbs/${container.database.id}/colls/${container.definition.id}`),
  };
}
