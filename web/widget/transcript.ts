import type { ChatMessage } from '../../shared/contracts/chat';

/** Something the customer wrote that is not known to be said yet. */
export interface Pending {
  readonly key: string;
  readonly text: string;
  /** The last number that was known then. */
  readonly after: number;
}

/** What the page shows: what was said, in the order of the server, then what is under way. */
export interface Transcript {
  readonly said: readonly ChatMessage[];
  readonly pending: readonly Pending[];
}

export const EMPTY: Transcript = { said: [], pending: [] };

/** Brings messages in; repeats and disorder do no harm. */
export function withSaid(transcript: Transcript, messages: readonly ChatMessage[]): Transcript {
  const bySeq = new Map([...transcript.said, ...messages].map((message) => [message.seq, message]));
  return { ...transcript, said: [...bySeq.values()].sort((a, b) => a.seq - b.seq) };
}

export const withPending = (transcript: Transcript, pending: Pending): Transcript => ({
  ...transcript,
  pending: [...transcript.pending, pending],
});

export const withoutPending = (transcript: Transcript, key: string): Transcript => ({
  ...transcript,
  pending: transcript.pending.filter((one) => one.key !== key),
});

/** What is under way and is not seen to be said already: the word of it may come before the answer. */
export const unsaid = ({ said, pending }: Transcript): readonly Pending[] =>
  pending.filter(
    ({ after, text }) => !said.some((one) => one.from === 'customer' && one.seq > after && one.text === text),
  );

/** Up to where nothing is missing: what follows it is asked for. ACS counts with gaps of its own. */
export function heardUpTo({ said }: Transcript, hasGaps: boolean): number {
  if (hasGaps) return said.at(-1)?.seq ?? 0;
  let seq = 0;
  for (const message of said) {
    if (message.seq !== seq + 1) break;
    seq = message.seq;
  }
  return seq;
}
