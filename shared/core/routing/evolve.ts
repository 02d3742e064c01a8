import type { Accept, Command, Complete, Decline, Release } from './commands';
import type { Entry } from './entries';
import { makeUnavailable, moveAgent, renewLease, setAgentState, setVeto } from './evolve-agent';
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
import { endCoolDown, endDelay } from './evolve-spared';
import { addVisit, enterStep, relax, replan, widenOffers } from './evolve-visit';
import { recall, remember } from './memory';
import type { Recorded, VisitEnd } from './outcomes';
import type { EndedOffer, ShardState } from './state';
import type { AgentId, OfferId } from './types';

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

const FORGOTTEN: ReadonlySet<Command['name']> = new Set(['tick', 'match', 'heartbeat', 'presence']);

/** Whether its answer is kept: a repeat of these does no harm, and there are very many. */
export const isRemembered = ({ name }: Command): boolean => !FORGOTTEN.has(name);

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
      endVisitAndOffers(state, entry, command.visitId, { how: 'cancelled' });
      return;
    case 'agentState':
      setAgentState(state, entry, command, leaseOf(outcome));
      return;
    case 'moveAgent':
    case 'presence':
    case 'heartbeat':
      hearOfAgent(state, command.agentId, outcome);
      return;
    case 'delivered':
      noteDelivery(state, command.offerId);
      return;
    case 'accept':
    case 'decline':
      answerOffer(state, entry, command);
      return;
    case 'release':
    case 'complete':
      endWork(state, entry, command);
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

/** Their queues, what Teams says of them, or a sign of life. */
function hearOfAgent(state: ShardState, agentId: AgentId, outcome: Recorded): void {
  if (outcome.kind === 'agentMoved') moveAgent(state, agentId, outcome);
  else if (outcome.kind === 'presenceNoted') setVeto(state, agentId, outcome.veto);
  else renewLease(state, agentId, leaseOf(outcome));
}

const leaseOf = (outcome: Recorded): number => ('leaseUntilAt' in outcome ? outcome.leaseUntilAt : 0);

function answerOffer(state: ShardState, entry: Entry, { name, offerId }: Accept | Decline): void {
  if (name === 'accept') acceptOffer(state, entry, offerId);
  else failOffer(state, entry, offerId, 'declined');
}

function endWork(state: ShardState, entry: Entry, { name, assignmentId }: Release | Complete): void {
  if (name === 'complete') endAssignment(state, entry, assignmentId);
  else if (entry.outcome.kind === 'released') releaseAssignment(state, entry, assignmentId, entry.outcome);
}

function noteDelivery(state: ShardState, offerId: OfferId): void {
  const offer = state.offers.get(offerId);
  if (offer !== undefined) offer.isDelivered = true;
}

type Apply<Kind extends Recorded['kind']> = (
  state: ShardState,
  outcome: Extract<Recorded, { kind: Kind }>,
  entry: Entry,
) => void;

/** They did not sign out: nothing was heard of them. */
const SILENT = { kind: 'signedOut', isSilent: true } as const;

const answersCommand = (): void => undefined;

/** What follows from each step of the shard's own: an offer, or what was due. */
const OWN_STEPS: { readonly [Kind in Recorded['kind']]: Apply<Kind> } = {
  offered: (state, _, { acts }) => {
    for (const act of acts) if (act.kind === 'offer') makeOffer(state, act);
  },
  offerLapsed: (state, { offerId }, entry) => loseOffer(state, entry, offerId),
  offerWithdrawn: (state, { offerId }, entry) => loseOffer(state, entry, offerId),
  leaseExpired: (state, { agentId }) => makeUnavailable(state, agentId, SILENT),
  vetoEnded: (state, { agentId }) => setVeto(state, agentId, null),
  wrapUpTimedOut: (state, { assignmentId }, entry) => endAssignment(state, entry, assignmentId),
  assignmentLost: (state, { assignmentId }, entry) => endAssignment(state, entry, assignmentId),
  roomFreed: (state, { assignmentId }) => freeRoom(state, assignmentId),
  visitExpired: (state, { visitId }, entry) => endVisitAndOffers(state, entry, visitId, { how: 'expired' }),
  visitDeparted: (state, { visitId, because }, entry) =>
    endVisitAndOffers(state, entry, visitId, { how: departedAs(entry), because }),
  stepEntered: (state, { visitId, step }) => enterStep(state, visitId, step),
  relaxed: (state, { visitId }) => relax(state, visitId),
  delayOver: (state, { visitId }) => endDelay(state, visitId),
  offersWidened: (state, { visitId }) => widenOffers(state, visitId),
  coolDownEnded: (state, { visitId, agentId }) => endCoolDown(state, visitId, agentId),
  replanned: replan,
  agentLetGo: (state, { agentId }) => {
    state.index.unplanned.agentIds.delete(agentId);
    makeUnavailable(state, agentId, { kind: 'signedOut' });
  },
  agentReprofiled: (state, { agentId, profile }) => reprofile(state, agentId, profile),
  configApplied: (state) => {
    state.plannedVersion = state.configVersion;
  },
  marked: answersCommand,
  enqueued: answersCommand,
  cancelled: answersCommand,
  cancelledAhead: answersCommand,
  agentStateSet: answersCommand,
  agentMoved: answersCommand,
  leaseRenewed: answersCommand,
  deliveryNoted: answersCommand,
  presenceNoted: answersCommand,
  accepted: answersCommand,
  taken: answersCommand,
  declined: answersCommand,
  released: answersCommand,
  completed: answersCommand,
  configTaken: answersCommand,
};

function applyOwnStep(state: ShardState, entry: Entry): void {
  // The table's type pairs each outcome with its function; TypeScript cannot follow the pair through one expression.
  const own = OWN_STEPS[entry.outcome.kind] as (state: ShardState, outcome: Recorded, entry: Entry) => void;
  own(state, entry.outcome, entry);
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
