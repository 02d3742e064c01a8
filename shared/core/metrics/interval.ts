import type { OfferEnd } from '../interaction/events';
import type { VisitOutcome } from '../interaction/state';
import { never } from '../lib/never';
import { intervalOf, isOneOf, type MeasuredEvent } from './measured';
import type { SegmentFigures } from './segments';

/** What became of the visits to one queue by one channel that began in the interval. Lengths are sums in milliseconds. */
export interface QueueFigures {
  /** Visits that began. */
  readonly offered: number;
  readonly outcomes: Readonly<Record<VisitOutcome, number>>;
  readonly answeredWithinTarget: number;
  /** Of answered visits. */
  readonly waitMs: number;
  readonly longestWaitMs: number;
}

/** What one agent did in the interval. */
export interface AgentFigures {
  readonly offers: number;
  readonly offerEnds: Readonly<Record<OfferEnd, number>>;
  /** Segments accepted in the interval that are over. */
  readonly handled: number;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly wrapUpMs: number;
}

/** A quarter of an hour of a tenant. Every event adds to it, so neither order nor delay of events shows. */
export interface Interval {
  readonly arrived: Readonly<Record<string, number>>;
  readonly closed: Readonly<Record<string, number>>;
  /** By `<queue>|<channel>`. */
  readonly queues: Readonly<Record<string, QueueFigures>>;
  readonly agents: Readonly<Record<string, AgentFigures>>;
}

export const EMPTY_INTERVAL: Interval = { arrived: {}, closed: {}, queues: {}, agents: {} };

const NO_OUTCOMES: Readonly<Record<VisitOutcome, number>> = {
  answered: 0,
  abandoned: 0,
  shortAbandoned: 0,
  callback: 0,
  voicemail: 0,
  overflowed: 0,
  transferredOut: 0,
  expired: 0,
};

const NO_ENDS: Readonly<Record<OfferEnd, number>> = {
  declined: 0,
  ignored: 0,
  unreachable: 0,
  cancelled: 0,
  acceptedElsewhere: 0,
  agentGone: 0,
};

const NO_QUEUE: QueueFigures = {
  offered: 0,
  outcomes: NO_OUTCOMES,
  answeredWithinTarget: 0,
  waitMs: 0,
  longestWaitMs: 0,
};
export const NO_AGENT: AgentFigures = { offers: 0, offerEnds: NO_ENDS, handled: 0, talkMs: 0, holdMs: 0, wrapUpMs: 0 };

const isCounted = isOneOf('opened', 'closed', 'offerPresented', 'offerEnded', 'queued', 'visitEnded');

/** The interval that an event counts in; null for events that no interval counts. A visit counts where it began. */
export function countedIn({ event }: MeasuredEvent): number | null {
  if (!isCounted(event)) return null;
  switch (event.type) {
    case 'opened':
    case 'closed':
    case 'offerPresented':
    case 'offerEnded':
      return intervalOf(event.at);
    // Work that somebody left behind has no place among those who wait: they are counted where they left it.
    case 'queued':
      return event.visit.work === 'live' ? intervalOf(event.visit.beganAt) : null;
    case 'visitEnded':
      return event.work === 'live' ? intervalOf(event.beganAt) : null;
    default:
      return never(event);
  }
}

/** The interval with an event that counts in it. */
export function addEvent(interval: Interval, { channel, event }: MeasuredEvent): Interval {
  if (!isCounted(event)) return interval;
  switch (event.type) {
    case 'opened':
      return { ...interval, arrived: plusOne(interval.arrived, channel) };
    case 'closed':
      return { ...interval, closed: plusOne(interval.closed, event.reason) };
    case 'queued':
      return inQueue(interval, event.visit.queueId, channel, (row) => ({ ...row, offered: row.offered + 1 }));
    case 'visitEnded':
      return inQueue(interval, event.queueId, channel, (row) => visitEnded(row, event));
    case 'offerPresented':
      return ofAgent(interval, event.agentId, (row) => ({ ...row, offers: row.offers + 1 }));
    case 'offerEnded':
      return ofAgent(interval, event.agentId, (row) => ({ ...row, offerEnds: plusOne(row.offerEnds, event.end) }));
    default:
      return never(event);
  }
}

/** The interval with an agent's finished segment that was accepted in it. */
export const addSegment = (interval: Interval, segment: SegmentFigures): Interval =>
  ofAgent(interval, segment.agentId, (row) => ({
    ...row,
    handled: row.handled + 1,
    talkMs: row.talkMs + segment.talkMs,
    holdMs: row.holdMs + segment.holdMs,
    wrapUpMs: row.wrapUpMs + segment.wrapUpMs,
  }));

/**
 * Answered within target ÷ (offered − short abandons), as a share; null while there is nothing to divide by. Visits
 * that still wait count as not answered within target only once they are (design §5).
 */
export function serviceLevel({ offered, outcomes, answeredWithinTarget }: QueueFigures): number | null {
  const counted = offered - outcomes.shortAbandoned;
  return counted > 0 ? answeredWithinTarget / counted : null;
}

function visitEnded(row: QueueFigures, event: Extract<MeasuredEvent['event'], { type: 'visitEnded' }>): QueueFigures {
  const outcomes = plusOne(row.outcomes, event.outcome);
  if (event.outcome !== 'answered') return { ...row, outcomes };
  const waitMs = event.at - event.beganAt;
  return {
    ...row,
    outcomes,
    waitMs: row.waitMs + waitMs,
    longestWaitMs: Math.max(row.longestWaitMs, waitMs),
    answeredWithinTarget: row.answeredWithinTarget + (waitMs <= event.targetMs ? 1 : 0),
  };
}

function inQueue(
  interval: Interval,
  queueId: string,
  channel: string,
  change: (row: QueueFigures) => QueueFigures,
): Interval {
  const key = `${queueId}|${channel}`;
  return { ...interval, queues: { ...interval.queues, [key]: change(interval.queues[key] ?? NO_QUEUE) } };
}

const ofAgent = (interval: Interval, agentId: string, change: (row: AgentFigures) => AgentFigures): Interval => ({
  ...interval,
  agents: { ...interval.agents, [agentId]: change(interval.agents[agentId] ?? NO_AGENT) },
});

const plusOne = <Counts extends Readonly<Record<string, number>>>(counts: Counts, key: string): Counts => ({
  ...counts,
  [key]: (counts[key] ?? 0) + 1,
});
