// cspell:ignore utid
import type { LocalResponse } from '../kit/http';
import { refuse, type Refusal } from './answers';
import { LIFETIME_SECONDS } from './claims';
import type { Directory, EntraPerson, EntraTenant, Resource } from './directory';
import { granted, type GrantContext } from './grant-context';

/** Scopes that say what the client wants to know of the person; they name no resource. */
const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** The password grant, for seeded people and with any password. Without `tenant` the person's own is meant. */
export async function grantToPerson(
  context: GrantContext,
  tenant: EntraTenant | undefined,
  form: URLSearchParams,
): Promise<LocalResponse> {
  const no = (refusal: Refusal, message: string) => refuse(refusal, message, context.clock.now());
  const clientId = form.get('client_id') ?? '';
  const name = form.get('username') ?? '';
  const person = context.directory.person(name);
  if (person === undefined) return no('personNotFound', `The account '${name}' does not exist.`);
  if (tenant && tenant.tenantId !== person.tenantId) return no('wrongTenant', `'${name}' is of another tenant.`);
  if (context.directory.applicationById(clientId) === undefined)
    return no('clientNotFound', `Application '${clientId}' was not found.`);
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const wanted = wantedOf(context.directory, scopes);
  if (wanted === undefined) return no('invalidScope', `The scopes '${scopes.join(' ')}' are not of one resource.`);
  return grantTokens(context, { person, clientId, wanted, isOpenId: scopes.includes('openid'), nonce: null, more: {} });
}

export interface PersonTokens {
  readonly person: EntraPerson;
  readonly clientId: string;
  readonly wanted: Wanted;
  readonly isOpenId: boolean;
  readonly nonce: string | null;
  /** Members of the answer that only this grant has. */
  readonly more: object;
}

/** The tokens of a person for a client. */
export async function grantTokens(
  { issuing }: GrantContext,
  { person, clientId, wanted: { resource, scopes }, isOpenId, nonce, more }: PersonTokens,
): Promise<LocalResponse> {
  const accessToken = await issuing.forPerson(person, clientId, resource, scopes);
  const account = { uid: person.objectId, utid: person.tenantId };
  return granted(accessToken, LIFETIME_SECONDS.user, {
    scope: scopes.map((scope) => `${resource.audience}/${scope}`).join(' '),
    client_info: Buffer.from(JSON.stringify(account)).toString('base64url'),
    ...(isOpenId ? { id_token: await issuing.idToken(person, clientId, nonce) } : {}),
    ...more,
  });
}

export interface Wanted {
  readonly resource: Resource;
  readonly scopes: readonly string[];
}

/** What a person's client asks for; undefined when that is not one known resource and permissions that it offers. */
export function wantedOf(directory: Directory, asked: readonly string[]): Wanted | undefined {
  const parts = asked.filter((scope) => !OPENID_SCOPES.includes(scope)).map(splitScope);
  const [first] = parts;
  if (first === undefined || parts.some(({ name }) => name !== first.name)) return undefined;
  const resource = directory.resource(first.name);
  if (resource === undefined) return undefined;
  const permissions = parts.map(({ permission }) => permission);
  if (permissions.includes('.default')) return { resource, scopes: resource.scopes };
  return permissions.every((one) => resource.scopes.includes(one)) ? { resource, scopes: permissions } : undefined;
}

function splitScope(scope: string): { name: string; permission: string } {
  const at = scope.lastIndexOf('/');
  return { name: scope.slice(0, Math.max(at, 0)), permission: scope.slice(at + 1) };
}
