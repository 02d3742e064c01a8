// cspell:ignore racwdlup
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import type { Account } from '../kit/storage/account';
import type { Wanted } from '../kit/storage/signed-url';
import type { ServiceProperties } from '../kit/storage/service-properties';
import type { FindSource } from './copy-operations';
import type { Records } from './records';

interface OperationContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly account: Account;
  readonly request: LocalRequest;
  readonly properties: ServiceProperties;
  readonly findSource: FindSource;
  /** Answers a part of a batch as a request of its own. */
  answer(request: LocalRequest): Promise<LocalResponse>;
}

export interface Operation {
  readonly wanted: Wanted;
  /** Empty for the account's own operations. */
  readonly container: string;
  /** Empty for a container's own operations. */
  readonly blob: string;
  readonly run: (context: OperationContext) => LocalResponse | Promise<LocalResponse>;
}

/** An operation, and the letters of signed URLs that allow it: of a container's or a blob's, of an account's. */
export type Entry<T> = readonly [
  permissions: string,
  accountPermissions: string,
  run: (context: OperationContext, of: T) => LocalResponse | Promise<LocalResponse>,
];

/** The letters of an account's URL, any of which allows what tells of the account alone. */
export const ANY = 'racwdlup';

/** The account is of the kind that new ones are. */
export const accountInformation = (): LocalResponse => ({
  status: 200,
  headers: { 'x-ms-sku-name': 'Standard_LRS', 'x-ms-account-kind': 'StorageV2', 'x-ms-is-hns-enabled': 'false' },
  body: '',
});

/** The same for a URL of an account and for one of what lies in it. */
export const entry = <T>(
  permissions: string,
  run: (records: Records, of: T, request: LocalRequest) => LocalResponse | Promise<LocalResponse>,
): Entry<T> => [permissions, permissions, ({ records, request }, of) => run(records, of, request)];

/** An entry that reads another blob by its URL as well. */
export const sourced = <T>(
  permissions: string,
  run: (records: Records, of: T, request: LocalRequest, findSource: FindSource) => Promise<LocalResponse>,
): Entry<T> => [
  permissions,
  permissions,
  ({ records, request, findSource }, of) => run(records, of, request, findSource),
];
