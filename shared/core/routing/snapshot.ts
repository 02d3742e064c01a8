import { createShard } from './create-shard';
import { holdingNothing, noteLease, settleAgent } from './evolve-agent';
import { holdAssignment, holdOffer } from './evolve-offer';
import { holdVisit } from './evolve-visit';
import { memories, remember, type Memory } from './memory';
import type { Recorded, VisitEnd } from './outcomes';
import type { Agent, Assignment, EndedOffer, Offer, OpenAct, ShardState, Visit } from './state';
import type { AgentId } from './types';

export type AgentRecord = Readonly<
  Pick<Agent, 'agentId' | 'availability' | 'profile' | 'leaseUntilAt' | 'signedInSeq' | 'idleSinceAt' | 'idleSeq'>
>;

export type VisitRecord = Readonly<Omit<Visit, 'coolDowns'>> & {
  readonly coolDowns: readonly (readonly [AgentId, number])[];
};

/** The whole state as plain data: JSON and back is the same. The index is left out, for it follows. */
export interface Snapshot {
  readonly shardId: string;
  readonly seq: number;
  readonly at: number;
  readonly configVersion: number;
  readonly agents: readonly AgentRecord[];
  readonly visits: readonly VisitRecord[];
  readonly offers: readonly Readonly<Offer>[];
  readonly assignments: readonly Readonly<Assignment>[];
  readonly openActs: readonly OpenAct[];
  readonly commands: readonly (readonly [string, Recorded])[];
  readonly endedVisits: readonly (readonly [string, VisitEnd])[];
  readonly endedOffers: readonly (readonly [string, EndedOffer])[];
}

/** A copy that later steps do not change. */
export const snapshot = (state: ShardState): Snapshot => ({
  shardId: state.shardId,
  seq: state.seq,
  at: state.at,
  configVersion: state.configVersion,
  agents: [...state.agents.values()].map(recordAgent),
  visits: [...state.visits.values()].map(recordVisit),
  offers: [...state.offers.values()].map((offer) => ({ ...offer })),
  assignments: [...state.assignments.values()].map((assignment) => ({ ...assignment })),
  openActs: [...state.openActs.values()],
  commands: memories(state.commands),
  endedVisits: memories(state.endedVisits),
  endedOffers: memories(state.endedOffers),
});

function recordAgent(agent: Agent): AgentRecord {
  const { agentId, availability, profile, leaseUntilAt, signedInSeq, idleSinceAt, idleSeq } = agent;
  return { agentId, availability, profile, leaseUntilAt, signedInSeq, idleSinceAt, idleSeq };
}

const recordVisit = (visit: Visit): VisitRecord => ({ ...visit, coolDowns: [...visit.coolDowns] });

/** The state that a snapshot is of. */
export function restore(taken: Snapshot): ShardState {
  const state = createShard(taken.shardId);
  state.seq = taken.seq;
  state.at = taken.at;
  state.configVersion = taken.configVersion;
  for (const record of taken.agents) state.agents.set(record.agentId, { ...record, ...holdingNothing() });
  for (const offer of taken.offers) holdOffer(state, { ...offer });
  for (const assignment of taken.assignments) holdAssignment(state, { ...assignment });
  for (const agent of [...state.agents.values()]) {
    noteLease(state, agent);
    settleAgent(state, agent);
  }
  for (const { coolDowns, ...facts } of taken.visits) holdVisit(state, { ...facts, coolDowns: new Map(coolDowns) });
  for (const open of taken.openActs) state.openActs.set(open.act.id, open);
  recallAll(state.commands, taken.commands);
  recallAll(state.endedVisits, taken.endedVisits);
  recallAll(state.endedOffers, taken.endedOffers);
  return state;
}

function recallAll<Value>(memory: Memory<Value>, remembered: readonly (readonly [string, Value])[]): void {
  for (const [id, value] of remembered) remember(memory, id, value);
}
