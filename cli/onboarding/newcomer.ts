import type { ChatProvider } from '../../shared/core/config/entry-point-source';
import type { SmsSender } from '../../shared/core/config/sms-senders';

/** How calls reach a tenant's numbers. */
export const CARRIERS = ['teams', 'trunk', 'acs'] as const;

/** What brings a tenant's calls. */
export type Carrier =
  /** Teams Phone extensibility: the number is a Teams resource account's. */
  | { readonly kind: 'teams'; readonly resourceAccount: { readonly name: string; readonly objectId: string } }
  /** Direct routing of Communication Services; the trunk tells tenants with one number plan apart. */
  | { readonly kind: 'trunk'; readonly trunk: string }
  /** A number that Communication Services itself has. */
  | { readonly kind: 'acs' };

/** Who carries a newcomer's texts and chats, first what can still be bought. */
export const TEXT_CARRIERS = ['telesign', 'acs'] as const satisfies readonly SmsSender[];
export const CHAT_PROVIDERS = ['switchboard', 'acs'] as const satisfies readonly ChatProvider[];

/** An organisation that is to be served, as an administrator describes it. */
export interface Newcomer {
  readonly id: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly countries: readonly string[];
  readonly timeZone: string;
  readonly integrationModel: string;
  readonly agents: readonly NewAgent[];
  readonly calls: { readonly numbers: readonly string[]; readonly carrier: Carrier } | null;
  readonly texts: { readonly number: string; readonly carrier: SmsSender } | null;
  readonly mailbox: string | null;
  /** Who carries chats on its web site; null where there are none. */
  readonly chat: ChatProvider | null;
}

export interface NewAgent {
  readonly name: string;
  readonly entraObjectId: string;
}
