import type { LiveOffer, Phase, QueueVisit } from './state';

/** The visit of a phase that has one. */
export function visitOf(phase: Phase): QueueVisit | null {
  return phase.name === 'queued' || phase.name === 'alerting' || phase.name === 'connecting' ? phase.visit : null;
}

/** The offers that agents look at. */
export function liveOffers(phase: Phase): readonly LiveOffer[] {
  if (phase.name === 'active') return phase.handover?.offer ? [phase.handover.offer] : [];
  if (phase.name !== 'alerting') return [];
  return [{ offerId: phase.offerId, agentId: phase.agentId }, ...(phase.others ?? [])];
}
