import type { CustomerMessage, MessageChannel, SendResult } from '../../../shared/ports/channels';

/** A channel that keeps what was sent. */
export interface FakeChannel extends MessageChannel {
  readonly sent: readonly CustomerMessage[];
  /** From now on until `answer(null)`. */
  answer(result: SendResult | null): void;
}

/** See {@link FakeChannel}. */
export function createFakeChannel(): FakeChannel {
  const sent: CustomerMessage[] = [];
  let forced: SendResult | null = null;
  return {
    sent,
    answer: (result) => {
      forced = result;
    },
    async send(message) {
      if (forced !== null) return forced;
      sent.push(message);
      return { kind: 'sent', providerId: `sent-${sent.length}` };
    },
  };
}
