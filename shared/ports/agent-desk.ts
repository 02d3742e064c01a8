/** Where an agent is reached in Teams; kept in the directory when the bot is installed for them. */
export interface DeskAddress {
  readonly agentName: string;
  readonly teamsUserId: string;
  readonly entraTenantId: string;
  /** The 1:1 chat with the bot, once known. */
  readonly conversationId: string | null;
  readonly serviceUrl: string | null;
}

/** What an offer card shows. Texts are ready to read; the desk adds nothing but layout and words of its own. */
export interface OfferCard {
  readonly offerId: string;
  readonly interactionId: string;
  readonly channel: string;
  readonly customerName: string;
  readonly queueName: string;
  readonly waitedMs: number;
  /** Which skills were asked and why this agent. */
  readonly reasons: readonly string[];
  readonly answerBy: number;
  readonly state: OfferCardState;
  /** What an agent may say it was about once it is theirs; empty where nothing is asked. */
  readonly wrapUpChoices: readonly WrapUpChoice[];
  /** What the colleague who hands it over wants known. */
  readonly note: string | null;
  /** Where it may be handed on to once it is theirs. */
  readonly transferChoices: readonly TransferChoice[];
  /** What they may send with one press once it is theirs. */
  readonly replyChoices: readonly ReplyChoice[];
}

/** A reply written in advance; `value` comes back with the verb `reply`. */
export interface ReplyChoice {
  readonly value: string;
  readonly title: string;
}

/** Somewhere a customer can be handed to; `value` comes back with the verb `transfer`. */
export interface TransferChoice {
  readonly value: string;
  readonly title: string;
}

/** A wrap-up code of the queue and what it is called. */
export interface WrapUpChoice {
  readonly code: string;
  readonly title: string;
}

/** How an offer stands. `reason` is what its agent reads of how it ended. */
export type OfferCardState =
  | { readonly name: 'open' }
  | { readonly name: 'connecting' }
  | { readonly name: 'accepted' }
  | { readonly name: 'over'; readonly reason: string };

/** What an agent's text quotes. */
export interface Quoted {
  /** `ref` of the `DeskResult` with which it was shown. */
  readonly ref: string;
  /** The beginning of it as the quotation repeats it; empty when it does not. */
  readonly preview: string;
  /** By the desk's clock; null when the quotation does not say. */
  readonly shownAt: number | null;
}

/** What became of something shown. `ref` names it for changes, and in quotations. `unreachable`: the bot is not there for the agent. */
export type DeskResult =
  | { readonly kind: 'shown'; readonly ref: string }
  | { readonly kind: 'unreachable' }
  /** Not shown, for too much was shown of late; `forMs`: until it is worth another try. `of`: to this agent, or to all. */
  | { readonly kind: 'throttled'; readonly forMs: number; readonly of: 'chat' | 'tenant' }
  | { readonly kind: 'failed'; readonly retryable: boolean };

/** Something that an agent attached to what they wrote; it lies at `url` for some minutes. A picture pasted into a text has no name. */
export type DeskFile =
  | { readonly kind: 'file'; readonly name: string; readonly url: string }
  | { readonly kind: 'picture'; readonly url: string };

/** What an agent attached, or why it cannot be had. */
export type FetchedFile =
  | { readonly kind: 'fetched'; readonly content: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'failed' };

/** The agent's side in Teams: cards and messages in their chat with the bot. No sink here has an idempotency key. */
export interface AgentDesk {
  presentOffer(agent: DeskAddress, card: OfferCard): Promise<DeskResult>;
  /** Changes the card shown before (`ref` of `presentOffer`). */
  updateOffer(agent: DeskAddress, ref: string, card: OfferCard): Promise<DeskResult>;
  /** A customer's message, under the customer's name. `key` is carried in the activity so that a repeat can be told. */
  showMessage(
    agent: DeskAddress,
    message: { readonly key: string; readonly interactionId: string; readonly from: string; readonly text: string },
  ): Promise<DeskResult>;
  /** Whether a quotation's preview is of this message as `showMessage` shows it. */
  isPreviewOf(preview: string, message: { readonly from: string; readonly text: string }): boolean;
  /** What an agent attached; `tooLarge` where it has more than `mostBytes`. */
  fetchFile(agent: DeskAddress, file: DeskFile, mostBytes: number): Promise<FetchedFile>;
  /** Shows for some seconds that the agent's customer writes. Dropped where anything else waits to be shown. */
  showTyping(agent: DeskAddress): Promise<void>;
  /** A line of the product's own. */
  showNotice(
    agent: DeskAddress,
    notice: {
      readonly key: string;
      readonly interactionId: string;
      readonly text: string;
      readonly actions: readonly DeskAction[];
      /** Asked for with `complete`. */
      readonly wrapUpChoices: readonly WrapUpChoice[];
      /** Asked for with `transfer`. */
      readonly transferChoices: readonly TransferChoice[];
    },
  ): Promise<DeskResult>;
}

/** A button under a notice; pressing it comes back as a card action with this verb. */
export interface DeskAction {
  readonly verb: 'connect' | 'hold' | 'unhold' | 'park' | 'meet' | 'complete' | 'note' | TransferVerb;
  readonly title: string;
}

/** What an agent does to share a customer or to hand them over. */
export type TransferVerb = 'transfer' | 'cancelTransfer' | 'completeConsult' | 'joinConsult' | 'cancelConsult';
