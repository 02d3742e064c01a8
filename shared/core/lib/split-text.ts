import type { Channel } from './channel';
import { segmentsOf } from './sms-segments';

/** Carriers refuse, or charge without end, what comes in more parts. */
export const MOST_SEGMENTS = 10;
/** Well under what every provider of chats takes (27 KB), whatever the script. */
export const LONGEST_CHAT_TEXT = 8_000;
export const LONGEST_MAIL_TEXT = 20_000;

/** Whether a channel carries the text as one message. */
export function isCarried(channel: Channel, text: string): boolean {
  switch (channel) {
    case 'sms':
      return segmentsOf(text).count <= MOST_SEGMENTS;
    case 'chat':
      return text.length <= LONGEST_CHAT_TEXT;
    case 'email':
    case 'voice':
      return text.length <= LONGEST_MAIL_TEXT;
  }
}

/**
 * The text in messages that the channel carries, cut between lines or words where there are any. Of a text without a
 * space nothing but the cut is lost; no character is torn apart.
 */
export function splitText(channel: Channel, text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (!isCarried(channel, rest)) {
    const longest = longestCarried(channel, rest);
    const at = cutBefore(rest, longest);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...parts, rest];
}

/** By halving: a longer text never needs fewer parts. */
function longestCarried(channel: Channel, text: string): number {
  let [fits, tooLong] = [1, text.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (isCarried(channel, text.slice(0, middle))) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

/** The last gap in the second half, else the last whole character. */
function cutBefore(text: string, longest: number): number {
  const head = text.slice(0, longest + 1);
  const gap = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  if (gap > longest / 2) return gap;
  const isTorn = /[\uD800-\uDBFF]$/.test(text.slice(0, longest));
  return isTorn && longest > 1 ? longest - 1 : longest;
}
