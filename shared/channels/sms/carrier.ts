import type { SmsChannel } from '../../ports/channels';
import type { SmsEvent } from './parse';

/** A carrier with an HTTP API of its own: we ask it to send, and it calls us. Another carrier is another one of these. */
export interface SmsCarrier {
  readonly sender: SmsChannel;
  /** What a request that claims to come from the carrier says, if it does. */
  readWebhook(request: WebhookRequest): CarrierWebhook;
}

export interface WebhookRequest {
  /** Undefined for a header that is not there; names in lower case. */
  header(name: string): string | undefined;
  /** Exactly as it came: what the signature covers. */
  readonly body: string;
}

/** `forged`: not signed by the carrier. `stale`: signed once, and so old that no carrier still tries to deliver it. */
export type CarrierWebhook =
  | { readonly kind: 'refused'; readonly why: 'forged' | 'stale' }
  | { readonly kind: 'told'; readonly event: SmsEvent };
