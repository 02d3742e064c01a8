import type { OfferAct } from './acts';
import { note } from './due';
import type { Entry } from './entries';
import { beginIdle, giveRoomBack, settleAgent, takeRoom } from './evolve-agent';
import { beOffered, endVisit, waitAgain, without, type Ended } from './evolve-visit';
import { remember } from './memory';
import type { TakenHow } from './outcomes';
import type { Assignment, EndedOffer, Offer, ShardState } from './state';
import type { AssignmentId, OfferId, VisitId } from './types';

/** An agent looks at the visit, and their room is taken. */
export function makeOffer(state: ShardState, act: OfferAct): void {
  const { offerId, visitId, interactionId, agentId, queueId, channel, units, deadlineAt } = act;
  beOffered(state, visitId, offerId);
  const about = { offerId, visitId, interactionId, agentId, queueId, channel, units };
  holdOffer(state, { ...about, deadlineAt, isDelivered: false });
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.offeredSeq = state.seq;
  settleAgent(state, agent);
}

/** Takes a live offer into the state; the agent is to be settled after. */
export function holdOffer(state: ShardState, offer: Offer): void {
  const { offerId, agentId, deadlineAt } = offer;
  state.offers.set(offerId, offer);
  note(state, { at: deadlineAt, kind: 'offerDeadline', id: offerId });
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.offerIds.add(offerId);
  takeRoom(agent, offer);
}

/** Takes an assignment into the state; the agent is to be settled after. */
export function holdAssignment(state: ShardState, assignment: Assignment): void {
  const { assignmentId, agentId } = assignment;
  state.assignments.set(assignmentId, assignment);
  noteWrapUp(state, assignment);
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.assignmentIds.add(assignmentId);
  if (assignment.isHoldingRoom) takeRoom(agent, assignment);
}

function noteWrapUp(state: ShardState, { assignmentId, wrapUpUntilAt, roomUntilAt }: Assignment): void {
  if (wrapUpUntilAt !== null) note(state, { at: wrapUpUntilAt, kind: 'wrapUpEnd', id: assignmentId });
  if (roomUntilAt !== null) note(state, { at: roomUntilAt, kind: 'roomEnd', id: assignmentId });
}

/** The offer is over, and its room is the agent's again. */
function endOffer(state: ShardState, offerId: OfferId, end: EndedOffer['end']): Offer | undefined {
  const offer = state.offers.get(offerId);
  if (offer === undefined) return undefined;
  state.offers.delete(offerId);
  remember(state.endedOffers, offerId, { agentId: offer.agentId, end });
  const agent = state.agents.get(offer.agentId);
  if (agent === undefined) return offer;
  agent.offerIds.delete(offerId);
  giveRoomBack(agent, offer);
  // Of an accepted one the assignment takes the room at once: the index need not see the moment between.
  if (end !== 'accepted') settleAgent(state, agent);
  return offer;
}

/** The offer becomes an assignment; other offers of the visit are taken back by the entries that follow. */
export function acceptOffer(state: ShardState, entry: Entry, offerId: OfferId): void {
  const offer = endOffer(state, offerId, 'accepted');
  if (offer === undefined) return;
  const visit = state.visits.get(offer.visitId);
  // What is left of them is another's.
  if (visit !== undefined) visit.offerIds = without(visit.offerIds, offerId);
  const { visitId, interactionId, agentId, queueId, channel, units } = offer;
  beginAssignment(state, entry, {
    assignmentId: offerId,
    visitId,
    interactionId,
    agentId,
    queueId,
    channel,
    units,
    wrapUpUntilAt: null,
    isHoldingRoom: true,
    roomUntilAt: null,
    isForced: false,
  });
}

/** The visit is answered, and the agent at work on it. */
function beginAssignment(state: ShardState, entry: Entry, assignment: Assignment): void {
  endVisit(state, assignment.visitId, { how: 'answered' });
  holdAssignment(state, assignment);
  const agent = state.agents.get(assignment.agentId);
  if (agent === undefined) return;
  agent.contacts += 1;
  beginIdle(agent, entry);
  settleAgent(state, agent);
}

/** Given by hand. Offers of it that are live are taken back by steps that follow. */
export function takeVisit(state: ShardState, entry: Entry, how: TakenHow): void {
  const act = entry.acts.find(({ kind }) => kind === 'assigned');
  if (act?.kind !== 'assigned') return;
  const { assignmentId, visitId, interactionId, agentId, queueId, channel } = act;
  const units = state.agents.get(agentId)?.profile.capacity.channels[channel]?.units ?? 0;
  const about = { assignmentId, visitId, interactionId, agentId, queueId, channel, units };
  const atWork = { wrapUpUntilAt: null, isHoldingRoom: true, roomUntilAt: null, isForced: how === 'forced' };
  beginAssignment(state, entry, { ...about, ...atWork });
}

/** The offer failed: the visit waits again, kept from this agent as the entry's `requeued` act says. */
export function failOffer(state: ShardState, { acts }: Entry, offerId: OfferId, end: EndedOffer['end']): void {
  const offer = endOffer(state, offerId, end);
  if (offer === undefined) return;
  const requeued = acts.find((act) => act.kind === 'requeued');
  waitAgain(state, offer.visitId, {
    offerId,
    agentId: offer.agentId,
    coolDownUntilAt: requeued?.coolDownUntilAt ?? null,
    isMiss: requeued?.cause === 'declined' || requeued?.cause === 'ignored',
  });
}

/** The visit ends without an agent, and with it the offers that the entry takes back; others follow by steps of their own. */
export function endVisitAndOffers(state: ShardState, { acts }: Entry, visitId: VisitId, end: Ended): void {
  endVisit(state, visitId, end);
  for (const act of acts) if (act.kind === 'rescind') endOffer(state, act.offerId, 'cancelled');
}

/** The conversation is over: wrap-up until then, or nothing more. */
export function releaseAssignment(
  state: ShardState,
  entry: Entry,
  assignmentId: AssignmentId,
  { wrapUpUntilAt, roomUntilAt }: { readonly wrapUpUntilAt: number | null; readonly roomUntilAt?: number },
): void {
  const assignment = state.assignments.get(assignmentId);
  if (assignment === undefined) return;
  if (wrapUpUntilAt === null) {
    endAssignment(state, entry, assignmentId);
    return;
  }
  assignment.wrapUpUntilAt = wrapUpUntilAt;
  assignment.roomUntilAt = roomUntilAt ?? null;
  noteWrapUp(state, assignment);
  if (roomUntilAt !== undefined && roomUntilAt <= state.at) freeRoom(state, assignmentId);
  const agent = state.agents.get(assignment.agentId);
  if (agent !== undefined) settleAgent(state, agent);
}

/** Wrap-up goes on, and the agent has room for others. */
export function freeRoom(state: ShardState, assignmentId: AssignmentId): void {
  const assignment = state.assignments.get(assignmentId);
  if (assignment === undefined || !assignment.isHoldingRoom) return;
  assignment.isHoldingRoom = false;
  assignment.roomUntilAt = null;
  const agent = state.agents.get(assignment.agentId);
  if (agent === undefined) return;
  giveRoomBack(agent, assignment);
  settleAgent(state, agent);
}

/** The agent is free of it. */
export function endAssignment(state: ShardState, entry: Entry, assignmentId: AssignmentId): void {
  const assignment = state.assignments.get(assignmentId);
  if (assignment === undefined) return;
  state.assignments.delete(assignmentId);
  const agent = state.agents.get(assignment.agentId);
  if (agent === undefined) return;
  agent.assignmentIds.delete(assignmentId);
  if (assignment.isHoldingRoom) giveRoomBack(agent, assignment);
  beginIdle(agent, entry);
  settleAgent(state, agent);
}
