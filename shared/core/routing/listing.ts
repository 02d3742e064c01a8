import { BIT } from './channel-bits';
import { lookAhead } from './crowd';
import { hasRoom, holdsAnything, isAvailable } from './eligibility';
import { compareAgents, queueIndexOf } from './queue-index';
import { insertSorted, removeSorted } from './sorted';
import type { Agent, Index, Listing } from './state';
import type { Channel } from './types';
import { wakeLines } from './waiting';

/** The listing of an agent whom the index does not know yet. */
export const unlisted = (): Listing => ({ profile: null, isSignedIn: false, rank: 0, open: 0 });

/** Brings the index up to date with the agent; whatever changes an agent calls this afterwards. */
export function relist(index: Index, agent: Agent): void {
  const { listing } = agent;
  const open = openChannels(agent);
  const rank = rankOf(agent);
  const isSignedIn = agent.availability.kind !== 'signedOut';
  const isNew = listing.profile !== agent.profile;
  const isMoved = isNew || listing.rank !== rank || (listing.open === 0) !== (open === 0);
  const gained = isNew ? open : open & ~listing.open;
  if (isMoved && listing.open !== 0) takeOff(index, agent);
  if (isNew || listing.isSignedIn !== isSignedIn) changeMembership(index, agent, isSignedIn);
  listing.profile = agent.profile;
  listing.isSignedIn = isSignedIn;
  listing.rank = rank;
  listing.open = open;
  if (isMoved && open !== 0) putOn(index, agent);
  // What they took, or cannot take any more, may have been all that kept them from a queue that they like less.
  const woken = agent.profile.preferences === undefined ? gained : open;
  if (woken !== 0) wakeLines(index, agent, woken);
}

/** Behind every agent who holds nothing: who is at work is not idle, however long ago they took it. */
const AT_WORK = 2 ** 52;

const rankOf = (agent: Agent): number => (holdsAnything(agent) ? AT_WORK : 0) + agent.idleSeq;

function openChannels(agent: Agent): number {
  if (!isAvailable(agent)) return 0;
  return bitIf(agent, 'voice') | bitIf(agent, 'chat') | bitIf(agent, 'sms') | bitIf(agent, 'email');
}

const bitIf = (agent: Agent, channel: Channel): number => (hasRoom(agent, channel) ? BIT[channel] : 0);

function takeOff(index: Index, agent: Agent): void {
  for (const queueId of agent.listing.profile?.queueIds ?? []) {
    const queue = queueIndexOf(index, queueId);
    removeSorted(queue.ready, agent, compareAgents);
    queue.choosy.delete(agent);
    if (queue.ready.length === 0) lookAhead(index, queue);
  }
}

function putOn(index: Index, agent: Agent): void {
  for (const queueId of agent.profile.queueIds) {
    const { ready, choosy } = queueIndexOf(index, queueId);
    insertSorted(ready, agent, compareAgents);
    if (agent.profile.preferences !== undefined) choosy.add(agent);
  }
}

function changeMembership(index: Index, agent: Agent, isSignedIn: boolean): void {
  for (const queueId of agent.listing.profile?.queueIds ?? [])
    if (queueIndexOf(index, queueId).members.delete(agent.agentId)) index.thinned.add(queueId);
  if (!isSignedIn) return;
  for (const queueId of agent.profile.queueIds) queueIndexOf(index, queueId).members.add(agent.agentId);
}
