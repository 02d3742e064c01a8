import type { Snapshot, VisitRecord, AgentRecord } from './snapshot-shape';
import { planIn } from './evolve-visit';
import { USUAL_PLAN, type VisitPlan } from './plan';

/**
 * Snapshots are stored: one that an earlier version took lacks what came later. Entries need no such pass, because fields that came
 * later are optional in them and mean the usual where they are absent.
 */
export const upcastSnapshot = (taken: Snapshot): Snapshot => ({
  ...taken,
  agents: taken.agents.map((agent): AgentRecord => ({ ...EARLIER_AGENT, ...agent })),
  visits: taken.visits.map(upcastVisit),
  assignments: taken.assignments.map((assignment) => ({ ...EARLIER_ASSIGNMENT, ...assignment })),
  pace: (taken.pace ?? []).map(([queueId, one]) => [queueId, { ...EARLIER_PACE, ...one }]),
  plannedVersion: taken.plannedVersion ?? taken.configVersion,
});

/** Whether a plan lacks nothing that came later: then its visit, of which there may be very many, is taken as it is. */
const isWhole = ({ plan, delaysOver, promised, rule }: VisitRecord): boolean =>
  delaysOver !== undefined &&
  promised !== undefined &&
  rule !== undefined &&
  PLAN_FIELDS.every((field) => plan[field] !== undefined);

/** A visit from before there were delays, promises and rules has none. */
const LATER = { delaysOver: 0, promised: null, rule: null };

const PLAN_FIELDS = Object.keys(USUAL_PLAN) as (keyof VisitPlan)[];

const EARLIER_ASSIGNMENT = { isHoldingRoom: true, roomUntilAt: null, isForced: false };

const EARLIER_PACE = { promises: 0, promisesKept: 0 };

const EARLIER_AGENT = { offeredSeq: 0, contacts: 0 };

/** Before version 2 a visit had at most one offer and no plan. */
type EarlierVisit = VisitRecord & { readonly offerId?: string | null };

function upcastVisit(record: VisitRecord): VisitRecord {
  if (record.plan !== undefined) return isWhole(record) ? record : { ...LATER, ...record, plan: planIn(record.plan) };
  const { offerId, ...earlier }: EarlierVisit = record;
  const step = earlier.steps[earlier.step];
  const stepSinceAt =
    earlier.stepUntilAt === null ? earlier.waitingSinceAt : earlier.stepUntilAt - (step?.timeoutMs ?? 0);
  return {
    ...earlier,
    brought: earlier.steps,
    plan: planIn(undefined),
    asks: [],
    ownPriority: earlier.priority,
    enteredAt: stepSinceAt,
    stepSinceAt,
    need: step?.requirements ?? [],
    relaxAt: null,
    closesAt: null,
    ...LATER,
    overflowing: null,
    offerIds: offerId === undefined || offerId === null ? [] : [offerId],
    allowed: 1,
    moreAt: null,
    misses: [],
  };
}
