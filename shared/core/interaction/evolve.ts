import { never } from '../lib/never';
import { isConsult, partiesAfter, type ConsultEvent } from './evolve-consult';
import { consulted, type Party } from './party';
import type { DeferredWork, InteractionEvent } from './events';
import {
  partiesOf,
  type Deferred,
  type Handover,
  type Interaction,
  type LiveOffer,
  type Phase,
  type QueueVisit,
  type Segment,
  type SegmentState,
} from './state';

/** The interaction after an event. Total: an event that does not fit the state changes nothing but the count. */
export function evolve(state: Interaction | null, event: InteractionEvent): Interaction | null {
  if (event.type === 'opened')
    return state ?? { facts: event.facts, seq: 1, phase: { name: 'arriving' }, segments: [], deferred: null };
  if (state === null) return null;
  return { ...apply(state, event), seq: state.seq + 1 };
}

/** Folds a timeline; null when it does not begin with `opened`. */
export const fold = (events: readonly InteractionEvent[]): Interaction | null => events.reduce(evolve, null);

type Later = Exclude<InteractionEvent, { type: 'opened' }>;

function apply(state: Interaction, event: Later): Interaction {
  if (isDeferral(event)) return applyDeferred(state, event);
  if (isConsult(event)) return applyConsult(state, event);
  switch (event.type) {
    case 'flowMoved':
      return toPhase(state, inFlow(event));
    case 'queued':
      return toPhase(state, { name: 'queued', visit: event.visit });
    case 'offerPresented':
      return alertedBy(state, [...otherOffers(state, event), { offerId: event.offerId, agentId: event.agentId }]);
    case 'offerEnded':
      return alertedBy(state, otherOffers(state, event));
    case 'accepted':
      return accepted(state, event);
    case 'connected':
      return toPhase(withSegment(state, event.agentId, { name: 'talking' }), activeSince(state, event.at));
    case 'connectFailed':
      return withVisit(withSegment(state, event.agentId, DONE), waitAgain);
    case 'held':
      return withSegment(state, event.agentId, { name: 'onHold' });
    case 'unheld':
      return withSegment(state, event.agentId, { name: 'talking' });
    case 'nudged':
      return state.phase.name === 'active' ? toPhase(state, { ...state.phase, nudgedAt: event.at }) : state;
    case 'parked':
      return parked(state, event.at);
    case 'agentLost':
      return withSegment(state, event.agentId, notesUntil(event.at, event.wrapUpBy ?? null));
    case 'handedOver':
      return withSegment(state, event.agentId, notesUntil(event.at, event.wrapUpBy));
    case 'handoverBegan':
      return withHandover(state, { to: event.to, visit: event.visit, offer: null });
    case 'handoverFailed':
      return withHandover(state, undefined);
    case 'visitEnded':
      return state;
    case 'ended':
      return ended(state, event);
    case 'wrappedUp':
      return withSegment(state, event.agentId, { name: 'done', code: event.code });
    case 'closed':
      return toPhase(allDone(state), { name: 'closed', reason: event.reason, closedAt: event.at });
    default:
      return never(event);
  }
}

function applyConsult(state: Interaction, event: ConsultEvent): Interaction {
  const own = state.phase.name === 'active' ? state.segments[state.phase.segment] : undefined;
  const after = withParties(state, partiesAfter(state, event));
  switch (event.type) {
    case 'consultBegan':
    case 'partyAnswered':
      return own === undefined ? after : withSegment(after, own.agentId, { name: 'consulting' });
    case 'partyJoined':
      return withSegment(after, event.agentId, { name: 'talking' });
    case 'partyGone':
      return own?.state.name === 'consulting' && isConsulted(state, event.partyId)
        ? withSegment(after, own.agentId, { name: 'onHold' })
        : after;
    case 'handedOn':
      return handedOn(withSegment(after, event.agentId, notesUntil(event.at, event.wrapUpBy)), event.at);
    default:
      return never(event);
  }
}

const isConsulted = (state: Interaction, partyId: string): boolean => consulted(partiesOf(state))?.partyId === partyId;

function withParties(state: Interaction, parties: readonly Party[]): Interaction {
  const { phase } = state;
  if (phase.name === 'handedOn') return toPhase(state, { ...phase, parties });
  if (phase.name !== 'active') return state;
  const { parties: _, ...rest } = phase;
  return toPhase(state, parties.length === 0 ? rest : { ...rest, parties });
}

const handedOn = (state: Interaction, since: number): Interaction =>
  state.phase.name === 'active' ? toPhase(state, { name: 'handedOn', since, parties: partiesOf(state) }) : state;

type OfDeferred = Extract<Later, { type: 'deferred' | 'dialled' | 'customerConfirmed' | 'dialFailed' }>;

const isDeferral = (event: Later): event is OfDeferred =>
  event.type === 'deferred' ||
  event.type === 'dialled' ||
  event.type === 'customerConfirmed' ||
  event.type === 'dialFailed';

function applyDeferred(state: Interaction, event: OfDeferred): Interaction {
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

const inFlow = ({ position, memory, answerBy }: Extract<Later, { type: 'flowMoved' }>): Phase => ({
  name: 'selfService',
  position,
  memory,
  answerBy,
});

const waitAgain = (visit: QueueVisit): Phase => ({
  name: 'queued',
  visit: { ...visit, attempt: visit.attempt + 1 },
});

const ended = (state: Interaction, { at, wrapUpBy, reason }: Extract<Later, { type: 'ended' }>): Interaction =>
  toPhase(wrapUp(state, at, wrapUpBy), { name: 'ended', reason, endedAt: at });

const DONE: SegmentState = { name: 'done', code: null };

const toPhase = (state: Interaction, phase: Phase): Interaction => ({ ...state, phase });

/** The visit of a phase that has one. */
export function visitOf(phase: Phase): QueueVisit | null {
  return phase.name === 'queued' || phase.name === 'alerting' || phase.name === 'connecting' ? phase.visit : null;
}

/** Somebody who is out of it may have notes to write. */
const notesUntil = (since: number, deadlineAt: number | null): SegmentState =>
  deadlineAt === null ? DONE : { name: 'wrappingUp', since, deadlineAt };

function withHandover(state: Interaction, next: Handover | undefined): Interaction {
  if (state.phase.name !== 'active') return state;
  const { handover: _, ...phase } = state.phase;
  return toPhase(state, next === undefined ? phase : { ...phase, handover: next });
}

/** The offers that agents look at. */
export function liveOffers(phase: Phase): readonly LiveOffer[] {
  if (phase.name === 'active') return phase.handover?.offer ? [phase.handover.offer] : [];
  if (phase.name !== 'alerting') return [];
  return [{ offerId: phase.offerId, agentId: phase.agentId }, ...(phase.others ?? [])];
}

const otherOffers = ({ phase }: Interaction, event: Pick<LiveOffer, 'offerId'>): readonly LiveOffer[] =>
  liveOffers(phase).filter(({ offerId }) => offerId !== event.offerId);

function alertedBy(state: Interaction, [first, ...others]: readonly LiveOffer[]): Interaction {
  const { phase } = state;
  if (phase.name === 'active' && phase.handover !== undefined)
    return withHandover(state, { ...phase.handover, offer: first ?? null });
  return withVisit(state, (visit) => {
    if (first === undefined) return { name: 'queued', visit };
    return { name: 'alerting', visit, ...first, ...(others.length === 0 ? {} : { others }) };
  });
}

function withVisit(state: Interaction, next: (visit: QueueVisit) => Phase): Interaction {
  const visit = visitOf(state.phase);
  return visit === null ? state : toPhase(state, next(visit));
}

/** An agent has at most one segment that is not done. */
function withSegment(state: Interaction, agentId: string, next: SegmentState): Interaction {
  const segments = state.segments.map((segment) =>
    segment.agentId === agentId && segment.state.name !== 'done' ? { ...segment, state: next } : segment,
  );
  return { ...state, segments };
}

function accepted(state: Interaction, event: Extract<Later, { type: 'accepted' }>): Interaction {
  const visit = visitOf(state.phase) ?? (state.phase.name === 'active' ? state.phase.handover?.visit : undefined);
  if (visit === undefined) return state;
  const talking = event.connectBy === null;
  const segment: Segment = {
    agentId: event.agentId,
    assignmentId: event.assignmentId,
    offerId: event.offerId,
    visit,
    shardId: event.shardId,
    acceptedAt: event.at,
    state: { name: talking ? 'talking' : 'connecting' },
  };
  const index = state.segments.length;
  const phase: Phase =
    event.connectBy === null
      ? { name: 'active', segment: index, lastActivityAt: event.at, nudgedAt: null }
      : { name: 'connecting', visit, segment: index, deadlineAt: event.connectBy };
  return { ...state, phase, segments: [...state.segments, segment] };
}

function activeSince(state: Interaction, at: number): Phase {
  return state.phase.name === 'connecting'
    ? { name: 'active', segment: state.phase.segment, lastActivityAt: at, nudgedAt: null }
    : state.phase;
}

function parked(state: Interaction, at: number): Interaction {
  if (state.phase.name !== 'active') return state;
  const segment = state.segments[state.phase.segment];
  if (segment === undefined) return state;
  const phase: Phase = { name: 'parked', lastAgentId: segment.agentId, parkedAt: at, visit: segment.visit };
  return toPhase(withSegment(state, segment.agentId, DONE), phase);
}

const allDone = (state: Interaction): Interaction => ({
  ...state,
  segments: state.segments.map((segment) => (segment.state.name === 'done' ? segment : { ...segment, state: DONE })),
});

function wrapUp(state: Interaction, since: number, deadlineAt: number): Interaction {
  const segments = state.segments.map((segment): Segment => {
    if (segment.state.name === 'done' || segment.state.name === 'wrappingUp') return segment;
    if (segment.state.name === 'connecting') return { ...segment, state: DONE };
    return { ...segment, state: { name: 'wrappingUp', since, deadlineAt } };
  });
  return { ...state, segments };
}
