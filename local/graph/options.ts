import type { Clock } from '../kit/clock';
import type { Post } from '../kit/post';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';

/** Somebody in an organisation: has presence, and can be looked up. */
export interface Person {
  /** Object id in Entra. */
  readonly teamsUserId: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly userPrincipalName: string;
  readonly jobTitle: string | null;
}

/** A mailbox of Exchange Online that an app may read and send from. */
export interface MailboxOwner {
  /** The address that customers write to, and the principal name of the mailbox's user. */
  readonly address: string;
  readonly name: string;
  readonly entraTenantId: string;
  /** Other addresses that Exchange lets the mailbox send as. */
  readonly sendAs: readonly string[];
}

/** The claims of a token that Entra issued for an audience; undefined, or a rejection, for any other. */
export type VerifyToken = (token: string, audience: string) => Promise<object | undefined>;

export interface GraphOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  /** Validations have 10 s to be answered: give one made with `timeoutMs: 10_000`. */
  readonly post: Post;
  readonly verifyToken: VerifyToken;
  /** Where this service is reached, with its version: `https://localhost:1234/v1.0`. */
  readonly endpoint: () => string;
  readonly people: () => readonly Person[];
  readonly mailboxes: () => readonly MailboxOwner[];
  /** The published limits and what they are measured by; none when absent. */
  readonly rateClock?: Pick<Clock, 'now'>;
}
