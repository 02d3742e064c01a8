import { hasRoom, holdsAnything, isAvailable, lackOf, meets } from './eligibility';
import { compareAgents, queueIndexOf } from './queue-index';
import { insertSorted, removeSorted } from './sorted';
import type { Agent, Index, Listing, WaitingLine } from './state';
import type { Channel } from './types';
import { mayOffer } from './waiting';

/** A set of channels as bits: every offer changes one. */
const BIT: Readonly<Record<Channel, number>> = { voice: 1, chat: 2, sms: 4, email: 8 };

/** The listing of an agent whom the index does not know yet. */
export const unlisted = (): Listing => ({ profile: null, isSignedIn: false, rank: 0, open: 0 });

/** Whether the agent could take one more of the channel now, as the index saw them last. */
export const isOpen = ({ listing }: Agent, channel: Channel): boolean => (listing.open & BIT[channel]) !== 0;

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
  if (gained !== 0) wakeLines(index, agent, gained);
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
  for (const queueId of agent.listing.profile?.queueIds ?? [])
    removeSorted(queueIndexOf(index, queueId).ready, agent, compareAgents);
}

function putOn(index: Index, agent: Agent): void {
  for (const queueId of agent.profile.queueIds) insertSorted(queueIndexOf(index, queueId).ready, agent, compareAgents);
}

function changeMembership(index: Index, agent: Agent, isSignedIn: boolean): void {
  for (const queueId of agent.listing.profile?.queueIds ?? [])
    if (queueIndexOf(index, queueId).members.delete(agent.agentId)) index.thinned.add(queueId);
  if (!isSignedIn) return;
  for (const queueId of agent.profile.queueIds) queueIndexOf(index, queueId).members.add(agent.agentId);
}

/** The agent can take more than before: lines that they are good for may have a visit for them. */
function wakeLines(index: Index, agent: Agent, gained: number): void {
  for (const queueId of agent.profile.queueIds)
    for (const line of index.queues.get(queueId)?.serves ?? []) wakeLine(index, agent, gained, line);
  for (const line of index.naming.get(agent.agentId) ?? []) wakeLine(index, agent, gained, line);
}

function wakeLine(index: Index, agent: Agent, gained: number, line: WaitingLine): void {
  if ((gained & BIT[line.channel]) === 0 || lackOf(agent, line.need) !== undefined) return;
  if (meets(agent, line.where)) mayOffer(index, line);
}
