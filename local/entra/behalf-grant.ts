import type { LocalResponse } from '../kit/http';
import { refuse, type Refusal } from './answers';
import { proveClient, type ClientRequest } from './client-proof';
import type { GrantContext } from './grant-context';
import { grantTokens, wantedOf } from './person-grant';

export const BEHALF_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * The on-behalf-of grant: an API that was called with a person's token asks for one to the API that it calls itself.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export async function grantOnBehalf(context: GrantContext, request: ClientRequest): Promise<LocalResponse> {
  const { form } = request;
  const no = (refusal: Refusal, message: string) => refuse(refusal, message, context.clock.now());
  const proven = await proveClient(context, request);
  if (proven.kind === 'refused') return proven.answer;
  const { app } = proven;
  if (form.get('requested_token_use') !== 'on_behalf_of')
    return no('invalidRequest', `The request body must contain the following parameter: 'requested_token_use'.`);
  const verified = await context.issuing.verify(form.get('assertion') ?? '', app.appId);
  if (verified.kind === 'refused') return no('userNotProven', `The assertion is not valid: ${verified.reason}.`);
  const { oid, idtyp } = verified.claims;
  if (idtyp === 'app')
    return no('notOfPerson', `Application '${app.appId}' is not allowed to act on behalf of an app.`);
  const person = context.directory.person(String(oid));
  if (person === undefined) return no('personNotFound', `The account '${String(oid)}' does not exist.`);
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const wanted = wantedOf(context.directory, scopes);
  if (wanted === undefined) return no('invalidScope', `The scopes '${scopes.join(' ')}' are not of one resource.`);
  const isOpenId = scopes.includes('openid');
  return grantTokens(context, { person, clientId: app.appId, wanted, isOpenId, nonce: null, more: {} });
}
