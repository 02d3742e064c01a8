import type { DeskSettings } from '../../../../shared/contracts/http/desk';
import { pageSignIn } from './page';
import type { SignIn } from './signed-in';
import { isInTeams, teamsSignIn } from './teams';

/** Teams' single sign-on inside Teams, the sign-in page of Entra elsewhere. */
export async function signIn(settings: DeskSettings): Promise<SignIn> {
  try {
    return isInTeams() ? await teamsSignIn(settings) : await pageSignIn(settings);
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
