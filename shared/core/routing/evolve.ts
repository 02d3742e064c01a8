import { never } from '../lib/never';
import type { Command } from './commands';
import type { Entry } from './entries';
import { makeUnavailable, renewLease, setAgentState } from './evolve-agent';
import { acceptOffer, endAssignment, endVisitAndOffer, failOffer, makeOffer, releaseAssignment } from './evolve-offer';
import { addVisit, endCoolDown, enterStep } from './evolve-visit';
import { recall, remember } from './memory';
import type { Recorded } from './outcomes';
import type { ShardState } from './state';

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

function apply(state: ShardState, entry: Entry): void {
  const { outcome } = entry;
  switch (outcome.kind) {
    case 'offered':
      for (const act of entry.acts) if (act.kind === 'offer') makeOffer(state, act);
      return;
    case 'offerLapsed':
      return lapseOffer(state, entry, outcome.offerId);
    case 'offerWithdrawn':
      return failOffer(state, entry, outcome.offerId, 'cancelled');
    case 'visitExpired':
      return endVisitAndOffer(state, outcome.visitId, 'expired');
    case 'stepEntered':
      return enterStep(state, outcome.visitId, outcome.step);
    case 'coolDownEnded':
      return endCoolDown(state, outcome.visitId, outcome.agentId);
    case 'leaseExpired':
      return makeUnavailable(state, outcome.agentId, { kind: 'signedOut' });
    case 'wrapUpTimedOut':
    case 'assignmentLost':
      return endAssignment(state, entry, outcome.assignmentId);
    case 'marked':
      return;
    default:
      return applyCommand(state, entry, outcome);
  }
}

type OfCommand = Exclude<
  Recorded,
  {
    readonly kind:
      | 'offered'
      | 'offerLapsed'
      | 'offerWithdrawn'
      | 'visitExpired'
      | 'stepEntered'
      | 'coolDownEnded'
      | 'leaseExpired'
      | 'wrapUpTimedOut'
      | 'assignmentLost'
      | 'marked';
  }
>;

/** Steps that a command asked for: what they change is in the command, what was decided in the outcome. */
function applyCommand(state: ShardState, entry: Entry, outcome: OfCommand): void {
  const { command } = entry;
  switch (command.name) {
    case 'enqueue':
      return addVisit(state, entry, command);
    case 'cancel':
      return endVisitAndOffer(state, command.visitId, 'cancelled');
    case 'agentState':
      return setAgentState(state, entry, command, leaseOf(outcome));
    case 'heartbeat':
      return renewLease(state, command.agentId, leaseOf(outcome));
    case 'delivered':
      return noteDelivery(state, command.offerId);
    case 'accept':
      return acceptOffer(state, entry, command.offerId);
    case 'decline':
      return failOffer(state, entry, command.offerId, 'declined');
    case 'release':
      return releaseAssignment(state, entry, command.assignmentId, wrapUpOf(outcome));
    case 'complete':
      return endAssignment(state, entry, command.assignmentId);
    case 'config':
      state.configVersion = command.version;
      return;
    case 'match':
    case 'tick':
      return;
    default:
      return never(command);
  }
}

const leaseOf = (outcome: OfCommand): number => ('leaseUntilAt' in outcome ? outcome.leaseUntilAt : 0);

const wrapUpOf = (outcome: OfCommand): number | null => (outcome.kind === 'released' ? outcome.wrapUpUntilAt : null);

function noteDelivery(state: ShardState, offerId: string): void {
  const offer = state.offers.get(offerId);
  if (offer !== undefined) offer.isDelivered = true;
}

function lapseOffer(state: ShardState, entry: Entry, offerId: string): void {
  const act = entry.acts.find(({ kind }) => kind === 'agentNotResponding');
  // First, so that the visit going back does not wake the line for an agent who is not there.
  if (act?.kind === 'agentNotResponding') makeUnavailable(state, act.agentId, { kind: 'notResponding', offerId });
  failOffer(state, entry, offerId, 'expired');
}
