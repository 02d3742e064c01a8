import { never } from '../lib/never';
import type { DeferredWork, InteractionEvent } from './events';
import { DONE, toPhase, waitAgain, withSegment, withVisit } from './evolve-parts';
import type { Deferred, Interaction } from './state';

type OfDeferred = Extract<InteractionEvent, { type: 'deferred' | 'dialled' | 'customerConfirmed' | 'dialFailed' }>;

/** What becomes of work that a caller left behind. */
export const isDeferral = (event: InteractionEvent): event is OfDeferred =>
  event.type === 'deferred' ||
  event.type === 'dialled' ||
  event.type === 'customerConfirmed' ||
  event.type === 'dialFailed';

/** The interaction after it. */
export function applyDeferred(state: Interaction, event: OfDeferred): Interaction {
  switch (event.type) {
    case 'deferred':
      return { ...state, deferred: deferredBy(event.work) };
    case 'dialled':
      return withCall(state, 'dialling', 1);
    case 'customerConfirmed':
      return confirmed(withCall(state, 'confirmed', 0), event.connectBy);
    case 'dialFailed':
      return withVisit(withSegment(withCall(state, 'none', event.counts ? 0 : -1), event.agentId, DONE), waitAgain);
    default:
      return never(event);
  }
}

const deferredBy = (work: DeferredWork): Deferred =>
  work.kind === 'voicemail' ? work : { ...work, attempts: 0, call: 'none' };

function withCall(state: Interaction, call: 'none' | 'dialling' | 'confirmed', attempts: number): Interaction {
  const { deferred } = state;
  if (deferred?.kind !== 'callback') return state;
  return { ...state, deferred: { ...deferred, call, attempts: deferred.attempts + attempts } };
}

const confirmed = (state: Interaction, deadlineAt: number): Interaction =>
  state.phase.name === 'connecting' ? toPhase(state, { ...state.phase, deadlineAt }) : state;
