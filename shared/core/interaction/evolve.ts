import { never } from '../lib/never';
import { applyConsult, isConsult } from './evolve-consult';
import { applyDeferred, isDeferral } from './evolve-deferred';
import {
  activeWith,
  DONE,
  notesUntil,
  toPhase,
  waitAgain,
  withoutMeeting,
  withSegment,
  withVisit,
} from './evolve-parts';
import type { InteractionEvent } from './events';
import { liveOffers, visitOf } from './phases';
import { partiesOf, type Handover, type Interaction, type LiveOffer, type Phase, type Segment } from './state';

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
  if (isOfHandover(event)) return applyHandover(state, event);
  if (isOnlyTold(event)) return state;
  if (isOfMeeting(event)) return applyMeeting(state, event);
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
    case 'unheld':
      return withSegment(state, event.agentId, { name: event.type === 'held' ? 'onHold' : 'talking' });
    case 'nudged':
      return state.phase.name === 'active' ? toPhase(state, { ...state.phase, nudgedAt: event.at }) : state;
    case 'parked':
      return parked(state, event.at);
    case 'agentLost':
      return withSegment(state, event.agentId, notesUntil(event.at, event.wrapUpBy ?? null));
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

type OnlyTold = Extract<Later, { type: 'visitEnded' | 'recordingPaused' | 'pauseConfirmed' | 'recordingResumed' }>;

/** What stands in the timeline and moves nobody. */
const isOnlyTold = (event: Later): event is OnlyTold =>
  event.type === 'visitEnded' ||
  event.type === 'recordingPaused' ||
  event.type === 'pauseConfirmed' ||
  event.type === 'recordingResumed';

type OfHandover = Extract<Later, { type: 'handedOver' | 'handoverBegan' | 'handoverFailed' }>;

const isOfHandover = (event: Later): event is OfHandover =>
  event.type === 'handedOver' || event.type === 'handoverBegan' || event.type === 'handoverFailed';

function applyHandover(state: Interaction, event: OfHandover): Interaction {
  switch (event.type) {
    case 'handedOver':
      return withSegment(state, event.agentId, notesUntil(event.at, event.wrapUpBy));
    case 'handoverBegan':
      return withHandover(state, { to: event.to, visit: event.visit, offer: null });
    case 'handoverFailed':
      return withHandover(state, undefined);
    default:
      return never(event);
  }
}

const inFlow = ({ position, memory, answerBy }: Extract<Later, { type: 'flowMoved' }>): Phase => ({
  name: 'selfService',
  position,
  memory,
  answerBy,
});

const ended = (state: Interaction, { at, wrapUpBy, reason }: Extract<Later, { type: 'ended' }>): Interaction =>
  toPhase(wrapUp(state, at, wrapUpBy), { name: 'ended', reason, endedAt: at });

const withHandover = (state: Interaction, next: Handover | undefined): Interaction =>
  state.phase.name === 'active' ? toPhase(state, activeWith(state.phase, next, partiesOf(state))) : state;

const otherOffers = ({ phase }: Interaction, event: Pick<LiveOffer, 'offerId'>): readonly LiveOffer[] =>
  liveOffers(phase).filter(({ offerId }) => offerId !== event.offerId);

function alertedBy(state: Interaction, offers: readonly LiveOffer[]): Interaction {
  const { phase } = state;
  const [first, ...others] = offers;
  // A named agent looks at one offer at a time: whatever is newer followed one whose end is not told yet.
  if (phase.name === 'active' && phase.handover !== undefined)
    return withHandover(state, { ...phase.handover, offer: offers.at(-1) ?? null });
  return withVisit(state, (visit) => {
    if (first === undefined) return { name: 'queued', visit };
    return { name: 'alerting', visit, ...first, ...(others.length === 0 ? {} : { others }) };
  });
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

type OfMeeting = Extract<Later, { type: 'meetingBegan' | 'meetingEnded' }>;

const isOfMeeting = (event: Later): event is OfMeeting =>
  event.type === 'meetingBegan' || event.type === 'meetingEnded';

function applyMeeting(state: Interaction, event: OfMeeting): Interaction {
  const { phase } = state;
  if (phase.name !== 'active') return state;
  if (event.type === 'meetingEnded') return toPhase(state, withoutMeeting(phase, event.at));
  const { meetingId, agentId, joinUrl, untilAt } = event;
  return toPhase(state, { ...phase, meeting: { meetingId, agentId, joinUrl, untilAt } });
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
