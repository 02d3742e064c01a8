import type { SetAgentState } from './commands';
import { leftoverOf, note } from './due';
import { holdsAnything } from './eligibility';
import type { Entry } from './entries';
import { relist, unlisted } from './listing';
import type { Agent, Assignment, Offer, ShardState } from './state';
import { movedProfile } from './moved-profile';
import type { AgentId, AgentProfile, Availability, QueueMoves, Veto } from './types';

/** The state that an agent chose, or somebody chose for them. A sign-in begins anew: nothing is left of earlier moves and vetoes. */
export function setAgentState(state: ShardState, entry: Entry, command: SetAgentState, leaseUntilAt: number): void {
  const { agentId, set } = command;
  const agent = state.agents.get(agentId) ?? newAgent(agentId, command.profile);
  const wasReady = agent.availability.kind === 'ready';
  const wasSignedIn = agent.leaseUntilAt !== null;
  state.agents.set(agentId, agent);
  if (!wasSignedIn) {
    delete agent.moves;
    delete agent.veto;
  }
  agent.profile = movedProfile(command.profile, agent.moves);
  agent.availability = set;
  agent.leaseUntilAt = set.kind === 'signedOut' ? null : leaseUntilAt;
  if (set.kind === 'ready' && !wasReady) beginIdle(agent, entry);
  if (set.kind !== 'signedOut' && !wasSignedIn) {
    agent.signedInSeq = entry.seq;
    agent.contacts = 0;
    noteLease(state, agent);
  }
  settleAgent(state, agent);
}

/** A supervisor took them into queues or out of some. */
export function moveAgent(
  state: ShardState,
  agentId: AgentId,
  { profile, moves }: { readonly profile: AgentProfile; readonly moves: QueueMoves },
): void {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.profile = profile;
  agent.moves = moves;
  settleAgent(state, agent);
}

/** What Teams says of offers to them; null: nothing against. */
export function setVeto(state: ShardState, agentId: AgentId, veto: Veto | null): void {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  if (veto === null) delete agent.veto;
  else agent.veto = veto;
  noteVeto(state, agent);
  settleAgent(state, agent);
}

/** The end of a veto falls due by itself. */
export function noteVeto(state: ShardState, { agentId, veto }: Agent): void {
  if (veto !== undefined) note(state, { at: veto.untilAt, kind: 'vetoEnd', id: agentId });
}

/** The end of a lease falls due by itself; `signedInSeq` tells it from one of an earlier sign-in. */
export function noteLease(state: ShardState, { agentId, leaseUntilAt, signedInSeq }: Agent): void {
  if (leaseUntilAt !== null) note(state, { at: leaseUntilAt, kind: 'leaseEnd', id: agentId, seq: signedInSeq });
}

const newAgent = (agentId: AgentId, profile: AgentProfile): Agent => ({
  agentId,
  availability: { kind: 'signedOut' },
  profile,
  leaseUntilAt: null,
  signedInSeq: 0,
  idleSinceAt: 0,
  idleSeq: 0,
  offeredSeq: 0,
  contacts: 0,
  ...holdingNothing(),
});

/** What an agent holds and where the index has them, before either is known. */
export const holdingNothing = () => ({
  offerIds: new Set<string>(),
  assignmentIds: new Set<string>(),
  usedUnits: 0,
  held: { voice: 0, chat: 0, sms: 0, email: 0 },
  heldUnits: { voice: 0, chat: 0, sms: 0, email: 0 },
  listing: unlisted(),
});

/** From this entry on nothing keeps them busy. */
export function beginIdle(agent: Agent, { at, seq }: Pick<Entry, 'at' | 'seq'>): void {
  agent.idleSinceAt = at;
  agent.idleSeq = seq;
}

/** They gave a sign of life. */
export function renewLease(state: ShardState, agentId: AgentId, leaseUntilAt: number): void {
  const agent = state.agents.get(agentId);
  if (agent !== undefined) agent.leaseUntilAt = leaseUntilAt;
}

/** Not Ready by the shard's own conclusion. Their lease ends with signing out only. */
export function makeUnavailable(state: ShardState, agentId: AgentId, availability: Availability): void {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.availability = availability;
  if (availability.kind === 'signedOut') agent.leaseUntilAt = null;
  settleAgent(state, agent);
}

/** Whatever changed an agent ends with this: the index follows, and one who is gone and holds nothing is forgotten. */
export function settleAgent(state: ShardState, agent: Agent): void {
  relist(state.index, agent);
  if (agent.availability.kind === 'signedOut' && !holdsAnything(agent)) state.agents.delete(agent.agentId);
  if (leftoverOf(state, agent.agentId) !== undefined) state.index.leaving.add(agent.agentId);
}

/** Takes room of the agent, as offers and assignments do alike. */
export function takeRoom(agent: Agent, { channel, units }: Offer | Assignment): void {
  agent.usedUnits += units;
  agent.held[channel] += 1;
  agent.heldUnits[channel] += units;
}

/** The opposite of `takeRoom`. */
export function giveRoomBack(agent: Agent, { channel, units }: Offer | Assignment): void {
  agent.usedUnits -= units;
  agent.held[channel] -= 1;
  agent.heldUnits[channel] -= units;
}
