import { app, authentication } from '@microsoft/teams-js';
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
export async function teamsSignIn(): Promise<SignedIn> {
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
    signOut: null,
  };
}

/** The theme and language of Teams now, and its theme whenever that changes. */
export async function followTeams(onTheme: (theme: string) => void): Promise<TeamsLook> {
  await app.initialize();
  app.registerOnThemeChangeHandler(onTheme);
  const { theme, locale } = (await app.getContext()).app;
  return { theme, locale };
}
