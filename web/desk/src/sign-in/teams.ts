import {
  createNestablePublicClientApplication,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
} from '@azure/msal-browser';
import { app, authentication } from '@microsoft/teams-js';
import type { DeskSettings } from '../../../../shared/contracts/http/desk';
import type { SignedIn } from './signed-in';

/** The manifest opens the tab with this mark; asking Teams whether it is there would cost those outside seconds. */
export const isInTeams = (): boolean => new URLSearchParams(location.search).has('teams');

/** What Teams says about how it looks. */
export interface TeamsLook {
  readonly theme: string;
  readonly locale: string;
}

/**
 * Teams gives a token for our own API (audience: the application of the manifest's `webApplicationInfo`), so nothing has
 * to be exchanged: the API takes it like any other.
 */
export async function teamsSignIn({ clientId }: DeskSettings): Promise<SignedIn> {
  await app.initialize();
  const context = await app.getContext();
  const token = () => authentication.getAuthToken();
  // Once at the start: without consent it fails here, with words, and not in the middle of a call.
  await token();
  void app.notifySuccess();
  return {
    kind: 'signedIn',
    name: context.user?.displayName ?? context.user?.userPrincipalName ?? '',
    token,
    tokenFor: nestedTokens(clientId),
    signOut: null,
  };
}

/** Tokens for other services, by nested app authentication: Teams signs in for the page that it frames. */
function nestedTokens(clientId: string): (scope: string) => Promise<string> {
  let made: Promise<IPublicClientApplication> | undefined;
  return async (scope) => {
    made ??= createNestablePublicClientApplication({ auth: { clientId } });
    const client = await made;
    const request = { scopes: [scope] };
    const silent = client.acquireTokenSilent(request).catch((error: unknown) => {
      if (error instanceof InteractionRequiredAuthError) return client.acquireTokenPopup(request);
      throw error;
    });
    return (await silent).accessToken;
  };
}

/** The theme and language of Teams now, and its theme whenever that changes. */
export async function followTeams(onTheme: (theme: string) => void): Promise<TeamsLook> {
  await app.initialize();
  app.registerOnThemeChangeHandler(onTheme);
  const { theme, locale } = (await app.getContext()).app;
  return { theme, locale };
}
