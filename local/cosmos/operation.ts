import type { Clock } from '../kit/clock';
import type { LocalRequest, Route } from '../kit/http';
import type { Store } from '../kit/store';
import { authorise, type Credentials } from './authorise';
import type { Catalog } from './catalog';
import type { ContainerRecord } from './container-record';
import type { Meter } from './meter';
import type { PartitionKey } from './partition-key';
import { failureResponse, toResponse, type Reply } from './reply';
import type { Throttle } from './throttle';

/** What the operations of an account share. */
export interface Account {
  readonly store: Store;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly meter: Meter;
  readonly throttle: Throttle;
  readonly credentials: Credentials;
}

export const nowSeconds = ({ clock }: Account): number => Math.floor(clock.now() / 1000);

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
        await authorise(account.credentials, request);
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
}

export interface MeteredReply extends Reply {
  /** Named in the meter. */
  readonly operation: string;
  /** The partition that was charged; undefined for several. */
  readonly pk: PartitionKey | undefined;
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
      let container: ContainerRecord | undefined;
      try {
        await authorise(account.credentials, request);
        container = account.catalog.container(db, coll);
        account.throttle.admit(`${db}/${coll}`);
        const { operation, pk, ...reply } = await handle({ request, container });
        account.throttle.spend(`${db}/${coll}`, reply.charge);
        account.meter.add({ database: db, container: coll, pk, operation, charge: reply.charge });
        return toResponse({ ...reply, headers: { ...progressHeaders(account, container), ...reply.headers } });
      } catch (error) {
        return failureResponse(error, container === undefined ? {} : progressHeaders(account, container));
      }
    },
  };
}

/** A container has one physical partition, whose range is `0`. */
export const ONLY_RANGE = '0';

function progressHeaders({ catalog }: Account, container: ContainerRecord): Readonly<Record<string, string>> {
  const lsn = catalog.lsn(container);
  return {
    'x-ms-session-token': `${ONLY_RANGE}:-1#${lsn}`,
    lsn: String(lsn),
    'x-ms-content-path': container.rid,
    'x-ms-alt-content-path': encodeURI(`dbs/${container.database.id}/colls/${container.definition.id}`),
  };
}
