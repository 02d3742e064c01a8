// cspell:ignore rscc rscd rsce rscl rsct saoid scid sduoid skdutid skoid sktid suoid
import { hmac, sameSignature, type Account } from '../kit/storage/account';
import type { Access } from './access';
import { Refusal } from '../kit/storage/answers';
import { delegationKeyIn, delegationKeyValue } from '../kit/storage/delegation-key';

/**
 * Refuses a URL whose signature, time, permission or resource does not fit, after
 * https://learn.microsoft.com/rest/api/storageservices/create-service-sas and create-user-delegation-sas.
 */
export function requireSignedUrl(query: URLSearchParams, access: Access, account: Account, now: number): void {
  const field = (name: string) => query.get(name) ?? '';
  const canonical = canonicalName(field('sr'), access, account);
  const delegated = query.has('skoid');
  const key = delegated ? delegationKeyValue(delegationKeyIn(query), account) : account.key;
  const wanted = hmac(key, (delegated ? delegatedFields : serviceFields)(field, canonical).join('\n'));
  if (!sameSignature(wanted, field('sig'))) throw refused('The signature did not match.');
  if (now < startOf(field('st')) || now >= Date.parse(field('se'))) throw refused('The signature is not valid now.');
  if (delegated && now >= Date.parse(field('ske'))) throw refused('The key that signed has expired.');
  const given = access.permission === 'w' ? /[wc]/ : new RegExp(access.permission);
  if (!given.test(field('sp')))
    throw new Refusal('AuthorizationPermissionMismatch', 'The signature does not give this permission.');
}

const refused = (message: string) => new Refusal('AuthenticationFailed', message);
const startOf = (text: string) => (text === '' ? 0 : Date.parse(text));

function canonicalName(resource: string, { container, blob }: Access, account: Account): string {
  if (resource === 'c' && container !== '') return `/blob/${account.name}/${container}`;
  if (resource === 'b' && blob !== '') return `/blob/${account.name}/${container}/${blob}`;
  throw refused('The signature is for another kind of resource.');
}

type Field = (name: string) => string;
/** Headers of the answer that the signature fixes. */
const overrides = (field: Field) => ['rscc', 'rscd', 'rsce', 'rscl', 'rsct'].map(field);

/** From version 2020-12-06 on; a snapshot is never named here. */
const serviceFields = (field: Field, canonical: string): string[] => [
  ...['sp', 'st', 'se'].map(field),
  canonical,
  ...['si', 'sip', 'spr', 'sv', 'sr'].map(field),
  '',
  field('ses'),
  ...overrides(field),
];

/** As of version 2025-07-05, with the members for delegated users, which stay empty. */
const delegatedFields = (field: Field, canonical: string): string[] => [
  ...['sp', 'st', 'se'].map(field),
  canonical,
  ...['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'saoid', 'suoid', 'scid', 'skdutid', 'sduoid'].map(field),
  ...['sip', 'spr', 'sv', 'sr'].map(field),
  '',
  field('ses'),
  ...overrides(field),
];
