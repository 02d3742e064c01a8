import type { RoutingConfig } from './config';
import { decide } from './decide';
import { entryOf } from './decision';
import type { Entry } from './entries';
import { evolve } from './evolve';
import { explain, whyNot, type Explanation, type WhyNot } from './explain';
import type { ShardState } from './state';
import type { AgentId, InteractionId } from './types';

/** A decision about an interaction, explained from the state in which it was made. */
export interface Retold {
  readonly entry: Entry;
  /** Of an offer: everybody who might have had it, and what kept them from it. Null for other decisions. */
  readonly explanation: Explanation | null;
  /** Of an offer: why the agent who was asked about did not get it. Null for other decisions, or when nobody was asked about. */
  readonly whyNot: WhyNot | null;
  /** Decided again from that state, it came out the same to the last byte. */
  readonly isReproduced: boolean;
}

/** What is to be told of which interaction. */
export interface Retelling {
  readonly interactionId: InteractionId;
  readonly askedAgentId: AgentId | null;
  /** The configuration version that an entry names. */
  readonly configOf: (version: number) => RoutingConfig;
  /** Ids of what is the interaction's in the shard. Grows; begins empty, and goes along from one segment to the next. */
  readonly known: Set<string>;
}

/** The decisions about one interaction among the entries that follow a state, in order. Consumes the state. */
export function retell(state: ShardState, entries: readonly Entry[], retelling: Retelling): readonly Retold[] {
  return entries.flatMap((entry) => {
    const retold = concerns(entry, retelling) ? [retoldBy(state, entry, retelling)] : [];
    evolve(state, entry);
    return retold;
  });
}

function retoldBy(state: ShardState, entry: Entry, { askedAgentId, configOf }: Retelling): Retold {
  const visitId = entry.acts.find((act) => act.kind === 'offer')?.visitId;
  const isOffer = visitId !== undefined;
  return {
    entry,
    explanation: isOffer ? (explain(state, visitId) ?? null) : null,
    whyNot: isOffer && askedAgentId !== null ? whyNot(state, visitId, askedAgentId) : null,
    isReproduced: isReproduced(state, entry, configOf(entry.configVersion)),
  };
}

/** Whether the entry is what the state leads to. Reads only. */
export function isReproduced(state: ShardState, entry: Entry, config: RoutingConfig): boolean {
  if (entry.outcome.kind === 'marked') return true;
  const circumstances = { now: entry.at, config };
  const decision = decide(state, entry.command, circumstances);
  if (decision.kind !== 'step') return false;
  return sorted(entryOf(state, circumstances, entry.command, decision, entry.doneActs)) === sorted(entry);
}

/** A store may give the fields of an object back in another order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Marks and deliveries are no decisions. */
function concerns(entry: Entry, { interactionId, known }: Retelling): boolean {
  const { command, outcome, acts } = entry;
  const isTheirs =
    (command.name === 'enqueue' && outcome.kind === 'enqueued' && command.interactionId === interactionId) ||
    acts.some((act) => 'interactionId' in act && act.interactionId === interactionId) ||
    [...idsIn(command), ...idsIn(outcome)].some((id) => known.has(id));
  if (isTheirs) [command, outcome, ...acts].flatMap(idsIn).forEach((id) => known.add(id));
  return isTheirs && outcome.kind !== 'marked' && outcome.kind !== 'deliveryNoted';
}

function idsIn(part: object): readonly string[] {
  const { visitId, offerId, assignmentId } = part as Readonly<Partial<Record<string, unknown>>>;
  return [visitId, offerId, assignmentId].filter((id) => typeof id === 'string');
}
