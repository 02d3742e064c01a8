// cspell:ignore skoid
import { hmac, sameSignature, type Account } from './account';
import { Refusal } from './answers';
import { delegationKeyIn, delegationKeyValue } from './delegation-key';
import type { AccessPolicy } from './policies';

/** What an operation asks of a signed URL. */
export interface Wanted {
  /** Letters of a service's URL, any of which will do; empty where none of them allows the operation. */
  readonly permissions: string;
  /** Of an account's URL: service, container or object. */
  readonly resource: 's' | 'c' | 'o';
  /** Letters of an account's URL, any of which will do. */
  readonly accountPermissions: string;
}

/** A part of the query of a signed URL; empty where it has none. */
export type Field = (name: string) => string;

/** What tells the URLs of one service from those of another. */
export interface SigningService {
  readonly letter: 'b' | 'q';
  /** The text that the account's key signs. */
  text(field: Field): string;
  /** The text that the key of somebody with an Entra token signs. */
  delegatedText(field: Field): string;
}

/** What a signed URL is judged by; `now` in milliseconds since the epoch. */
export interface SignedUrlContext {
  readonly account: Account;
  readonly now: number;
  policyOf(id: string): AccessPolicy | undefined;
}

/** As of this version a signature covers the scope of encryption. */
export const SIGNS_ENCRYPTION = '2020-12-06';

/**
 * The letters that a URL gives; refused where its signature, time, protocol, permission or resource does not fit, after
 * https://learn.microsoft.com/rest/api/storageservices/create-account-sas, create-service-sas and create-user-delegation-sas.
 */
export function lettersOf(
  url: URL,
  wanted: Wanted,
  service: SigningService,
  { account, now, policyOf }: SignedUrlContext,
): string {
  const query = url.searchParams;
  const field = (name: string) => query.get(name) ?? '';
  if (query.getAll('sig').length > 1) throw failed('There is more than one signature.');
  if (query.has('ss')) return lettersOfAccountUrl(url, field, wanted, service, { account, now });
  const policy = field('si') === '' ? undefined : (policyOf(field('si')) ?? refuse('There is no such stored policy.'));
  requireServiceSignature(query, field, service, { account, now });
  requireTime(field('st') || (policy?.start ?? ''), field('se') || (policy?.expiry ?? ''), now);
  requireProtocol(url, field);
  const letters = `${field('sp')}${policy?.permission ?? ''}`;
  requirePermission(letters, wanted.permissions);
  return letters;
}

function lettersOfAccountUrl(
  url: URL,
  field: Field,
  wanted: Wanted,
  { letter }: SigningService,
  { account, now }: Pick<SignedUrlContext, 'account' | 'now'>,
): string {
  const names = ['sp', 'ss', 'srt', 'st', 'se', 'sip', 'spr', 'sv'];
  const signed = field('sv') >= SIGNS_ENCRYPTION ? [...names, 'ses'] : names;
  requireSignature(hmac(account.key, `${[account.name, ...signed.map(field)].join('\n')}\n`), field);
  requireTime(field('st'), field('se'), now);
  requireProtocol(url, field);
  if (!field('ss').includes(letter)) throw mismatch('AuthorizationServiceMismatch', 'service');
  if (!field('srt').includes(wanted.resource)) throw mismatch('AuthorizationResourceTypeMismatch', 'resource type');
  requirePermission(field('sp'), wanted.accountPermissions);
  return field('sp');
}

function requireServiceSignature(
  query: URLSearchParams,
  field: Field,
  service: SigningService,
  { account, now }: Pick<SignedUrlContext, 'account' | 'now'>,
): void {
  if (!query.has('skoid')) {
    requireSignature(hmac(account.key, service.text(field)), field);
    return;
  }
  requireSignature(hmac(delegationKeyValue(delegationKeyIn(query), account), service.delegatedText(field)), field);
  if (now < Date.parse(field('skt')) || now >= Date.parse(field('ske')))
    refuse('The key that signed is not valid now.');
}

function requireSignature(wanted: string, field: Field): void {
  if (!sameSignature(wanted, field('sig'))) refuse('Signature did not match.');
}

function requireTime(start: string, expiry: string, now: number): void {
  const startsAt = start === '' ? 0 : Date.parse(start);
  // What does not say when it ends has ended.
  if (now < startsAt || !(now < Date.parse(expiry))) refuse('The signature is not valid now.');
}

function requireProtocol({ protocol }: URL, field: Field): void {
  if (field('spr') === 'https' && protocol !== 'https:') throw mismatch('AuthorizationProtocolMismatch', 'protocol');
}

function requirePermission(letters: string, wanted: string): void {
  if (!wanted.split('').some((letter) => letters.includes(letter)))
    throw mismatch('AuthorizationPermissionMismatch', 'permission');
}

const failed = (why: string) =>
  new Refusal(
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
    { AuthenticationErrorDetail: why },
  );

function refuse(why: string): never {
  throw failed(why);
}

const mismatch = (
  code:
    | 'AuthorizationPermissionMismatch'
    | 'AuthorizationProtocolMismatch'
    | 'AuthorizationResourceTypeMismatch'
    | 'AuthorizationServiceMismatch',
  what: string,
) => new Refusal(code, `This request is not authorized to perform this operation using this ${what}.`);
