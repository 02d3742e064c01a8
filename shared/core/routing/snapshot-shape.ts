import type { Recorded, VisitEnd } from './outcomes';
import type { Agent, Assignment, EndedOffer, Offer, OpenAct, Pace, Visit } from './state';
import type { AgentId, QueueId } from './types';

export type AgentRecord = Readonly<
  Pick<
    Agent,
    | 'agentId'
    | 'availability'
    | 'profile'
    | 'moves'
    | 'veto'
    | 'leaseUntilAt'
    | 'signedInSeq'
    | 'idleSinceAt'
    | 'idleSeq'
    | 'offeredSeq'
    | 'contacts'
  >
>;

export type VisitRecord = Readonly<Omit<Visit, 'coolDowns' | 'misses'>> & {
  readonly coolDowns: readonly (readonly [AgentId, number])[];
  readonly misses: readonly (readonly [AgentId, number])[];
};

/** The whole state as plain data: JSON and back is the same. The index is left out, for it follows. */
export interface Snapshot {
  readonly shardId: string;
  readonly seq: number;
  readonly at: number;
  readonly configVersion: number;
  readonly plannedVersion: number;
  readonly agents: readonly AgentRecord[];
  readonly visits: readonly VisitRecord[];
  readonly offers: readonly Readonly<Offer>[];
  readonly assignments: readonly Readonly<Assignment>[];
  readonly openActs: readonly OpenAct[];
  readonly commands: readonly (readonly [string, Recorded])[];
  readonly endedVisits: readonly (readonly [string, VisitEnd])[];
  readonly endedOffers: readonly (readonly [string, EndedOffer])[];
  readonly pace: readonly (readonly [QueueId, Readonly<Pace>])[];
}
