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
    ...(countsAgree(agent) ? [] : [`agent ${agent.agentId} counts other things than they hold`]),
    ...(agent.availability.kind !== 'signedOut' && agent.leaseUntilAt === null
      ? [`agent ${agent.agentId} is there without a lease`]
      : []),
  ]);
}

const heldUnits = ({ offers, assignments }: ShardState, { offerIds, assignmentIds }: Agent): number =>
  [...[...offerIds].map((id) => offers.get(id)), ...[...assignmentIds].map((id) => assignments.get(id))].reduce(
    (sum, held) => sum + (held?.units ?? 0),
    0,
  );

const countsAgree = ({ held, offerIds, assignmentIds }: Agent): boolean =>
  CHANNELS.reduce((sum, channel) => sum + held[channel], 0) === offerIds.size + assignmentIds.size;
