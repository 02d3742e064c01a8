import { createShard } from './create-shard';
import { holdingNothing, noteLease, noteVeto, settleAgent } from './evolve-agent';
import { holdAssignment, holdOffer } from './evolve-offer';
import { planAnew } from './evolve-config';
import { holdVisit, NOBODY } from './evolve-visit';
import { memories, remember, type Memory } from './memory';
import type { Agent, ShardState, Visit } from './state';
import { queueIndexOf } from './queue-index';
import type { AgentRecord, Snapshot, VisitRecord } from './snapshot-shape';
import { upcastSnapshot } from './upcast';

/** A copy that later steps do not change. */
export const snapshot = (state: ShardState): Snapshot => ({
  shardId: state.shardId,
  seq: state.seq,
  at: state.at,
  configVersion: state.configVersion,
  plannedVersion: state.plannedVersion,
  agents: [...state.agents.values()].map(recordAgent),
  visits: [...state.visits.values()].map(recordVisit),
  offers: [...state.offers.values()].map((offer) => ({ ...offer })),
  assignments: [...state.assignments.values()].map((assignment) => ({ ...assignment })),
  openActs: [...state.openActs.values()],
  commands: memories(state.commands),
  endedVisits: memories(state.endedVisits),
  endedOffers: memories(state.endedOffers),
  pace: [...state.pace].map(([queueId, one]) => [queueId, { ...one, gapsMs: [...one.gapsMs] }]),
});

function recordAgent(agent: Agent): AgentRecord {
  const {
    agentId,
    availability,
    profile,
    moves,
    veto,
    leaseUntilAt,
    signedInSeq,
    idleSinceAt,
    idleSeq,
    offeredSeq,
    contacts,
  } = agent;
  const kept = {
    agentId,
    availability,
    profile,
    leaseUntilAt,
    signedInSeq,
    idleSinceAt,
    idleSeq,
    offeredSeq,
    contacts,
  };
  return { ...kept, ...(moves === undefined ? {} : { moves }), ...(veto === undefined ? {} : { veto }) };
}

const recordVisit = (visit: Visit): VisitRecord => ({
  ...visit,
  coolDowns: [...visit.coolDowns],
  misses: [...visit.misses],
});

/** The state that a snapshot is of, also of one that an earlier version took. */
export function restore(snapshotTaken: Snapshot): ShardState {
  const taken = upcastSnapshot(snapshotTaken);
  const state = createShard(taken.shardId);
  state.seq = taken.seq;
  state.at = taken.at;
  state.configVersion = taken.configVersion;
  state.plannedVersion = taken.plannedVersion;
  for (const record of taken.agents) state.agents.set(record.agentId, { ...record, ...holdingNothing() });
  for (const offer of taken.offers) holdOffer(state, { ...offer });
  for (const assignment of taken.assignments) holdAssignment(state, { ...assignment });
  for (const agent of [...state.agents.values()]) {
    noteLease(state, agent);
    noteVeto(state, agent);
    settleAgent(state, agent);
  }
  for (const record of taken.visits) restoreVisit(state, record);
  for (const [queueId, one] of taken.pace) state.pace.set(queueId, { ...one, gapsMs: [...one.gapsMs] });
  // An offer whose visit is over is taken back by a step that was still to come.
  for (const { offerId, visitId } of taken.offers) if (!state.visits.has(visitId)) state.index.orphans.add(offerId);
  if (state.plannedVersion < state.configVersion) planAnew(state);
  for (const open of taken.openActs) state.openActs.set(open.act.id, open);
  recallAll(state.commands, taken.commands);
  recallAll(state.endedVisits, taken.endedVisits);
  recallAll(state.endedOffers, taken.endedOffers);
  return state;
}

function restoreVisit(state: ShardState, record: VisitRecord): void {
  const { coolDowns, misses } = record;
  // Spread whole and then changed: what is left of a record after taking fields out is slow to make and slow to read ever after.
  const visit: Visit = {
    ...record,
    coolDowns: coolDowns.length === 0 ? NOBODY : new Map(coolDowns),
    misses: misses.length === 0 ? NOBODY : new Map(misses),
  };
  holdVisit(state, visit);
  queueIndexOf(state.index, visit.queueId).live += 1;
  state.index.thinned.add(visit.queueId);
}

function recallAll<Value>(memory: Memory<Value>, remembered: readonly (readonly [string, Value])[]): void {
  for (const [id, value] of remembered) remember(memory, id, value);
}
