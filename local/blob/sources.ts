// cspell:ignore versionid
import type { LocalRequest } from '../kit/http';
import type { Account } from '../kit/storage/account';
import { invalidHeader, Refusal } from '../kit/storage/answers';
import { AUDIENCE, type Right, type VerifyToken } from '../kit/storage/authorization';
import type { AccessPolicy } from '../kit/storage/policies';
import { lettersOf } from '../kit/storage/signed-url';
import type { StoredBlob } from './model';
import type { Records } from './records';
import { signingOf } from './signed-url';

interface SourceContext {
  readonly account: Account;
  readonly records: Records;
  readonly verifyToken: VerifyToken;
}

const READ = { permissions: 'r', resource: 'o', accountPermissions: 'r' } as const;

export const policyOf = (records: Records, container: string, id: string): AccessPolicy | undefined =>
  records.hasContainer(container) ? records.container(container).policies?.find((one) => one.id === id) : undefined;

/** The blob of this account that a copy is made of, for whoever may read it by the URL, by a token, or by what opens the account. */
export async function sourceOf(
  context: SourceContext,
  right: Right,
  { url: { host }, headers }: Pick<LocalRequest, 'url' | 'headers'>,
  address: string,
): Promise<StoredBlob> {
  const { account, records } = context;
  const url = parsed(address);
  const [own, container = '', ...path] = partsOfPath(url) ?? invalid(address);
  if (url.host !== host || own !== account.name || url.searchParams.has('versionid'))
    throw new Refusal('NotEmulated', `The local Blob Storage does not emulate copies of ${url.origin}${url.pathname}.`);
  const blob = path.join('/');
  const token = /^Bearer (.+)$/i.exec(headers['x-ms-copy-source-authorization'] ?? '')?.[1];
  if (token !== undefined && (await context.verifyToken(token, AUDIENCE)).kind !== 'valid') throw unverified(401);
  if (url.searchParams.has('sig')) requireSigned(context, url, { container, blob });
  else if (token === undefined && right.by === 'signed URL' && !isOpen(records, container)) throw unverified(401);
  const found = records.hasContainer(container)
    ? records.find(container, blob, url.searchParams.get('snapshot') ?? undefined)
    : undefined;
  if (found === undefined) throw unverified(404);
  return found;
}

const isOpen = (records: Records, container: string) =>
  records.hasContainer(container) && records.container(container).publicAccess !== undefined;

function requireSigned(
  { account, records }: SourceContext,
  url: URL,
  of: { readonly container: string; readonly blob: string },
): void {
  try {
    const policies = (id: string) => policyOf(records, of.container, id);
    lettersOf(url, READ, signingOf(account, of), { account, now: records.now(), policyOf: policies });
  } catch (error) {
    if (error instanceof Refusal) throw unverified(403, error.message);
    throw error;
  }
}

const parsed = (address: string): URL => (URL.canParse(address) ? new URL(address) : invalid(address));

function invalid(address: string): never {
  throw invalidHeader('x-ms-copy-source', address);
}

/** Account, container and what follows; undefined where one is escaped as no text is. */
export function partsOfPath({ pathname }: URL): string[] | undefined {
  try {
    return pathname.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const NONE = 'The specified blob does not exist.';
const NOBODY = 'Server failed to authenticate the request.';

/** Azure tells by the status what its request for the source came to. */
function unverified(status: 401 | 403 | 404, why = status === 404 ? NONE : NOBODY): Refusal {
  return new Refusal('CannotVerifyCopySource', why, {}, { status });
}
