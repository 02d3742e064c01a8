// cspell:ignore skoid sktid
import type { LocalRequest, LocalResponse } from '../http';
import { hmac, type Account } from './account';
import { element, Refusal, xmlAnswer } from './answers';

/** A key that Azure derives for somebody with an Entra token, to sign URLs with. */
export interface DelegationKey {
  readonly objectId: string;
  readonly tenantId: string;
  readonly startsOn: string;
  readonly expiresOn: string;
  readonly service: string;
  readonly version: string;
}

/** The key that a signed URL names. */
export const delegationKeyIn = (query: URLSearchParams): DelegationKey => ({
  objectId: query.get('skoid') ?? '',
  tenantId: query.get('sktid') ?? '',
  startsOn: query.get('skt') ?? '',
  expiresOn: query.get('ske') ?? '',
  service: query.get('sks') ?? '',
  version: query.get('skv') ?? '',
});

/** Derived, so that it need not be kept: whoever shows these members again gets the same key. */
export const delegationKeyValue = (key: DelegationKey, account: Account): string =>
  hmac(account.key, ['delegation', ...membersOf(key)].join('\n'));

const membersOf = (key: DelegationKey) => [
  key.objectId,
  key.tenantId,
  key.startsOn,
  key.expiresOn,
  key.service,
  key.version,
];

/** Whom the bearer token names gets a key to sign URLs of a service with, which has a letter; the token was verified before. */
export function userDelegationKey(request: LocalRequest, account: Account, service: 'b' | 'q'): LocalResponse {
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined)
    throw new Refusal('AuthenticationFailed', 'Server failed to authenticate the request.', {
      AuthenticationErrorDetail: 'Only authentication scheme Bearer is supported',
    });
  const [, payload = ''] = token.split('.');
  const claims = readJson(Buffer.from(payload, 'base64url').toString('utf8'));
  const asked = (name: string) =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(request.body.toString('utf8'))?.[1] ?? '';
  const key = {
    objectId: textOf(claims['oid']),
    tenantId: textOf(claims['tid']),
    startsOn: asked('Start'),
    expiresOn: asked('Expiry'),
    service,
    version: request.headers['x-ms-version'] ?? '',
  };
  return xmlAnswer(
    'UserDelegationKey',
    element('SignedOid', key.objectId) +
      element('SignedTid', key.tenantId) +
      element('SignedStart', key.startsOn) +
      element('SignedExpiry', key.expiresOn) +
      element('SignedService', key.service) +
      element('SignedVersion', key.version) +
      element('Value', delegationKeyValue(key, account)),
  );
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
