import { CHANNELS } from '../lib/channel';
import type { Agent, ShardState } from './state';

/** Promises of design §9 that the state breaks, in words with the ids they are about. Empty is what it must be. */
export function violations(state: ShardState): readonly string[] {
  return [...visitsBroken(state), ...offersBroken(state), ...agentsBroken(state)];
}

/** I1 and I2: a live visit waits or has the live offer that it names. */
const visitsBroken = ({ visits, offers }: ShardState): readonly string[] =>
  [...offers.values()]
    .filter(({ visitId }) => !visits.has(visitId))
    .map(({ offerId }) => `offer ${offerId} is of no visit that is live`);

/** I3: whoever holds something is known to the shard. */
const offersBroken = ({ agents, offers, assignments }: ShardState): readonly string[] =>
  [...offers.values(), ...assignments.values()]
    .filter(({ agentId }) => !agents.has(agentId))
    .map(({ agentId }) => `agent ${agentId} holds something and is not there`);

/** I3: what is used is what is held, and no more than there is; an agent who is there has an end (I15). */
function agentsBroken(state: ShardState): readonly string[] {
  return [...state.agents.values()].flatMap((agent) => [
    ...(heldUnits(state, agent) === agent.usedUnits ? [] : [`agent ${agent.agentId} uses other units than they hold`]),
    ...(countsAgree(state, agent) ? [] : [`agent ${agent.agentId} counts other things than they hold`]),
    ...(agent.availability.kind !== 'signedOut' && agent.leaseUntilAt === null
      ? [`agent ${agent.agentId} is there without a lease`]
      : []),
  ]);
}

/** What takes room: wrap-up may have given it back. */
const taking = ({ offers, assignments }: ShardState, { offerIds, assignmentIds }: Agent) => [
  ...[...offerIds].flatMap((id) => offers.get(id) ?? []),
  ...[...assignmentIds].flatMap((id) => assignments.get(id) ?? []).filter(({ isHoldingRoom }) => isHoldingRoom),
];

const heldUnits = (state: ShardState, agent: Agent): number =>
  taking(state, agent).reduce((sum, { units }) => sum + units, 0);

const countsAgree = (state: ShardState, agent: Agent): boolean =>
  CHANNELS.reduce((sum, channel) => sum + agent.held[channel], 0) === taking(state, agent).length;
