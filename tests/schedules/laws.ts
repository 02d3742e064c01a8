import type { Act } from '../../shared/core/routing/acts';
import type { Entry } from '../../shared/core/routing/entries';
import { expectedOffer } from '../../shared/core/routing/policy.testsuite';
import type { ShardState } from '../../shared/core/routing/shard';
import type { Visit } from '../../shared/core/routing/state';

/** Tells that a promise of the design (§9) is broken. */
export type Breach = (law: string, words: string) => void;

/** What the policy sees of a state, without what a snapshot copies beside. */
const seen = ({ visits, agents, offers, assignments }: ShardState) => ({
  agents: [...agents.values()],
  visits: [...visits.values()].map((visit) => ({ ...visit, coolDowns: [...visit.coolDowns], misses: [] })),
  offers: [...offers.values()],
  assignments: [...assignments.values()],
});

/** What the policy, written a second time, would offer now. */
export const expected = (state: ShardState) => expectedOffer(seen(state));

/** Looks at an entry from the state before it: who accepts, and whether an offer is the one that is due. */
export function checkEntry(before: ShardState, entry: Entry, breach: Breach): void {
  const { command, outcome, acts, at, seq } = entry;
  if (seq !== before.seq + 1) breach('I5', `entry ${seq} follows ${before.seq}`);
  if (at < before.at) breach('I5', `entry ${seq} is older than the one before`);
  if (command.name === 'accept' && outcome.kind === 'accepted') {
    const offer = before.offers.get(command.offerId);
    if (offer?.agentId !== command.agentId) breach('I4', `${command.agentId} accepted ${command.offerId}, not theirs`);
    if (offer !== undefined && offer.deadlineAt <= at)
      breach('I4', `${command.offerId} was accepted after its deadline`);
    if (!before.visits.has(outcome.visitId)) breach('I4', `${outcome.visitId} was won twice`);
  }
  for (const act of acts) if (act.kind === 'offer') checkOffer(before, act, breach);
}

function checkOffer(before: ShardState, act: Extract<Act, { kind: 'offer' }>, breach: Breach): void {
  const due = expected(before);
  if (due?.visitId !== act.visitId) breach('I8', `${act.visitId} was offered, ${due?.visitId ?? 'nothing'} was due`);
  else if (due.agentId !== act.agentId) breach('I9', `${act.visitId} went to ${act.agentId}, not to ${due.agentId}`);
  const visit = before.visits.get(act.visitId);
  const offering = visit?.plan.offering ?? { kind: 'one' };
  const most = offering.kind === 'one' ? 1 : offering.atMost;
  // What agents look at when a version asks for fewer, they go on looking at.
  if ((visit?.offerIds.length ?? 0) >= most) breach('I2', `${act.visitId} is offered once more; ${most} may look`);
  const agent = before.agents.get(act.agentId);
  if (agent?.availability.kind !== 'ready') breach('I9', `${act.agentId} was offered ${act.visitId} and is not Ready`);
}

/** What holds of every state that a shard was ever left in. `enqueued`: what each visit was enqueued with. */
export function checkState(
  state: ShardState,
  enqueued: ReadonlyMap<string, Pick<Visit, 'dueAt' | 'priority'>>,
  breach: Breach,
): void {
  const interactions = new Set<string>();
  for (const visit of state.visits.values()) {
    if (interactions.has(visit.interactionId)) breach('I1', `${visit.interactionId} waits twice`);
    interactions.add(visit.interactionId);
    checkVisit(state, visit, breach);
    const { dueAt, priority } = enqueued.get(visit.visitId) ?? visit;
    if (visit.dueAt !== dueAt - (visit.steps[visit.step]?.headStartMs ?? visit.plan.headStartMs))
      breach('I8', `${visit.visitId} lost its place`);
    if (visit.priority !== (visit.steps[visit.step]?.priority ?? priority))
      breach('I8', `${visit.visitId} lost its priority`);
  }
  for (const { offerId, visitId } of state.offers.values())
    if (state.visits.get(visitId)?.offerIds.includes(offerId) !== true) breach('I2', `${offerId} is of no live visit`);
  for (const agentId of state.agents.keys()) checkAgent(state, agentId, breach);
}

/** It waits where matching finds it, or as many agents look at it as may. */
function checkVisit({ index, offers }: ShardState, { visitId, offerIds, allowed }: Visit, breach: Breach): void {
  const isWaiting = index.lineByVisit.has(visitId);
  if (isWaiting !== offerIds.length < allowed) breach('I1', `${visitId} is neither waiting nor looked at`);
  const agentIds = offerIds.map((offerId) => offers.get(offerId)?.agentId);
  if (new Set(agentIds).size < agentIds.length || agentIds.includes(undefined))
    breach('I2', `${visitId} is offered to ${agentIds.join(', ')}`);
}

function checkAgent(state: ShardState, agentId: string, breach: Breach): void {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  const { totalUnits, channels } = agent.profile.capacity;
  const assignments = [...state.assignments.values()].filter((one) => one.agentId === agentId);
  const offers = [...state.offers.values()].filter((one) => one.agentId === agentId);
  const taking = [...offers, ...assignments.filter(({ isHoldingRoom }) => isHoldingRoom)];
  const used = taking.reduce((sum, { units }) => sum + units, 0);
  if (used !== agent.usedUnits) breach('I3', `${agentId} holds ${used} and counts ${agent.usedUnits}`);
  if (agent.availability.kind === 'signedOut' && taking.length + assignments.length === 0)
    breach('I15', `${agentId} is gone and stays for ever`);
  if (agent.availability.kind !== 'signedOut' && agent.leaseUntilAt === null) breach('I15', `${agentId} has no lease`);
  if (assignments.some(({ isForced }) => isForced) || state.plannedVersion < state.configVersion) return;
  const isBeside = ({ channel }: { channel: keyof typeof channels }) =>
    !taking.some((other) => channels[channel]?.interruptedBy?.includes(other.channel) === true);
  const staying = taking.filter(isBeside);
  if (staying.reduce((sum, { units }) => sum + units, 0) > totalUnits && !isKept(state, agentId))
    breach('I3', `${agentId} holds more than ${totalUnits} units`);
  if (
    taking.some(({ channel }) => channels[channel]?.exclusive === true) &&
    staying.length > 1 &&
    !isKept(state, agentId)
  )
    breach('I3', `${agentId} is on a call and holds something beside it`);
  for (const { channel } of taking)
    if (
      taking.filter((one) => one.channel === channel).length > (channels[channel]?.max ?? 0) &&
      !isKept(state, agentId)
    )
      breach('I3', `${agentId} holds too much ${channel}`);
}

/** What they were given under an earlier profile they keep: a new version takes nothing out of hands. */
const isKept = (state: ShardState, agentId: string): boolean =>
  state.agents.get(agentId)?.profile.queueIds.length === 0;
