import { CommunicationIdentityClient } from '@azure/communication-identity';
import type { WebCallers } from '../../ports/web-callers';
import { clientOptions, type AcsAccess } from '../azure-client';

/** A token too many is none to anybody. */
const RETRIES = 2;
/** Calls only: no chat, and no token that outlives the visit by much. */
const SCOPE = 'voip';
const TOKEN_MINUTES = 60;

/** Browsers as callers of ACS. `keep` remembers the identity that stands for an entry point, which is made once. */
export function createAcsWebCallers(
  access: AcsAccess,
  keep: (name: string, make: () => Promise<string>) => Promise<string>,
): WebCallers {
  const identities = new CommunicationIdentityClient(
    access.endpoint,
    access.credential,
    clientOptions(access, RETRIES),
  );
  return {
    calleeOf: (name) => keep(name, async () => (await identities.createUser()).communicationUserId),
    async admit() {
      const options = { tokenExpiresInMinutes: TOKEN_MINUTES };
      const { user, token, expiresOn } = await identities.createUserAndToken([SCOPE], options);
      return { userId: user.communicationUserId, token, tokenExpiresAt: expiresOn.getTime() };
    },
  };
}
