import type { CustomerMessage, MessageChannel, SendResult } from '../../../shared/ports/channels';

/** A channel that keeps what was sent. */
export interface FakeChannel extends MessageChannel {
  readonly sent: readonly CustomerMessage[];
  /** What it was asked to send, whatever it answered. */
  readonly asked: readonly string[];
  /** From now on until `answer(null)`. */
  answer(result: SendResult | null): void;
}

/** See {@link FakeChannel}. */
export function createFakeChannel(): FakeChannel {
  const sent: CustomerMessage[] = [];
  const asked: string[] = [];
  let forced: SendResult | null = null;
  return {
    sent,
    asked,
    answer: (result) => {
      forced = result;
    },
    async send(message) {
      asked.push(message.text);
      if (forced !== null) return forced;
      sent.push(message);
      return { kind: 'sent', providerId: `sent-${sent.length}` };
    },
  };
}
