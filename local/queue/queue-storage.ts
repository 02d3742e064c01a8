import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Account } from '../kit/storage/account';
import { errorAnswer, Refusal, withCommonHeaders } from '../kit/storage/answers';
import { requireAccess, type VerifyToken } from '../kit/storage/authorization';
import { operationOf, RESOURCES, type Operation, type Resource } from './operations';
import { openRecords, type Records } from './records';
import { requireSignedUrl } from './signed-url';

export interface QueueStorageOptions {
  /** Called at the first request: who has no queues pays for none. */
  readonly openStore: () => Store;
  readonly clock: Clock;
  readonly account: Account;
  readonly verifyToken: VerifyToken;
}

/** Queue Storage, on disk. Serves `/{account}/{queue}/messages/{id}`: clients get `{url}/{account}` as the endpoint. */
export function createQueueStorage(options: QueueStorageOptions): Service {
  let opened: Records | undefined;
  const records = () => (opened ??= openRecords(options.openStore(), options.clock));
  const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
  const routes = RESOURCES.flatMap((resource) =>
    methods.map((method) => ({
      method,
      path: resource.path,
      handle: (request: LocalRequest) => answer(options, records(), resource, request),
    })),
  );
  return { name: 'Queue Storage', routes };
}

async function answer(
  options: QueueStorageOptions,
  records: Records,
  resource: Resource,
  request: LocalRequest,
): Promise<LocalResponse> {
  const { account, clock } = options;
  const now = clock.now();
  try {
    if (request.params['account'] !== account.name)
      throw new Refusal('InvalidResourceName', `The account '${request.params['account']}' does not exist.`);
    const operation = operationOf(resource, request);
    await requireAllowed(options, records, operation, request);
    return withCommonHeaders(await operation.run({ records, clock, account, request }), request, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return withCommonHeaders(errorAnswer(error, request.method), request, now);
  }
}

const requireAllowed = (
  { account, clock, verifyToken }: QueueStorageOptions,
  records: Records,
  { access }: Operation,
  request: LocalRequest,
): Promise<void> =>
  requireAccess(request, account, verifyToken, (query) =>
    requireSignedUrl(query, access, account, {
      now: clock.now(),
      policyOf: (id) =>
        records.has(access.queue) ? records.queue(access.queue).policies.find((one) => one.id === id) : undefined,
    }),
  );
