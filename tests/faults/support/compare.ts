import type { Arrived, Channel, Seen } from './seen';

/**
 * Where something may arrive twice after a crash, because the platform has no idempotency key for it (`docs/sinks.md`).
 * A repeat carries the id of the first. Texts by SMS are not among them: ACS knows a repeat by its Repeatability headers.
 */
export const REPEATING_SINKS = ['chat', 'bot', 'mail', 'play'] as const;
export type RepeatingSink = (typeof REPEATING_SINKS)[number];

const SINK_OF: Readonly<Record<Channel, RepeatingSink | null>> = {
  phone: 'play',
  chat: 'chat',
  sms: null,
  email: 'mail',
};

/** What an agent is told whose call did not get through to them in time; they say that they are there, and it is offered again. */
export const NOT_CONNECTED = 'The call was not connected;';

/** How a card ends whose bearer died until its time was over. The offer that is made then is another, with an id of its own. */
const LOST_OFFER = 'card: It could not be brought to you.';

export interface Compared {
  /** In words: what was lost, came in another order, or came twice where it must not. */
  readonly differences: readonly string[];
  /** Where something came again that may. */
  readonly repeats: readonly RepeatingSink[];
}

/** Compares a disturbed conversation with an undisturbed one: the same, but for repeats on the `sinks`. */
export function compare(
  channel: Channel,
  seen: Seen,
  undisturbed: Seen,
  sinks: readonly RepeatingSink[] = REPEATING_SINKS,
): Compared {
  const customer = withoutRepeats(seen.customer, SINK_OF[channel], sinks);
  const isAgain = ({ text }: Arrived) => text === LOST_OFFER && sinks.includes('bot');
  const told = sinks.includes('bot') ? withoutLostConnections(seen.agent) : seen.agent;
  const agent = withoutRepeats(
    told.filter((one) => !isAgain(one)),
    'bot',
    sinks,
  );
  return {
    differences: [
      ...customer.refused,
      ...agent.refused,
      ...unequal('the customer saw', wordsOf(customer.once), wordsOf(undisturbed.customer)),
      ...unequal('the agent saw', wordsOf(agent.once), wordsOf(undisturbed.agent)),
      ...unequal('afterwards', seen.afterwards, undisturbed.afterwards),
    ].map((difference) => `${channel}: ${difference}`),
    repeats: [...customer.repeats, ...agent.repeats, ...seen.agent.filter(isLost).map(() => 'bot' as const)],
  };
}

/** An offer that a death cost, or a connection: as one repeat each. */
const isLost = ({ text }: Arrived): boolean => text === LOST_OFFER || isLostConnection({ text });

const isLostConnection = ({ text }: Pick<Arrived, 'text'>): boolean => text.includes(NOT_CONNECTED);

/**
 * Without the notices of those, and the card that each was about: who was connected at last had their card after them. A notice may
 * come late, and come again.
 */
function withoutLostConnections(arrived: readonly Arrived[]): readonly Arrived[] {
  const kept = arrived.filter((one) => !isLostConnection(one));
  const notices = new Set(arrived.filter(isLostConnection).map(({ key, text }) => key ?? text));
  for (const _ of notices)
    kept.splice(
      kept.findIndex(({ text }) => text.startsWith('card: ') && text !== LOST_OFFER),
      1,
    );
  return kept;
}

function withoutRepeats(
  arrived: readonly Arrived[],
  sink: RepeatingSink | null,
  sinks: readonly RepeatingSink[],
): { readonly once: Arrived[]; readonly refused: string[]; readonly repeats: RepeatingSink[] } {
  const once: Arrived[] = [];
  const refused: string[] = [];
  const repeats: RepeatingSink[] = [];
  for (const one of arrived) {
    const first = one.key === null ? undefined : once.find(({ key }) => key === one.key);
    if (first === undefined) once.push(one);
    else if (sink !== null && sinks.includes(sink) && first.text === one.text) repeats.push(sink);
    else refused.push(`'${one.text}' came again as ${one.key}`);
  }
  return { once, refused, repeats };
}

const wordsOf = (arrived: readonly Arrived[]): readonly string[] => arrived.map(({ text }) => text);

const unequal = (what: string, seen: readonly string[], undisturbed: readonly string[]): readonly string[] =>
  JSON.stringify(seen) === JSON.stringify(undisturbed)
    ? []
    : [`${what} ${JSON.stringify(seen, null, 1)}, undisturbed ${JSON.stringify(undisturbed, null, 1)}`];
