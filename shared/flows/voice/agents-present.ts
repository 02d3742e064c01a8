import { receiverOf } from '../../core/interaction/decide-consult';
import type { Party } from '../../core/interaction/party';
import { customerOnLine, partiesOf, type Interaction, type Segment } from '../../core/interaction/state';
import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { changeInteraction } from '../lib/change-interaction';
import { changeRefs } from '../lib/change-refs';
import type { Deps } from '../lib/deps';
import { wrapUpMsOf } from '../lib/end-timings';
import { leaveInteraction } from '../leave-interaction';
import { loseAgent } from '../lose-agent';

/** Who is in the call, by a report whose `sequence` grows with every change; reports come in any order. */
export interface Presence {
  readonly sequence: number;
  readonly teamsUserIds: readonly string[];
  /** Addresses of all others: the customer, and numbers that agents brought in. */
  readonly others: readonly string[];
}

/** What the reports said since an agent was rung. */
interface Known extends Presence {
  readonly assignmentId: string;
  /** Reports up to this one are from before the ringing. */
  readonly from: number;
  /** Everybody who was in the call since. */
  readonly seen: readonly string[];
}

const REF = 'participants';

/**
 * A call goes on while anybody is in it. Without the customer it is over. An agent who was in it and is in it no more, and
 * did not say that it is over, is lost: the customer goes to the head of the queue. Calls do not say why somebody left,
 * and a customer who was cut off by a network is worse than one who hears music after the goodbye. One who leaves a
 * conference leaves the customer with the others. Before Connect it means that the agent will not take it.
 */
export async function agentsPresent(deps: Deps, ref: InteractionRef, presence: Presence): Promise<void> {
  const noted = await note(deps, ref, presence);
  if (noted === undefined) return;
  const { interaction, segment, known } = noted;
  if (isWithoutCustomer(known, partiesOf(interaction))) {
    await leaveInteraction(deps, ref, 'customerLeft');
    return;
  }
  const { config } = await deps.configs.live(ref.tenantId);
  const agent = config.agents.get(segment.agentId);
  await partiesGone(deps, ref, known, { interaction, teamsUserId: agent?.teamsUserId });
  if (agent !== undefined && isGone(known, agent.teamsUserId)) await agentGone(deps, ref, interaction, segment);
}

async function agentGone(deps: Deps, ref: InteractionRef, interaction: Interaction, segment: Segment): Promise<void> {
  const agentId = agentIdOf(segment.agentId);
  const at = deps.clock.now();
  const { name } = interaction.phase;
  if (name === 'connecting')
    await changeInteraction(deps, ref, () => ({ type: 'failConnect', at, agentId, failure: 'agentLeft' }));
  // One who handed the customer on has left them to others already.
  if (name !== 'active') return;
  if (receiverOf(interaction)?.leg.name !== 'joined') return loseAgent(deps, ref, agentId, 'legFailed');
  const { config } = await deps.configs.live(ref.tenantId);
  const wrapUpMs = wrapUpMsOf(config, interaction);
  await changeInteraction(deps, ref, () => ({ type: 'completeConsult', at, agentId, wrapUpMs }));
}

/** Whoever an agent brought in and is in the call no more has hung up. */
async function partiesGone(deps: Deps, ref: InteractionRef, known: Known, held: Held): Promise<void> {
  for (const { partyId, who, leg } of partiesOf(held.interaction)) {
    if (leg.name === 'ringing' || !isPartyGone(known, who, held)) continue;
    await changeInteraction(deps, ref, () => ({ type: 'failParty', at: deps.clock.now(), partyId, why: 'left' }));
  }
}

/** An interaction and its agent's Teams user. */
interface Held {
  readonly interaction: Interaction;
  readonly teamsUserId: string | undefined;
}

/** What answers for Teams may leave its place to whomever it chose: somebody whom nobody here brought. */
const isPartyGone = (known: Known, who: Party['who'], held: Held): boolean =>
  isGone(known, addressOfParty(who)) && (who.kind !== 'voiceApp' || strangers(known, held).length === 0);

function strangers({ teamsUserIds, others }: Known, { interaction, teamsUserId }: Held): readonly string[] {
  const brought = partiesOf(interaction).map(({ who }) => addressOfParty(who));
  const expected = new Set([customerOnLine(interaction), teamsUserId, ...brought]);
  return [...teamsUserIds, ...others].filter((address) => !expected.has(address));
}

function addressOfParty(who: Party['who']): string {
  switch (who.kind) {
    case 'expert':
      return who.teamsUserId;
    case 'number':
      return who.number;
    case 'voiceApp':
      return `28:orgid:${who.objectId}`;
    default:
      return who satisfies never;
  }
}

/** The numbers that an agent brought in are no customers. */
function isWithoutCustomer({ others, teamsUserIds }: Known, parties: readonly Party[]): boolean {
  const brought = new Set(parties.map(({ who }) => addressOfParty(who)));
  return !others.some((address) => !brought.has(address)) && teamsUserIds.length + others.length > 0;
}

const isGone = ({ seen, teamsUserIds, others }: Known, address: string): boolean =>
  seen.includes(address) && !teamsUserIds.includes(address) && !others.includes(address);

function knownOf({ interaction, refs }: StoredInteraction, { assignmentId }: Segment): Known {
  const text = refs[REF];
  const before = text === undefined ? undefined : (JSON.parse(text) as Known);
  if (before?.assignmentId === assignmentId) return before;
  const sequence = before?.sequence ?? -1;
  const others = [customerOnLine(interaction)];
  // The customer is known to be there: that they are is not worth a write.
  return { assignmentId, from: sequence, sequence, teamsUserIds: before?.teamsUserIds ?? [], others, seen: others };
}

function merge(known: Known, presence: Presence): Known {
  if (presence.sequence <= known.from) return known;
  const { sequence, teamsUserIds, others } = presence.sequence > known.sequence ? presence : known;
  const seen = [...new Set([...known.seen, ...presence.teamsUserIds, ...presence.others])];
  return { ...known, sequence, teamsUserIds, others, seen };
}

const isSame = (one: Known, other: Known): boolean =>
  one.others.join() === other.others.join() &&
  one.seen.length === other.seen.length &&
  one.teamsUserIds.join() === other.teamsUserIds.join();

interface Noted {
  readonly interaction: Interaction;
  readonly segment: Segment;
  readonly known: Known;
}

/** The agent whose coming and going tells something: of a customer who was handed on, the last. */
function segmentOf({ phase, segments }: Interaction): Segment | undefined {
  if (phase.name === 'handedOn') return segments.at(-1);
  return phase.name === 'active' || phase.name === 'connecting' ? segments[phase.segment] : undefined;
}

/**
 * Kept only while somebody may come or go: who else is in the call tells us nothing. A phone rings for longer than a read may be behind
 * before its agent comes or goes.
 */
const note = (deps: Deps, ref: InteractionRef, presence: Presence): Promise<Noted | undefined> =>
  changeRefs<Noted | undefined>(deps, ref, (stored) => {
    const { interaction } = stored;
    const segment = segmentOf(interaction);
    if (segment === undefined) return { refs: null, answer: undefined };
    const before = knownOf(stored, segment);
    const known = merge(before, presence);
    // Most reports say who is on hold: nothing that would be worth a write. Of a call that is over nobody asks again.
    const isWorthless = isSame(before, known) || isWithoutCustomer(known, partiesOf(interaction));
    return { refs: isWorthless ? null : { [REF]: JSON.stringify(known) }, answer: { interaction, segment, known } };
  });
