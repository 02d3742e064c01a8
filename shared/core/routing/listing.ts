import { CHANNELS } from '../lib/channel';
import { hasRoom, holdsAnything, lackOf } from './eligibility';
import { compareAgents, queueIndexOf } from './queue-index';
import { insertSorted, removeSorted } from './sorted';
import type { Agent, Index, Listing, WaitingLine } from './state';
import type { Channel } from './types';
import { mayOffer } from './waiting';

const NOTHING_OPEN: Listing['open'] = { voice: false, chat: false, sms: false, email: false };

/** The listing of an agent whom the index does not know. */
export const UNLISTED: Listing = { profile: null, isSignedIn: false, rank: 0, open: NOTHING_OPEN };

/** Behind every agent who holds nothing: who is at work is not idle, however long ago they took it. */
const AT_WORK = 2 ** 52;

/** Brings the index up to date with the agent; whatever changes an agent calls this afterwards. */
export function relist(index: Index, agent: Agent): void {
  const before = agent.listing;
  const after = listingOf(agent);
  const isMoved = before.rank !== after.rank || before.profile !== after.profile;
  for (const channel of CHANNELS)
    if (before.open[channel] && (isMoved || !after.open[channel])) takeOff(index, agent, channel);
  if (before.profile !== after.profile || before.isSignedIn !== after.isSignedIn) changeMembership(index, agent, after);
  agent.listing = after;
  for (const channel of CHANNELS)
    if (after.open[channel] && (isMoved || !before.open[channel])) putOn(index, agent, channel);
  const isNew = before.profile !== after.profile;
  for (const channel of CHANNELS)
    if (after.open[channel] && (isNew || !before.open[channel])) wakeLines(index, agent, channel);
}

function listingOf(agent: Agent): Listing {
  const { availability, profile, idleSeq } = agent;
  const isReady = availability.kind === 'ready';
  return {
    profile,
    isSignedIn: availability.kind !== 'signedOut',
    rank: (holdsAnything(agent) ? AT_WORK : 0) + idleSeq,
    open: isReady ? openChannels(agent) : NOTHING_OPEN,
  };
}

const openChannels = (agent: Agent): Listing['open'] => ({
  voice: hasRoom(agent, 'voice'),
  chat: hasRoom(agent, 'chat'),
  sms: hasRoom(agent, 'sms'),
  email: hasRoom(agent, 'email'),
});

function takeOff(index: Index, agent: Agent, channel: Channel): void {
  for (const queueId of agent.listing.profile?.queueIds ?? [])
    removeSorted(queueIndexOf(index, queueId).ready[channel], agent, compareAgents);
}

function putOn(index: Index, agent: Agent, channel: Channel): void {
  for (const queueId of agent.profile.queueIds)
    insertSorted(queueIndexOf(index, queueId).ready[channel], agent, compareAgents);
}

function changeMembership(index: Index, agent: Agent, after: Listing): void {
  for (const queueId of agent.listing.profile?.queueIds ?? [])
    queueIndexOf(index, queueId).members.delete(agent.agentId);
  if (!after.isSignedIn) return;
  for (const queueId of agent.profile.queueIds) queueIndexOf(index, queueId).members.add(agent.agentId);
}

/** The agent can take more of the channel than before: lines that they are good for may have a visit for them. */
function wakeLines(index: Index, agent: Agent, channel: Channel): void {
  for (const queueId of agent.profile.queueIds)
    for (const line of index.queues.get(queueId)?.lines.values() ?? [])
      if (line.onlyAgentIds === null) wakeLine(index, agent, channel, line);
  for (const line of index.naming.get(agent.agentId) ?? []) wakeLine(index, agent, channel, line);
}

function wakeLine(index: Index, agent: Agent, channel: Channel, line: WaitingLine): void {
  if (line.channel === channel && lackOf(agent, line.requirements) === undefined) mayOffer(index, line);
}
