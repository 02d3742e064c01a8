import type { Channel } from '../../../../shared/core/lib/channel';
import { segmentsOf } from './segments';

/** What the reply box of a channel allows. */
export interface ReplyState {
  readonly kind: 'empty' | 'ready' | 'tooLong';
  /** Characters left; of a text message what is left in its newest segment. */
  readonly left: number;
  /** Text messages are sent and charged by segment. */
  readonly segments: number | null;
}

/** The API takes no longer text; a text message of more parts is refused by many carriers. */
const LONGEST = { chat: 8_000, email: 20_000 } as const;
const MOST_SEGMENTS = 10;

export function replyState(channel: Channel, text: string): ReplyState {
  const isEmpty = text.trim() === '';
  if (channel === 'sms') {
    const { count, left } = segmentsOf(text);
    return { kind: isEmpty ? 'empty' : count > MOST_SEGMENTS ? 'tooLong' : 'ready', left, segments: count };
  }
  const left = (channel === 'email' ? LONGEST.email : LONGEST.chat) - text.length;
  return { kind: isEmpty ? 'empty' : left < 0 ? 'tooLong' : 'ready', left, segments: null };
}
