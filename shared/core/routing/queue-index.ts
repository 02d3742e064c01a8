import { createHeap } from './heap';
import type { Agent, Candidacy, Due, DueKind, Index, Place, QueueIndex } from './state';
import type { QueueId } from './types';

/** Priority first, then due time, then age in the shard (design §6). */
export const compareVisits = (a: Readonly<Place>, b: Readonly<Place>): number =>
  a.priority - b.priority || a.dueAt - b.dueAt || a.seq - b.seq;

/** Whom to choose first. */
export const compareAgents = (a: Agent, b: Agent): number => a.listing.rank - b.listing.rank;

/** At one instant: a visit that is over is nobody's miss, and an agent is judged before they are let go. */
const RANK: Readonly<Record<DueKind, number>> = {
  visitExpiry: 0,
  offerDeadline: 1,
  wrapUpEnd: 2,
  leaseEnd: 3,
  coolDownEnd: 4,
  departure: 5,
  stepEnd: 6,
  relaxation: 7,
  moreOffers: 8,
  roomEnd: 9,
  delayEnd: 10,
  vetoEnd: 11,
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareDue = (a: Due, b: Due): number =>
  a.at - b.at || RANK[a.kind] - RANK[b.kind] || compareText(a.id, b.id) || compareText(a.agentId, b.agentId);

/** Of a shard that knows nobody. */
export const createIndex = (): Index => ({
  queues: new Map(),
  visitByInteraction: new Map(),
  lineByVisit: new Map(),
  naming: new Map(),
  frontier: createHeap<Candidacy>(compareVisits),
  due: createHeap(compareDue),
  leaving: new Set(),
  orphans: new Set(),
  unplanned: { visitIds: new Set(), agentIds: new Set() },
  thinned: new Set(),
  crowded: new Set(),
});

/** The queue's part of the index, made when first asked for. */
export function queueIndexOf(index: Index, queueId: QueueId): QueueIndex {
  const known = index.queues.get(queueId);
  if (known !== undefined) return known;
  const made: QueueIndex = {
    queueId,
    members: new Set(),
    ready: [],
    choosy: new Set(),
    live: 0,
    lines: new Map(),
    crowds: new Map(),
    serves: new Set(),
  };
  index.queues.set(queueId, made);
  return made;
}
