import type { Seen } from './written-story';
import type { Arrived, Writer } from './writers';

/**
 * Where something may arrive twice after a crash, because the platform has no idempotency key for it (`docs/sinks.md`).
 * A repeat carries the id of the first. Texts by SMS are not among them: ACS knows a repeat by its Repeatability headers.
 */
export const REPEATING_SINKS = ['chat', 'bot', 'mail', 'play'] as const;
export type RepeatingSink = (typeof REPEATING_SINKS)[number];

const SINK_OF: Readonly<Record<Writer['channel'], RepeatingSink | null>> = { chat: 'chat', sms: null, email: 'mail' };

export interface Compared {
  /** In words: what was lost, came in another order, or came twice where it must not. */
  readonly differences: readonly string[];
  readonly repeats: number;
}

/** Compares a disturbed conversation with an undisturbed one: the same, but for repeats on the listed sinks. */
export function compare(channel: Writer['channel'], seen: Seen, undisturbed: Seen): Compared {
  const customer = withoutRepeats(seen.customer, SINK_OF[channel]);
  const agent = withoutRepeats(seen.agent, 'bot');
  return {
    differences: [
      ...customer.refused,
      ...agent.refused,
      ...unequal('the customer', customer.once, undisturbed.customer),
      ...unequal('the agent', agent.once, undisturbed.agent),
      ...(seen.openCards > 0 ? [`${seen.openCards} cards of it can still be accepted`] : []),
    ],
    repeats: customer.repeats + agent.repeats,
  };
}

function withoutRepeats(arrived: readonly Arrived[], sink: RepeatingSink | null) {
  const once: Arrived[] = [];
  const refused: string[] = [];
  let repeats = 0;
  for (const one of arrived) {
    const first = one.key === null ? undefined : once.find(({ key }) => key === one.key);
    if (first === undefined) once.push(one);
    else if (sink === null || first.text !== one.text) refused.push(`'${one.text}' came again as ${one.key}`);
    else repeats += 1;
  }
  return { once, refused, repeats };
}

function unequal(who: string, seen: readonly Arrived[], undisturbed: readonly Arrived[]): string[] {
  const [is, should] = [seen, undisturbed].map((all) => JSON.stringify(all.map(({ text }) => text)));
  return is === should ? [] : [`${who} saw ${is}, undisturbed ${should}`];
}
