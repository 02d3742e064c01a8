import { BIT } from './channel-bits';
import { joinCrowd, leaveCrowd } from './crowd';
import { lackOf, meets, stepInForce } from './eligibility';
import { pushTo, siftWhenLong } from './heap';
import { compareVisits, queueIndexOf } from './queue-index';
import { insertSorted, removeSorted } from './sorted';
import type { Agent, Candidacy, Index, QueueIndex, Visit, WaitingLine } from './state';
import type { QueueId } from './types';

/** Puts a visit that waits where matching finds it: in its old place, behind nobody who was not ahead before. */
export function wait(index: Index, visit: Visit): void {
  const line = lineFor(index, visit);
  insertSorted(line.visits, visit, compareVisits);
  index.lineByVisit.set(visit.visitId, line);
  joinCrowd(index, line.queue, visit);
  mayOffer(index, line);
}

/** Takes a visit out: it was offered, it ended, or it moves to another line. */
export function stopWaiting(index: Index, visit: Visit): void {
  const line = index.lineByVisit.get(visit.visitId);
  if (line === undefined) return;
  removeSorted(line.visits, visit, compareVisits);
  index.lineByVisit.delete(visit.visitId);
  leaveCrowd(line.queue, visit);
  if (line.visits.length === 0) dropLine(index, line);
  for (const agent of line.queue.choosy) wakeLines(index, agent, agent.listing.open);
}

/** Something made visits of the line easier to offer: matching looks at it from its head again. */
export function mayOffer(index: Index, line: WaitingLine): void {
  const visit = line.visits[0];
  if (visit === undefined) return;
  const before = line.candidacy;
  if (before === null || compareVisits(visit, before) < 0) beCandidate(index, line, visit);
}

/** The line's place in the frontier is that of this visit from now on. What was there before is passed over when met. */
export function beCandidate(index: Index, line: WaitingLine, visit: Visit): void {
  const { priority, dueAt, seq } = visit;
  const candidacy = { line, visit, priority, dueAt, seq };
  line.candidacy = candidacy;
  pushTo(index.frontier, candidacy);
  siftWhenLong(index.frontier, isCurrent);
}

export const isCurrent = (candidacy: Candidacy): boolean => candidacy.line.candidacy === candidacy;

function lineFor(index: Index, visit: Visit): WaitingLine {
  const { onlyAgentIds, where, queueIds } = stepInForce(visit);
  const queue = queueIndexOf(index, visit.queueId);
  const key = keyOf(visit);
  const known = queue.lines.get(key);
  if (known !== undefined) return known;
  const { channel, need } = visit;
  const served = onlyAgentIds !== null ? [] : servedBy(index, queue, queueIds);
  const made = { key, queue, channel, need, where, onlyAgentIds, served, visits: [], candidacy: null };
  queue.lines.set(key, made);
  for (const one of served) one.serves.add(made);
  for (const agentId of onlyAgentIds ?? []) {
    const named = index.naming.get(agentId);
    if (named === undefined) index.naming.set(agentId, new Set([made]));
    else named.add(made);
  }
  return made;
}

function servedBy(index: Index, own: QueueIndex, queueIds: readonly QueueId[] | undefined): readonly QueueIndex[] {
  return queueIds === undefined ? [own] : [...new Set(queueIds)].map((queueId) => queueIndexOf(index, queueId));
}

function keyOf(visit: Visit): string {
  const { onlyAgentIds, where, queueIds } = stepInForce(visit);
  const { channel, need } = visit;
  const isPlain = need.length === 0 && onlyAgentIds === null && where === undefined && queueIds === undefined;
  return isPlain ? channel : JSON.stringify([channel, need, onlyAgentIds, where, queueIds]);
}

function dropLine(index: Index, line: WaitingLine): void {
  line.candidacy = null;
  line.queue.lines.delete(line.key);
  for (const one of line.served) one.serves.delete(line);
  for (const agentId of line.onlyAgentIds ?? []) {
    const named = index.naming.get(agentId);
    named?.delete(line);
    if (named?.size === 0) index.naming.delete(agentId);
  }
}

/** The agent can take what they could not: lines that they are good for may have a visit for them. `gained`: channels as bits. */
export function wakeLines(index: Index, agent: Agent, gained: number): void {
  for (const queueId of agent.profile.queueIds)
    for (const line of index.queues.get(queueId)?.serves ?? []) wakeLine(index, agent, gained, line);
  for (const line of index.naming.get(agent.agentId) ?? []) wakeLine(index, agent, gained, line);
}

function wakeLine(index: Index, agent: Agent, gained: number, line: WaitingLine): void {
  if ((gained & BIT[line.channel]) === 0 || lackOf(agent, line.need) !== undefined) return;
  if (meets(agent, line.where)) mayOffer(index, line);
}
