import type { LocalRequest, LocalResponse } from '../kit/http';
import { notEmulated, refuse, type Refusal } from './answers';
import type { EntraPerson } from './directory';
import type { GrantContext } from './grant-context';

/** The parameter by which the page of people says who was chosen: none of Entra's own. */
const CHOSEN = 'local_person';

/** The sign-in page: no passwords here, whoever opens it says who they are. Codes with PKCE only, as pages use them. */
export async function answerSignIn(context: GrantContext, { url }: LocalRequest): Promise<LocalResponse> {
  const asked = url.searchParams;
  const no = (refusal: Refusal, message: string) => refuse(refusal, message, context.clock.now());
  const clientId = asked.get('client_id') ?? '';
  const redirectUri = asked.get('redirect_uri') ?? '';
  const app = context.directory.applicationById(clientId);
  if (app === undefined) return no('clientNotFound', `Application '${clientId}' was not found.`);
  if (!app.redirectUris.includes(redirectUri))
    return no('wrongRedirect', `'${redirectUri}' is no redirect URI of '${clientId}'.`);
  if (asked.get('response_type') !== 'code') return notEmulated(`the response type '${asked.get('response_type')}'`);
  const challenge = asked.get('code_challenge');
  if (challenge === null || asked.get('code_challenge_method') !== 'S256')
    return no('invalidRequest', 'A code_challenge with the method S256 is needed.');
  if (asked.get('prompt') === 'none')
    return back(asked, { error: 'login_required', error_description: 'AADSTS50058: Nobody is signed in.' });
  const chosen = asked.get(CHOSEN);
  const person = chosen === null ? undefined : context.directory.person(chosen);
  if (person === undefined) return choose(url, context.directory.people, app.name);
  const code = await context.signIns.begin({
    ...{ person: person.objectId, clientId, redirectUri, challenge },
    origin: new URL(redirectUri).origin,
    scope: asked.get('scope') ?? '',
    nonce: asked.get('nonce'),
  });
  const account = { uid: person.objectId, utid: person.tenantId };
  return back(asked, { code, client_info: Buffer.from(JSON.stringify(account)).toString('base64url') });
}

function back(asked: URLSearchParams, answer: Readonly<Record<string, string>>): LocalResponse {
  const told = new URLSearchParams({ ...answer, state: asked.get('state') ?? '' }).toString();
  const mark = asked.get('response_mode') === 'query' ? '?' : '#';
  return { status: 302, headers: { location: `${asked.get('redirect_uri') ?? ''}${mark}${told}` } };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function choose(url: URL, people: readonly EntraPerson[], client: string): LocalResponse {
  const links = people.map((person) => {
    const target = new URL(url);
    target.searchParams.set(CHOSEN, person.objectId);
    const roles = person.roles.map((role) => role.replace('Switchboard.', '')).join(', ');
    return `<li><a href="${escapeHtml(target.pathname + target.search)}">${escapeHtml(person.name)}</a> ${escapeHtml(roles)}</li>`;
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Local Entra</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}a{font-weight:600}</style>
<h1>Sign in</h1>
<p>This is Microsoft Entra on local Azure. Who are you to ${escapeHtml(client)}?</p>
<ul>
${links.join('\n')}
</ul>
</html>
`,
  };
}
