import type { Clock } from '../ports/time-and-ids';
import { createKeySource, type FetchKeys, type KeySource } from './key-source';
import { bearerToken, refused, verifyJwt, type Validated } from './verify';

/** Whose tokens the Bot connector shows. */
export interface BotConnectorOptions {
  /** The bot's application (client) id. */
  readonly botAppId: string;
  /** `https://api.botframework.com`. */
  readonly issuer: string;
  /** `https://login.botframework.com/v1/.well-known/keys`. */
  readonly keysUrl: string;
  readonly clock: Clock;
  readonly fetchKeys?: FetchKeys;
}

/** Says whether the Bot connector posted something. */
export interface BotConnectorTokens {
  /** Checks that an activity with this `serviceUrl` and `channelId` was posted by the connector. */
  validate(
    authorization: string | null | undefined,
    activity: { readonly serviceUrl: string; readonly channelId: string },
  ): Promise<Validated<null>>;
}

/**
 * Validates what the Bot connector posts, after
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication: without the check
 * of the service URL anybody with a bot of their own could have our answers, and our token, sent to their server.
 */
export function createBotConnectorTokens(options: BotConnectorOptions): BotConnectorTokens {
  const keys = createKeySource(options.keysUrl, options.fetchKeys);
  return {
    async validate(authorization, activity) {
      const token = bearerToken(authorization);
      if (token === undefined) return refused(authorization ? 'malformed' : 'missing');
      const verified = await verifyJwt(token, {
        issuer: options.issuer,
        audiences: [options.botAppId],
        keys,
        clock: options.clock,
      });
      if (verified.kind === 'refused') return verified;
      const { claims, keyId } = verified.value;
      if (claims['serviceurl'] !== activity.serviceUrl) return refused('serviceUrl');
      if (!isEndorsed(keys, keyId, activity.channelId)) return refused('endorsement');
      return { kind: 'valid', value: null };
    },
  };
}

/** A key that names channels may vouch for these only; one that names none is taken for all, as Microsoft's SDKs do. */
function isEndorsed(keys: KeySource, keyId: string, channelId: string): boolean {
  const endorsements = keys.endorsements(keyId);
  return endorsements.length === 0 || endorsements.includes(channelId);
}
