import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Account } from '../kit/storage/account';
import { wordFault } from '../kit/storage/answers';
import { requireAccess, type Right, type VerifyToken } from '../kit/storage/authorization';
import { METHODS, serve } from '../kit/storage/serve';
import { openServiceProperties, type ServiceProperties } from '../kit/storage/service-properties';
import { lettersOf } from '../kit/storage/signed-url';
import { operationOf, RESOURCES, type Operation, type Resource } from './operations';
import { openRecords, type Records } from './records';
import { signingOf } from './signed-url';

export interface QueueStorageOptions {
  /** Called at the first request: who has no queues pays for none. */
  readonly openStore: () => Store;
  readonly clock: Clock;
  readonly account: Account;
  readonly verifyToken: VerifyToken;
}

interface Kept {
  readonly records: Records;
  readonly properties: ServiceProperties;
}

/** Queue Storage, on disk. Serves `/{account}/{queue}/messages/{id}`: clients get `{url}/{account}` as the endpoint. */
export function createQueueStorage(options: QueueStorageOptions): Service {
  let opened: Kept | undefined;
  const kept = () => (opened ??= openKept(options));
  const routes = RESOURCES.flatMap((resource) =>
    METHODS.map((method) => ({
      method,
      path: resource.path,
      handle: (request: LocalRequest) => answer({ ...options, ...kept() }, resource, request),
    })),
  );
  return { name: 'Queue Storage', routes, wordFault };
}

function openKept({ openStore, clock }: QueueStorageOptions): Kept {
  const store = openStore();
  return { records: openRecords(store, clock), properties: openServiceProperties(store, 'queue') };
}

type Serving = QueueStorageOptions & Kept;

const answer = (serving: Serving, resource: Resource, request: LocalRequest): Promise<LocalResponse> =>
  serve(serving, request, async () => {
    const operation = operationOf(resource, request);
    await rightOf(serving, operation, request);
    return operation.run({ ...serving, request });
  });

const rightOf = (
  { account, clock, verifyToken, records }: Serving,
  { wanted, queue }: Operation,
  request: LocalRequest,
): Promise<Right> =>
  requireAccess(request, account, verifyToken, () =>
    lettersOf(request.url, wanted, signingOf(account, queue), {
      ...{ account, now: clock.now() },
      policyOf: (id) => (records.has(queue) ? records.queue(queue).policies.find((one) => one.id === id) : undefined),
    }),
  );
