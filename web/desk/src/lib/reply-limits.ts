import type { Channel } from '../../../../shared/core/lib/channel';
import { segmentsOf } from '../../../../shared/core/lib/sms-segments';
import { LONGEST_CHAT_TEXT, LONGEST_MAIL_TEXT, MOST_SEGMENTS } from '../../../../shared/core/lib/split-text';

/** What the reply box of a channel allows. */
export interface ReplyState {
  readonly kind: 'empty' | 'ready' | 'tooLong';
  /** Characters left; of a text message what is left in its newest segment. */
  readonly left: number;
  /** Text messages are sent and charged by segment. */
  readonly segments: number | null;
}

export function replyState(channel: Channel, text: string): ReplyState {
  const isEmpty = text.trim() === '';
  if (channel === 'sms') {
    const { count, left } = segmentsOf(text);
    return { kind: isEmpty ? 'empty' : count > MOST_SEGMENTS ? 'tooLong' : 'ready', left, segments: count };
  }
  const left = (channel === 'email' ? LONGEST_MAIL_TEXT : LONGEST_CHAT_TEXT) - text.length;
  return { kind: isEmpty ? 'empty' : left < 0 ? 'tooLong' : 'ready', left, segments: null };
}
