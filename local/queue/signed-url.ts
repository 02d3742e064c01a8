// cspell:ignore sduoid skdutid skoid sktid
import { hmac, sameSignature, type Account } from '../kit/storage/account';
import { Refusal } from '../kit/storage/answers';
import { delegationKeyIn, delegationKeyValue } from '../kit/storage/delegation-key';
import type { AccessPolicy } from './model';

/** What an operation asks for. */
export interface Access {
  /** Empty for the account's own operations. */
  readonly queue: string;
  /** A letter of a queue's signed URL; empty where none of them allows the operation. */
  readonly permission: string;
  /** Of an account's signed URL: service, container or object. */
  readonly resource: 's' | 'c' | 'o';
  /** Letters of an account's signed URL, any of which will do. */
  readonly accountPermissions: readonly string[];
}

/**
 * Refuses a URL whose signature, time, permission or resource does not fit, after
 * https://learn.microsoft.com/rest/api/storageservices/create-account-sas, create-service-sas and create-user-delegation-sas.
 */
export function requireSignedUrl(
  query: URLSearchParams,
  access: Access,
  account: Account,
  { now, policyOf }: { readonly now: number; readonly policyOf: (id: string) => AccessPolicy | undefined },
): void {
  const field = (name: string) => query.get(name) ?? '';
  if (query.has('ss')) {
    requireTime(field('st'), field('se'), now);
    requireAccountUrl(field, access, account);
    return;
  }
  const policy = field('si') === '' ? undefined : (policyOf(field('si')) ?? refuse('There is no such stored policy.'));
  requireServiceUrl(query, access, account, now);
  requireTime(field('st') || (policy?.start ?? ''), field('se') || (policy?.expiry ?? ''), now);
  const allowed = `${field('sp')}${policy?.permission ?? ''}`;
  if (access.permission === '' || !allowed.includes(access.permission))
    throw mismatch('AuthorizationPermissionMismatch', 'permission');
}

type Field = (name: string) => string;

function requireAccountUrl(field: Field, { resource, accountPermissions }: Access, account: Account): void {
  const fields = ['sp', 'ss', 'srt', 'st', 'se', 'sip', 'spr', 'sv', 'ses'].map(field);
  requireSignature(hmac(account.key, `${[account.name, ...fields].join('\n')}\n`), field);
  if (!field('ss').includes('q')) throw mismatch('AuthorizationServiceMismatch', 'service');
  if (!field('srt').includes(resource)) throw mismatch('AuthorizationResourceTypeMismatch', 'resource type');
  if (!accountPermissions.some((letter) => field('sp').includes(letter)))
    throw mismatch('AuthorizationPermissionMismatch', 'permission');
}

function requireServiceUrl(query: URLSearchParams, { queue }: Access, account: Account, now: number): void {
  const field = (name: string) => query.get(name) ?? '';
  const delegated = query.has('skoid');
  const canonical = `/queue/${account.name}/${queue}`;
  const first = ['sp', 'st', 'se'].map(field);
  const last = ['sip', 'spr', 'sv'].map(field);
  if (!delegated) {
    requireSignature(hmac(account.key, [...first, canonical, field('si'), ...last].join('\n')), field);
    return;
  }
  const names = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'skdutid', 'sduoid'];
  const text = [...first, canonical, ...names.map(field), ...last].join('\n');
  requireSignature(hmac(delegationKeyValue(delegationKeyIn(query), account), text), field);
  if (now >= Date.parse(field('ske'))) refuse('The key that signed has expired.');
}

function requireSignature(wanted: string, field: Field): void {
  if (!sameSignature(wanted, field('sig'))) refuse('The signature did not match.');
}

function requireTime(start: string, expiry: string, now: number): void {
  const startsAt = start === '' ? 0 : Date.parse(start);
  // What does not say when it ends has ended.
  if (now < startsAt || !(now < Date.parse(expiry))) refuse('The signature is not valid now.');
}

function refuse(message: string): never {
  throw new Refusal('AuthenticationFailed', message);
}

const mismatch = (
  code: 'AuthorizationPermissionMismatch' | 'AuthorizationResourceTypeMismatch' | 'AuthorizationServiceMismatch',
  what: string,
) => new Refusal(code, `This request is not authorized to perform this operation using this ${what}.`);
