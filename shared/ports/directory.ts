import type { ChannelKind } from '../core/interaction/state';
import type { AgentId, TenantId } from '../core/lib/ids';

/** What an address of ours (number, mailbox, chat thread, resource account) belongs to. */
export interface AddressOwner {
  readonly tenantId: TenantId;
  readonly channel: ChannelKind;
  /** The entry point in the tenant's configuration; for a chat thread the one it was started through. */
  readonly entryPoint: string;
  /** A chat thread's customer. */
  readonly customer: {
    readonly address: string;
    readonly name: string | null;
    /** One of the tenant's, where the page said which; absent in what earlier releases stored. */
    readonly language?: string | null;
  } | null;
}

/** The only look-up before the tenant is known. */
export interface Addresses {
  find(address: string): Promise<AddressOwner | undefined>;
  /** The same as it stands now, where `find` may miss what another process has just put. */
  latest(address: string): Promise<AddressOwner | undefined>;
  put(address: string, owner: AddressOwner): Promise<void>;
  /** Makes `owner` the holder of an address whose holder is still `instead`; undefined for one that nobody holds. */
  claim(address: string, owner: AddressOwner, instead: AddressOwner | undefined): Promise<'claimed' | 'lost'>;
}

/** How many calls of ours a number carries: a counted resource, held by key until freed or until the instant. */
export interface OutboundLines {
  /** True when the key holds a line now: one that is free, or the one it held already. */
  take(request: {
    readonly tenantId: TenantId;
    readonly number: string;
    readonly key: string;
    readonly lines: number;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean>;
  free(tenantId: TenantId, number: string, key: string): Promise<void>;
}

/** Where the bot reaches an agent; known once the bot is installed for them. */
export interface DeskOfAgent {
  readonly conversationId: string;
  readonly serviceUrl: string;
}

/** What a tenant's flows remember of agents and customers between interactions. */
export interface Directory {
  desk(tenantId: TenantId, agentId: AgentId): Promise<DeskOfAgent | undefined>;
  putDesk(tenantId: TenantId, agentId: AgentId, desk: DeskOfAgent): Promise<void>;
  /** The bot is there no more. One that was never there is forgotten too. */
  forgetDesk(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** Who a customer said they do not want texts from; `ourAddress` is one of our numbers. */
  hasOptedOut(tenantId: TenantId, ourAddress: string, customerAddress: string): Promise<boolean>;
  /** `changed` tells the first time from a repeat: a confirmation is sent at most once. */
  setOptedOut(
    tenantId: TenantId,
    ourAddress: string,
    customerAddress: string,
    optedOut: boolean,
  ): Promise<'changed' | 'unchanged'>;
  /** Whether `key` is the one automatic mail that a thread gets in a day; a repeat of the same key still is. */
  acknowledgeOnce(tenantId: TenantId, thread: string, day: string, key: string): Promise<boolean>;
  /** The delta cursor of a mailbox sweep; null before the first. */
  mailCursor(tenantId: TenantId, mailbox: string): Promise<string | null>;
  putMailCursor(tenantId: TenantId, mailbox: string, cursor: string): Promise<void>;
  /** A mail thread's key by any Message-ID seen in it. */
  mailThread(tenantId: TenantId, mailbox: string, messageIds: readonly string[]): Promise<string | undefined>;
  /** `sentKey`: the key of a message of ours that went out as this mail; null for a customer's. */
  putMailThread(
    tenantId: TenantId,
    mailbox: string,
    messageId: string,
    thread: string,
    sentKey: string | null,
  ): Promise<void>;
  /** The key of the message that went out as this mail. */
  sentMail(tenantId: TenantId, mailbox: string, messageId: string): Promise<string | undefined>;
}
