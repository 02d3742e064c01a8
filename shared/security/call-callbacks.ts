import type { Clock } from '../ports/time-and-ids';
import { createKeySource, type FetchKeys } from './key-source';
import { bearerToken, refused, verifyJwt, type Validated } from './verify';

/** Whose tokens Call Automation shows. */
export interface CallCallbackOptions {
  /** `https://acscallautomation.communication.azure.com`. */
  readonly issuer: string;
  /** `https://acscallautomation.communication.azure.com/calling/keys`. */
  readonly keysUrl: string;
  /** The immutable resource ids (GUIDs) of our Communication Services resources. */
  readonly resourceIds: readonly string[];
  readonly clock: Clock;
  readonly fetchKeys?: FetchKeys;
}

/** Says whether Call Automation called back. */
export interface CallCallbackTokens {
  validate(authorization: string | null | undefined): Promise<Validated<null>>;
}

/**
 * Validates the tokens of Call Automation callbacks, after
 * https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/secure-webhook-endpoint.
 */
export function createCallCallbackTokens(options: CallCallbackOptions): CallCallbackTokens {
  const keys = createKeySource(options.keysUrl, options.fetchKeys);
  return {
    async validate(authorization) {
      const token = bearerToken(authorization);
      if (token === undefined) return refused(authorization ? 'malformed' : 'missing');
      const { issuer, resourceIds, clock } = options;
      const verified = await verifyJwt(token, { issuer, audiences: resourceIds, keys, clock });
      return verified.kind === 'valid' ? { kind: 'valid', value: null } : verified;
    },
  };
}
