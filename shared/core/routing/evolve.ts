import type { Command } from './commands';
import type { Entry } from './entries';
import { makeUnavailable, renewLease, setAgentProfile, setAgentState } from './evolve-agent';
import { reprofile, takeConfig } from './evolve-config';
import {
  acceptOffer,
  endAssignment,
  endVisitAndOffers,
  failOffer,
  freeRoom,
  makeOffer,
  releaseAssignment,
  takeVisit,
} from './evolve-offer';
import { addVisit, endCoolDown, enterStep, relax, replan, widenOffers } from './evolve-visit';
import { recall, remember } from './memory';
import type { Recorded, VisitEnd } from './outcomes';
import type { EndedOffer, ShardState } from './state';
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
      endVisitAndOffers(state, entry, command.visitId, 'cancelled');
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
      if (outcome.kind === 'released') releaseAssignment(state, entry, command.assignmentId, outcome);
      return;
    case 'complete':
      endAssignment(state, entry, command.assignmentId);
      return;
    case 'config':
      takeConfig(state, command.version);
      return;
    case 'pull':
    case 'assign':
      if (outcome.kind === 'taken') takeVisit(state, entry, outcome.how);
      return;
    case 'match':
    case 'tick':
      applyOwnStep(state, entry);
  }
}

const leaseOf = (outcome: Recorded): number => ('leaseUntilAt' in outcome ? outcome.leaseUntilAt : 0);

function noteDelivery(state: ShardState, offerId: OfferId): void {
  const offer = state.offers.get(offerId);
  if (offer !== undefined) offer.isDelivered = true;
}

/** A step of the shard's own: an offer, or what was due. Of an outcome that answers a command `apply` has done what follows. */
function applyOwnStep(state: ShardState, entry: Entry): void {
  const { outcome } = entry;
  switch (outcome.kind) {
    case 'offered':
      for (const act of entry.acts) if (act.kind === 'offer') makeOffer(state, act);
      return;
    case 'offerLapsed':
    case 'offerWithdrawn':
      loseOffer(state, entry, outcome.offerId);
      return;
    case 'leaseExpired':
      makeUnavailable(state, outcome.agentId, { kind: 'signedOut' });
      return;
    case 'wrapUpTimedOut':
    case 'assignmentLost':
      endAssignment(state, entry, outcome.assignmentId);
      return;
    case 'roomFreed':
      freeRoom(state, outcome.assignmentId);
      return;
    case 'agentReprofiled':
      reprofile(state, outcome.agentId, outcome.profile);
      return;
    case 'configApplied':
      state.plannedVersion = state.configVersion;
      return;
    default:
      applyToVisit(state, entry, outcome);
  }
}

/** What happens to a visit that waits, or is looked at. */
function applyToVisit(state: ShardState, entry: Entry, outcome: Recorded): void {
  switch (outcome.kind) {
    case 'visitExpired':
      endVisitAndOffers(state, entry, outcome.visitId, 'expired');
      return;
    case 'visitDeparted':
      endVisitAndOffers(state, entry, outcome.visitId, departedAs(entry));
      return;
    case 'stepEntered':
      enterStep(state, outcome.visitId, outcome.step);
      return;
    case 'replanned':
      replan(state, outcome);
      return;
    case 'relaxed':
      relax(state, outcome.visitId);
      return;
    case 'offersWidened':
      widenOffers(state, outcome.visitId);
      return;
    case 'coolDownEnded':
      endCoolDown(state, outcome.visitId, outcome.agentId);
      return;
    default:
  }
}

/** The offer ended without an answer. */
function loseOffer(state: ShardState, entry: Entry, offerId: OfferId): void {
  const act = entry.acts.find(({ kind }) => kind === 'agentNotResponding');
  // First, so that the visit going back does not wake its line for an agent who is not there.
  if (act?.kind === 'agentNotResponding') makeUnavailable(state, act.agentId, { kind: 'notResponding', offerId });
  failOffer(state, entry, offerId, lostAs(entry));
}

function lostAs({ outcome, acts }: Entry): EndedOffer['end'] {
  if (outcome.kind === 'offerLapsed') return 'expired';
  const isWon = acts.some((act) => act.kind === 'rescind' && act.reason === 'acceptedElsewhere');
  return isWon ? 'acceptedElsewhere' : 'cancelled';
}

const departedAs = ({ acts }: Entry): VisitEnd =>
  acts.some(({ kind }) => kind === 'overflowed') ? 'overflowed' : 'expired';
