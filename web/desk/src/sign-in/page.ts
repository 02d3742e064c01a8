import {
  InteractionRequiredAuthError,
  PublicClientApplication,
  type AccountInfo,
  type RedirectRequest,
} from '@azure/msal-browser';
import type { DeskSettings } from '../../../../shared/contracts/http/desk';
import type { SignIn } from './signed-in';

/** Any organisation may sign in; the API takes only the directories that it serves. */
const ANY_ORGANISATION = 'organizations';

/** Sign-in by Entra's own page: a code with PKCE, redeemed by this page. Tokens live as long as the browser's tab. */
export async function pageSignIn({ authority, clientId, scope }: DeskSettings): Promise<SignIn> {
  const client = new PublicClientApplication({
    auth: {
      clientId,
      authority: `${authority}/${ANY_ORGANISATION}`,
      knownAuthorities: [new URL(authority).host],
      redirectUri: `${location.origin}${location.pathname}`,
    },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await client.initialize();
  const returned = await client.handleRedirectPromise();
  const account = returned?.account ?? client.getAllAccounts()[0];
  const request: RedirectRequest = { scopes: [scope] };
  if (account === undefined)
    return { kind: 'signedOut', begin: () => client.loginRedirect({ ...request, prompt: 'select_account' }) };
  return signedIn(client, account, request);
}

function signedIn(client: PublicClientApplication, account: AccountInfo, request: RedirectRequest): SignIn {
  async function tokenOf(asked: RedirectRequest): Promise<string> {
    try {
      return (await client.acquireTokenSilent({ ...asked, account })).accessToken;
    } catch (error) {
      // The sign-in has run out: only its page can renew it, and brings back here.
      if (error instanceof InteractionRequiredAuthError) await client.acquireTokenRedirect({ ...asked, account });
      throw error;
    }
  }
  async function signOut(): Promise<void> {
    await client.clearCache();
    location.reload();
  }
  return {
    kind: 'signedIn',
    name: account.name ?? account.username,
    token: () => tokenOf(request),
    tokenFor: (scope) => tokenOf({ scopes: [scope] }),
    signOut,
  };
}
