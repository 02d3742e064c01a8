import type { Segment } from '../../core/interaction/state';
import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { leaveInteraction } from '../leave-interaction';
import { loseAgent } from '../lose-agent';

/** Who is in the call, by a report whose `sequence` grows with every change; reports come in any order. */
export interface Presence {
  readonly sequence: number;
  readonly teamsUserIds: readonly string[];
  /** Who is no agent: the customer. */
  readonly others: number;
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
const ATTEMPTS = 5;

/**
 * A call goes on while anybody is in it. Without the customer it is over. An agent who was in it and is in it no more, and
 * did not say that it is over, is lost: the customer goes to the head of the queue. Calls do not say why somebody left,
 * and a customer who was cut off by a network is worse than one who hears music after the goodbye. Before Connect it means
 * that the agent will not take it.
 */
export async function agentsPresent(deps: Deps, ref: InteractionRef, presence: Presence): Promise<void> {
  const noted = await note(deps, ref, presence);
  if (noted === undefined) return;
  const { phase, segment, known } = noted;
  if (isWithoutCustomer(known)) {
    await leaveInteraction(deps, ref, 'customerLeft');
    return;
  }
  const { config } = await deps.configs.live(ref.tenantId);
  const { agentId } = segment;
  const agent = config.agents.get(agentId);
  if (agent === undefined || !isGone(known, agent.teamsUserId)) return;
  if (phase === 'active') return loseAgent(deps, ref, agentId, 'legFailed');
  const failure = 'agentLeft';
  await changeInteraction(deps, ref, () => ({ type: 'failConnect', at: deps.clock.now(), agentId, failure }));
}

const isWithoutCustomer = ({ others, teamsUserIds }: Known): boolean => others === 0 && teamsUserIds.length > 0;

const isGone = ({ seen, teamsUserIds }: Known, teamsUserId: string): boolean =>
  seen.includes(teamsUserId) && !teamsUserIds.includes(teamsUserId);

function knownOf({ refs }: StoredInteraction, { assignmentId }: Segment): Known {
  const text = refs[REF];
  const before = text === undefined ? undefined : (JSON.parse(text) as Known);
  if (before?.assignmentId === assignmentId) return before;
  const sequence = before?.sequence ?? -1;
  return { assignmentId, from: sequence, sequence, teamsUserIds: before?.teamsUserIds ?? [], others: 1, seen: [] };
}

function merge(known: Known, presence: Presence): Known {
  if (presence.sequence <= known.from) return known;
  const { sequence, teamsUserIds, others } = presence.sequence > known.sequence ? presence : known;
  return { ...known, sequence, teamsUserIds, others, seen: [...new Set([...known.seen, ...presence.teamsUserIds])] };
}

const isSame = (one: Known, other: Known): boolean =>
  one.others === other.others &&
  one.seen.length === other.seen.length &&
  one.teamsUserIds.join() === other.teamsUserIds.join();

interface Noted {
  readonly phase: 'connecting' | 'active';
  readonly segment: Segment;
  readonly known: Known;
}

/** Kept only while an agent may come or go: who else is in the call tells us nothing. */
async function note(deps: Deps, ref: InteractionRef, presence: Presence): Promise<Noted | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await deps.interactions.load(ref);
    if (stored === undefined) return undefined;
    const { interaction, openActs } = stored;
    const { phase, segments } = interaction;
    if (phase.name !== 'active' && phase.name !== 'connecting') return undefined;
    const segment = segments[phase.segment];
    if (segment === undefined) return undefined;
    const before = knownOf(stored, segment);
    const known = merge(before, presence);
    // Most reports say who is on hold: nothing that would be worth a write. Of a call that is over nobody asks again.
    if (isSame(before, known) || isWithoutCustomer(known)) return { phase: phase.name, segment, known };
    const refs = { ...stored.refs, [REF]: JSON.stringify(known) };
    const saved = await deps.interactions.save({ interaction, openActs, refs, events: [] }, stored.etag);
    if (saved.kind === 'saved') return { phase: phase.name, segment, known };
  }
  throw new FlowError('contended', 'The interaction is being changed by too many at once.');
}
