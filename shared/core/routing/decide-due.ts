import { endWrapUp, lose } from './decide-assignment';
import { decideUnplanned } from './decide-config';
import { lapse, withdraw, withdrawOrphan } from './decide-offer';
import { depart, enterNext, expire, forsake } from './decide-visit';
import { step, type Circumstances, type Decision } from './decision';
import { firstDue, firstLeftover, type Leftover } from './due';
import { firstForsaken } from './overflow';
import type { Due, ShardState } from './state';

/** The next step that follows from the state and the time alone; undefined when nothing is due. */
export function decideDue(state: ShardState, circumstances: Circumstances): Decision | undefined {
  const leftover = firstLeftover(state);
  if (leftover !== undefined) return decideLeftover(state, leftover);
  const forsaken = firstForsaken(state);
  if (forsaken !== undefined) return forsake(forsaken);
  const unplanned = decideUnplanned(state, circumstances);
  if (unplanned !== undefined) return unplanned;
  const due = firstDue(state);
  return due === undefined || due.at > circumstances.now ? undefined : end(state, due, circumstances);
}

function decideLeftover(state: ShardState, leftover: Leftover): Decision | undefined {
  if (leftover.kind === 'offer') {
    const offer = state.offers.get(leftover.offerId);
    return offer && withdraw(offer);
  }
  if (leftover.kind === 'orphan') {
    const offer = state.offers.get(leftover.offerId);
    return offer && withdrawOrphan(state, offer);
  }
  const assignment = state.assignments.get(leftover.assignmentId);
  return assignment && (leftover.kind === 'wrapUp' ? endWrapUp(assignment, 'agentGone') : lose(state, assignment));
}

function end(state: ShardState, due: Due, circumstances: Circumstances): Decision | undefined {
  const { kind, id, agentId } = due;
  switch (kind) {
    case 'visitExpiry':
    case 'stepEnd':
    case 'departure':
      return endOfVisit(state, kind, id);
    case 'offerDeadline': {
      const offer = state.offers.get(id);
      return offer && lapse(state, offer, circumstances);
    }
    case 'wrapUpEnd': {
      const assignment = state.assignments.get(id);
      return assignment && endWrapUp(assignment, 'deadline');
    }
    case 'leaseEnd':
      return step(
        { kind: 'leaseExpired', agentId: id },
        { kind: 'agentSignedOut', agentId: id, cause: 'leaseExpired' },
      );
    case 'coolDownEnd':
      return step({ kind: 'coolDownEnded', visitId: id, agentId });
    case 'relaxation':
      return step({ kind: 'relaxed', visitId: id });
    case 'delayEnd':
      return step({ kind: 'delayOver', visitId: id });
    case 'roomEnd':
      return step({ kind: 'roomFreed', assignmentId: id });
    case 'vetoEnd':
      return step({ kind: 'vetoEnded', agentId: id });
    case 'moreOffers':
      return step({ kind: 'offersWidened', visitId: id });
  }
}

function endOfVisit(
  state: ShardState,
  kind: 'visitExpiry' | 'stepEnd' | 'departure',
  id: string,
): Decision | undefined {
  const visit = state.visits.get(id);
  if (visit === undefined) return undefined;
  switch (kind) {
    case 'visitExpiry':
      return expire(state, visit);
    case 'stepEnd':
      return enterNext(state, visit);
    case 'departure':
      return depart(visit);
  }
}
