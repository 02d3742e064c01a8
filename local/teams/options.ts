import type { Clock } from '../kit/clock';
import type { Post } from '../kit/post';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';

/** Somebody in an organisation who may have the bot installed. */
export interface Person {
  /** Object id in Entra; the Bot connector takes it as a member's id too. */
  readonly teamsUserId: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly userPrincipalName: string;
}

/** The claims of a token that Entra issued for an audience; undefined, or a rejection, for any other. */
export type VerifyToken = (token: string, audience: string) => Promise<object | undefined>;

/** Signs as `https://api.botframework.com`: `aud` is the bot, `serviceurl` the service URL. */
export type SignActivity = (activity: { readonly botAppId: string; readonly serviceUrl: string }) => Promise<string>;

export interface TeamsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  /** A bot has 15 s to answer: give one made with `timeoutMs: 15_000`. */
  readonly post: Post;
  readonly verifyToken: VerifyToken;
  readonly signActivity: SignActivity;
  readonly botAppId: string;
  readonly botName: string;
  /** Where activities are posted: the bot's messaging endpoint. */
  readonly botEndpoint: () => string;
  /** Where this service is reached, with one path segment for the region, e.g. `https://localhost:1234/teams/`. */
  readonly serviceUrl: () => string;
  readonly people: () => readonly Person[];
  /** Whether the published limits of a conversation and of a tenant answer 429; off when absent. */
  readonly rateLimits?: () => boolean;
  /** By which they are measured; the clock when absent. */
  readonly rateClock?: Pick<Clock, 'now'>;
}

/** An activity of the Bot Framework protocol as it stands on the wire. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly textFormat?: string;
  readonly summary?: string;
  readonly replyToId?: string;
  readonly attachments?: readonly Attachment[];
  readonly channelData?: unknown;
  readonly [member: string]: unknown;
}

export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
  readonly contentUrl?: string;
  readonly name?: string;
}

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
