import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { InteractionEvent } from './events';
import { liveOffers } from './evolve';
import { release } from './outcomes';
import { hasCall, partiesOf, type Handover, type Interaction, type Segment } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** Where the customer is being handed to, if they are. */
export const handoverOf = ({ phase }: Interaction): Handover | undefined =>
  phase.name === 'active' ? phase.handover : undefined;

/** The segment of whoever is with the customer. */
export const inCharge = ({ phase, segments }: Interaction): Segment | undefined =>
  phase.name === 'active' ? segments[phase.segment] : undefined;

/** Nobody moves yet: the receiver is asked, and has them once that is on record. */
export function transfer(command: Of<'transfer'>, state: Interaction): Decision {
  const { at, agentId, to, visit } = command;
  const own = inCharge(state);
  if (own?.agentId !== agentId) return ignored('notTalking');
  if (handoverOf(state) !== undefined) return ignored('handingOver');
  if (partiesOf(state).length > 0) return ignored('consulting');
  if (to.kind === 'agent' && to.agentId === agentId) return ignored('sameAgent');
  const acts: Act[] = [{ kind: 'askHandover', to, visit }];
  if (to.kind === 'agent') acts.push({ kind: 'showAgent', agentId, what: 'handoverAsked' });
  return decided([{ type: 'handoverBegan', at, agentId, to, visit }], acts);
}

/** The queue has them: from now on the customer waits there, and the sender has notes to write. */
export function handOver({ at, visitId, wrapUpMs }: Of<'handOver'>, state: Interaction): Decision {
  const handover = handoverOf(state);
  const sender = inCharge(state);
  if (handover === undefined || sender === undefined || handover.to.kind !== 'queue') return ignored('notHandingOver');
  const { visit } = handover;
  if (visit.visitId !== visitId) return ignored('otherVisit');
  return decided(
    [leaving(sender, at, wrapUpMs), { type: 'queued', at, visit, cause: 'transfer' }],
    [...senderActs(sender, wrapUpMs, state), ...waitingActs(visit, state)],
  );
}

/** The sender of a customer whom the named agent has taken. */
export const leaving = ({ agentId }: Segment, at: number, wrapUpMs: number): InteractionEvent => ({
  type: 'handedOver',
  at,
  agentId,
  wrapUpBy: wrapUpMs > 0 ? at + wrapUpMs : null,
});

/** What becomes of the sender: off the line, and free when their notes are written. */
export function senderActs(sender: Segment, wrapUpMs: number, state: Interaction): Act[] {
  const { agentId } = sender;
  const leg: Act[] = hasCall(state) ? [{ kind: 'removeAgent', agentId }] : [];
  return [...leg, release(sender, 'transferred', wrapUpMs), { kind: 'showAgent', agentId, what: 'handedOver' }];
}

const waitingActs = (visit: Handover['visit'], state: Interaction): Act[] =>
  hasCall(state) ? [{ kind: 'unholdCustomer' }, { kind: 'startTreatment', visit }] : [];

/** Refused, not taken, or called off: the customer has never moved. */
export function failHandover({ at, visitId, why }: Of<'failHandover'>, state: Interaction): Decision {
  const handover = handoverOf(state);
  const sender = inCharge(state);
  if (handover === undefined || sender === undefined) return ignored('notHandingOver');
  if (visitId !== null && handover.visit.visitId !== visitId) return ignored('otherVisit');
  const { agentId } = sender;
  const told: Act[] = why === 'cancelled' ? [] : [{ kind: 'showAgent', agentId, what: 'handoverFailed' }];
  return decided([{ type: 'handoverFailed', at, agentId, why }], [...handoverActs(state), ...told]);
}

/** A handover that comes to nothing is taken from whoever was asked. */
export function handoverActs(state: Interaction): Act[] {
  const handover = handoverOf(state);
  if (handover === undefined) return [];
  return [
    ...liveOffers(state.phase).map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: 'cancelled' })),
    { kind: 'cancelVisit', visit: handover.visit, reason: 'notHandedOver' },
  ];
}
