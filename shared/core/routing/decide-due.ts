import { endWrapUp, lose } from './decide-assignment';
import { lapse, withdraw } from './decide-offer';
import { expire } from './decide-visit';
import { step, type Circumstances, type Decision } from './decision';
import { firstDue, firstLeftover, type Leftover } from './due';
import type { Due, ShardState } from './state';

/** The next step that follows from the state and the time alone; undefined when nothing is due. */
export function decideDue(state: ShardState, circumstances: Circumstances): Decision | undefined {
  const leftover = firstLeftover(state);
  if (leftover !== undefined) return decideLeftover(state, leftover);
  const due = firstDue(state);
  return due === undefined || due.at > circumstances.now ? undefined : end(state, due, circumstances);
}

function decideLeftover(state: ShardState, leftover: Leftover): Decision | undefined {
  if (leftover.kind === 'offer') {
    const offer = state.offers.get(leftover.offerId);
    return offer && withdraw(offer);
  }
  const assignment = state.assignments.get(leftover.assignmentId);
  return assignment && (leftover.kind === 'wrapUp' ? endWrapUp(assignment, 'agentGone') : lose(assignment));
}

function end(state: ShardState, { kind, id, agentId }: Due, circumstances: Circumstances): Decision | undefined {
  switch (kind) {
    case 'visitExpiry': {
      const visit = state.visits.get(id);
      return visit && expire(state, visit);
    }
    case 'offerDeadline': {
      const offer = state.offers.get(id);
      return offer && lapse(offer, circumstances);
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
    case 'stepEnd': {
      const visit = state.visits.get(id);
      return visit && step({ kind: 'stepEntered', visitId: id, step: visit.step + 1 });
    }
  }
}
