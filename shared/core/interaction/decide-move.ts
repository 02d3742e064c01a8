import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import { liveOffers } from './evolve';
import { endedVisit } from './outcomes';
import type { Interaction } from './state';

/** Nobody of its queue took the customer: they wait in another, in a new visit that has waited as long. */
export function moveVisit(command: Extract<InteractionCommand, { type: 'moveVisit' }>, state: Interaction): Decision {
  const { phase } = state;
  if (phase.name !== 'queued' && phase.name !== 'alerting') return ignored('notQueued');
  if (phase.visit.visitId !== command.visitId) return ignored('otherVisit');
  const { at, visit } = command;
  const acts: Act[] = [
    ...liveOffers(phase).map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: 'cancelled' })),
    { kind: 'enqueue', visit, notBefore: 0 },
  ];
  if (state.facts.channel === 'voice') acts.push({ kind: 'startTreatment', visit });
  return decided([...endedVisit(phase.visit, at, 'overflowed'), { type: 'queued', at, visit, cause: 'overflow' }], acts);
}
