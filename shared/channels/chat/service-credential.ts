import type { CommunicationIdentityClient } from '@azure/communication-identity';
import type { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { AccessToken } from '@azure/core-auth';
import type { Clock } from '../../ports/time-and-ids';

/** Tokens live 24 h and take a moment to reach everywhere: the next one is fetched well before. */
const RENEW_BEFORE_MS = 10 * 60_000;

export type ChatCredential = Pick<AzureCommunicationTokenCredential, 'getToken' | 'dispose'>;

/** The chat API takes user tokens only: those of our service identity, one fetched for many requests. */
export function createServiceCredential(
  identities: CommunicationIdentityClient,
  serviceUserId: string,
  clock: Clock,
): ChatCredential {
  let current: AccessToken | undefined;
  let pending: Promise<AccessToken> | undefined;

  async function renew(): Promise<AccessToken> {
    const { token, expiresOn } = await identities.getToken({ communicationUserId: serviceUserId }, ['chat']);
    current = { token, expiresOnTimestamp: expiresOn.getTime() };
    return current;
  }

  return {
    async getToken() {
      if (current && clock.now() < current.expiresOnTimestamp - RENEW_BEFORE_MS) return current;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    dispose() {
      current = undefined;
    },
  };
}
