import type { Command } from './commands';
import type { Entry } from './entries';
import { makeUnavailable, renewLease, setAgentProfile, setAgentState } from './evolve-agent';
import { acceptOffer, endAssignment, endVisitAndOffer, failOffer, makeOffer, releaseAssignment } from './evolve-offer';
import { addVisit, endCoolDown, enterStep } from './evolve-visit';
import { recall, remember } from './memory';
import type { Recorded } from './outcomes';
import type { ShardState } from './state';
import type { OfferId } from './types';

/** The state after an entry. Consumes the state given. Needs no configuration: an entry says all that follows from it. */
export function evolve(state: ShardState, entry: Entry): ShardState {
  state.seq = entry.seq;
  state.at = entry.at;
  for (const id of entry.doneActs) state.openActs.delete(id);
  for (const act of entry.acts) state.openActs.set(act.id, { act, at: entry.at });
  rememberCommand(state, entry);
  apply(state, entry);
  return state;
}

/** The state after all entries, in order. Consumes the state given. */
export const fold = (state: ShardState, entries: readonly Entry[]): ShardState => entries.reduce(evolve, state);

/** Whether its answer is kept: a repeated tick, match or heartbeat does no harm, and there are very many. */
export const isRemembered = ({ name }: Command): boolean => name !== 'tick' && name !== 'match' && name !== 'heartbeat';

function rememberCommand(state: ShardState, { command, outcome }: Entry): void {
  if (isRemembered(command) && recall(state.commands, command.commandId) === undefined)
    remember(state.commands, command.commandId, outcome);
}

function apply(state: ShardState, entry: Entry, { command, outcome } = entry): void {
  switch (command.name) {
    case 'enqueue':
      addVisit(state, entry, command);
      return;
    case 'cancel':
      endVisitAndOffer(state, command.visitId, 'cancelled');
      return;
    case 'agentState':
      setAgentState(state, entry, command, leaseOf(outcome));
      return;
    case 'agentProfile':
      setAgentProfile(state, command);
      return;
    case 'heartbeat':
      renewLease(state, command.agentId, leaseOf(outcome));
      return;
    case 'delivered':
      noteDelivery(state, command.offerId);
      return;
    case 'accept':
      acceptOffer(state, entry, command.offerId);
      return;
    case 'decline':
      failOffer(state, entry, command.offerId, 'declined');
      return;
    case 'release':
      releaseAssignment(state, entry, command.assignmentId, wrapUpOf(outcome));
      return;
    case 'complete':
      endAssignment(state, entry, command.assignmentId);
      return;
    case 'config':
      state.configVersion = command.version;
      return;
    case 'match':
    case 'tick':
      applyOwnStep(state, entry);
  }
}

const leaseOf = (outcome: Recorded): number => ('leaseUntilAt' in outcome ? outcome.leaseUntilAt : 0);

const wrapUpOf = (outcome: Recorded): number | null => (outcome.kind === 'released' ? outcome.wrapUpUntilAt : null);

function noteDelivery(state: ShardState, offerId: OfferId): void {
  const offer = state.offers.get(offerId);
  if (offer !== undefined) offer.isDelivered = true;
}

/** A step of the shard's own: an offer, or what was due. */
function applyOwnStep(state: ShardState, entry: Entry, { outcome } = entry): void {
  switch (outcome.kind) {
    case 'offered':
      for (const act of entry.acts) if (act.kind === 'offer') makeOffer(state, act);
      return;
    case 'offerLapsed':
    case 'offerWithdrawn':
      loseOffer(state, entry, outcome.offerId);
      return;
    case 'visitExpired':
      endVisitAndOffer(state, outcome.visitId, 'expired');
      return;
    case 'stepEntered':
      enterStep(state, outcome.visitId, outcome.step);
      return;
    case 'coolDownEnded':
      endCoolDown(state, outcome.visitId, outcome.agentId);
      return;
    case 'leaseExpired':
      makeUnavailable(state, outcome.agentId, { kind: 'signedOut' });
      return;
    case 'wrapUpTimedOut':
    case 'assignmentLost':
      endAssignment(state, entry, outcome.assignmentId);
      return;
    case 'marked':
    // The rest answer commands: `apply` has them.
    case 'enqueued':
    case 'cancelled':
    case 'cancelledAhead':
    case 'agentStateSet':
    case 'profileTaken':
    case 'leaseRenewed':
    case 'deliveryNoted':
    case 'accepted':
    case 'declined':
    case 'released':
    case 'completed':
    case 'configTaken':
  }
}

/** The offer ended without an answer. */
function loseOffer(state: ShardState, entry: Entry, offerId: OfferId): void {
  const act = entry.acts.find(({ kind }) => kind === 'agentNotResponding');
  // First, so that the visit going back does not wake its line for an agent who is not there.
  if (act?.kind === 'agentNotResponding') makeUnavailable(state, act.agentId, { kind: 'notResponding', offerId });
  failOffer(state, entry, offerId, entry.outcome.kind === 'offerLapsed' ? 'expired' : 'cancelled');
}
