import type { SmsChannel } from '../../ports/channels';
import type { SmsEvent } from './parse';

/** A carrier with an HTTP API of its own: we ask it to send, and it calls us. Another carrier is another one of these. */
export interface SmsCarrier {
  readonly sender: SmsChannel;
  /** What a request that claims to come from the carrier says, if it does. */
  readWebhook(request: WebhookRequest): CarrierWebhook;
}

/** A request to our webhook, as far as a carrier looks at it. */
export interface WebhookRequest {
  /** Undefined for a header that is not there; names in lower case. */
  header(name: string): string | undefined;
  /** Exactly as it came: what the signature covers. */
  readonly body: string;
}

/**
 * `forged`: not signed by the carrier. `stale`: signed once, and so old that no carrier still tries to deliver it. `unusable`: nobody
 * can tell, because our own key cannot be read.
 */
export type CarrierWebhook =
  | { readonly kind: 'refused'; readonly why: 'forged' | 'stale' | 'unusable' }
  | { readonly kind: 'told'; readonly event: SmsEvent };

/** A carrier whose key cannot be read: its texts fail, nothing is believed, and everything else goes on. `say` is told each time. */
export const createUnusableCarrier = (say: () => void): SmsCarrier => ({
  sender: {
    answersItself: () => false,
    async send() {
      say();
      return { kind: 'failed', code: 'rejected', retryable: false };
    },
  },
  readWebhook() {
    say();
    return { kind: 'refused', why: 'unusable' };
  },
});
