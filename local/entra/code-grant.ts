import { createHash } from 'node:crypto';
import type { LocalResponse } from '../kit/http';
import { refuse, type Refusal } from './answers';
import type { GrantContext } from './grant-context';
import { grantTokens, wantedOf } from './person-grant';
import type { SignIn } from './sign-ins';

/** Redeems a code: by the page that it was given to, with the verifier of its challenge. */
export async function grantForCode(
  context: GrantContext,
  form: URLSearchParams,
  origin: string | undefined,
): Promise<LocalResponse> {
  const no = (refusal: Refusal, message: string) => refuse(refusal, message, context.clock.now());
  const signIn = await context.signIns.redeem(form.get('code') ?? '');
  if (signIn === 'unknown') return no('codeUnknown', 'The code is not known or has expired.');
  if (signIn === 'used') return no('codeUsed', 'OAuth2 Authorization code was already redeemed.');
  if (origin !== signIn.origin) return no('notSinglePage', 'A code of a page is redeemed by that page only.');
  if (form.get('client_id') !== signIn.clientId || form.get('redirect_uri') !== signIn.redirectUri)
    return no('wrongRedirect', 'Client and page are not those that the code was given to.');
  const verifier = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (verifier !== signIn.challenge) return no('wrongVerifier', 'The Code_Verifier does not match the code_challenge.');
  return grant(context, signIn, form.get('scope') ?? signIn.scope, signIn.nonce);
}

/** New tokens for somebody who signed in before. The refresh token is replaced. */
export async function grantAgain(
  context: GrantContext,
  form: URLSearchParams,
  origin: string | undefined,
): Promise<LocalResponse> {
  const signIn = context.signIns.kept(form.get('refresh_token') ?? '');
  if (signIn === undefined || origin !== signIn.origin || form.get('client_id') !== signIn.clientId)
    return refuse('refreshUnknown', 'The refresh token is not known or has expired.', context.clock.now());
  return grant(context, signIn, form.get('scope') ?? signIn.scope, null);
}

async function grant(
  context: GrantContext,
  signIn: SignIn,
  scope: string,
  nonce: string | null,
): Promise<LocalResponse> {
  const { directory, signIns, clock } = context;
  const scopes = scope.split(' ').filter((one) => one !== '');
  const wanted = wantedOf(directory, scopes);
  const person = directory.person(signIn.person);
  if (wanted === undefined || person === undefined)
    return refuse('invalidScope', `The scopes '${scope}' are not of one resource.`, clock.now());
  const more = scopes.includes('offline_access') ? { refresh_token: await signIns.keep(signIn) } : {};
  return grantTokens(context, {
    person,
    clientId: signIn.clientId,
    wanted,
    isOpenId: scopes.includes('openid'),
    nonce,
    more,
  });
}
