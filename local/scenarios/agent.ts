import { randomUUID } from 'node:crypto';
import { replyTo, wrapUpCodeFor } from './lines';
import type { Office } from './office';
import type { Pace } from './scenario';

/** A simulated agent. A turn does what there is to do at this moment; whoever has the clock gives the turns. */
export interface SimulatedAgent {
  readonly agentId: string;
  turn(): Promise<void>;
}

/** Whom an agent plays, and by what. */
export interface AgentOptions {
  readonly office: Office;
  readonly agentId: string;
  readonly name: string;
  /** A person plays this agent: the simulated one keeps still. */
  readonly isAway: () => boolean;
  /** Asked when the agent's Teams rings: true once, when their voicemail is to answer. */
  readonly takesVoicemail: () => boolean;
  /** Who is not signs out as soon as they have finished what they hold. */
  readonly isAtWork: () => boolean;
  readonly pace: () => Pace;
  /** Another one each time that something new shows in the agent's Teams: a message, a changed card. */
  readonly badge: () => string;
}

interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
}

interface Held {
  readonly interactionId: string;
  readonly channel: string;
  readonly queueName: string | null;
  readonly segment: 'connecting' | 'talking' | 'onHold' | 'wrappingUp' | 'done' | null;
}

interface Message {
  readonly direction: 'in' | 'out';
  readonly author: { readonly kind: string };
  readonly text: string;
}

const HEARTBEAT_MS = 60_000;
/** Besides when something new shows: who has work looks more often. Each look is three requests of the product. */
const LOOKS_EVERY_MS = { idle: 10_000, working: 4_000 };
const ENOUGH_REPLIES = 6;

/** What an agent remembers; lost with the process, as an agent's thoughts are. */
interface Memory {
  /** The offer of each interaction accepted, with which a call is connected. */
  readonly offers: Map<string, string>;
  readonly talkingSince: Map<string, number>;
  /** Offers whose call went to voicemail. */
  readonly missed: Set<string>;
  /** What each customer wrote last: how many messages that made, and when it was first seen. */
  readonly asked: Map<string, { readonly count: number; readonly seenAt: number }>;
  beatAt: number;
  wanted: Availability;
  /** Interactions that were theirs at the last look. */
  holds: number;
  lookedAt: number;
  badge: string | null;
}

type Availability = 'ready' | 'leaving' | 'gone';

/** What each asks of the product. */
const AVAILABILITY = {
  ready: { kind: 'ready' },
  leaving: { kind: 'notReady', reason: 'End of the shift' },
  gone: { kind: 'signedOut' },
} as const satisfies Readonly<Record<Availability, object>>;

/** Nothing happens between turns. */
export function createAgent(options: AgentOptions): SimulatedAgent {
  const memory: Memory = {
    ...{ offers: new Map(), talkingSince: new Map(), missed: new Set(), asked: new Map() },
    ...{ beatAt: 0, wanted: 'ready', holds: 0, lookedAt: 0, badge: null },
  };
  return {
    agentId: options.agentId,
    async turn() {
      if (options.isAway()) return;
      const isAtWork = options.isAtWork();
      await be(isAtWork ? 'ready' : memory.holds > 0 ? 'leaving' : 'gone', options, memory);
      const badge = options.badge();
      if (!isWorthALook(options.office.now(), badge, memory)) return;
      if (isAtWork) await takeOffers(options, memory);
      await answerPhone(options, memory);
      await work(options, memory);
      Object.assign(memory, { badge, lookedAt: options.office.now() });
    },
  };
}

function isWorthALook(now: number, badge: string, memory: Memory): boolean {
  const everyMs = memory.holds > 0 ? LOOKS_EVERY_MS.working : LOOKS_EVERY_MS.idle;
  return badge !== memory.badge || now - memory.lookedAt >= everyMs;
}

/** Says what it wants to be at once, and then gives a sign of life now and then. */
async function be(wanted: Availability, { office, agentId }: AgentOptions, memory: Memory): Promise<void> {
  if (memory.wanted === wanted && office.now() - memory.beatAt < HEARTBEAT_MS) return;
  memory.wanted = wanted;
  memory.beatAt = office.now();
  const state = await office.asAgent<{ availability: { kind: string } }>(agentId, 'GET', 'agent/state');
  if (state?.availability.kind !== AVAILABILITY[wanted].kind)
    await office.asAgent(agentId, 'PUT', 'agent/state', AVAILABILITY[wanted]);
  else if (wanted !== 'gone') await office.asAgent(agentId, 'POST', 'agent/heartbeat');
}

async function takeOffers({ office, agentId }: AgentOptions, memory: Memory): Promise<void> {
  const found = await office.asAgent<{ offers: readonly Offer[] }>(agentId, 'GET', 'agent/offers');
  for (const { offerId, interactionId } of found?.offers ?? []) {
    memory.offers.set(interactionId, offerId);
    await office.asAgent(agentId, 'POST', `agent/offers/${offerId}/accept`);
  }
}

async function answerPhone(options: AgentOptions, memory: Memory): Promise<void> {
  const { office, agentId } = options;
  const { calls } = await office.get<{ calls: readonly { id: string; state: string }[] }>(`agents/${agentId}/calls`);
  for (const { id } of calls.filter(({ state }) => state === 'ringing')) {
    if (options.takesVoicemail()) {
      for (const offerId of memory.offers.values()) memory.missed.add(offerId);
      await office.post(`agents/${agentId}/calls/${id}/voicemail`);
    } else await office.post(`agents/${agentId}/calls/${id}/answer`);
  }
}

async function work(options: AgentOptions, memory: Memory): Promise<void> {
  const { office, agentId } = options;
  const found = await office.asAgent<{ interactions: readonly Held[] }>(agentId, 'GET', 'agent/interactions');
  memory.holds = found?.interactions.length ?? 0;
  for (const one of found?.interactions ?? []) {
    if (one.segment === 'wrappingUp') await complete(options, one);
    else if (one.channel === 'voice') await talk(options, memory, one);
    else if (one.segment === 'talking') await write(options, memory, one);
  }
}

const complete = ({ office, agentId }: AgentOptions, { interactionId, queueName }: Held) =>
  office.asAgent(agentId, 'POST', `agent/interactions/${interactionId}/complete`, {
    wrapUpCode: wrapUpCodeFor(queueName),
  });

/** Connects once Teams has the call, talks for a while, and ends it. */
async function talk(options: AgentOptions, memory: Memory, one: Held): Promise<void> {
  const { office, agentId } = options;
  if (one.segment === 'connecting') {
    const offerId = memory.offers.get(one.interactionId);
    if (offerId === undefined || memory.missed.has(offerId)) return;
    await office.asAgent(agentId, 'POST', `agent/offers/${offerId}/connect`);
    memory.talkingSince.set(one.interactionId, office.now());
    return;
  }
  const since = memory.talkingSince.get(one.interactionId) ?? office.now();
  memory.talkingSince.set(one.interactionId, since);
  if (office.now() - since >= options.pace().talkMs) await complete(options, one);
}

/** Answers what the customer wrote last; completes when they are content. */
async function write(options: AgentOptions, memory: Memory, one: Held): Promise<void> {
  const { office, agentId, name } = options;
  const path = `agent/interactions/${one.interactionId}`;
  const view = await office.asAgent<{ messages: readonly Message[] }>(agentId, 'GET', path);
  const by = (kind: string) => (view?.messages ?? []).filter(({ author }) => author.kind === kind);
  const [asked, own] = [by('customer'), by('agent').length];
  const last = asked.at(-1);
  // Counted, not compared by their instants: while the clock stands, question and answer have the same.
  if (last === undefined || asked.length <= own) {
    // A mail is done with its answer; in a conversation the customer has the next word.
    if (one.channel === 'email' && own > 0) await complete(options, one);
    return;
  }
  if (!hasThought(options, memory, { interactionId: one.interactionId, count: asked.length })) return;
  const { text, isLast } = replyTo(last.text, { name, own, channel: one.channel });
  const body = { text, key: randomUUID(), writtenAt: office.now() };
  await office.asAgent(agentId, 'POST', `${path}/reply`, body);
  if (isLast || own >= ENOUGH_REPLIES) await complete(options, one);
}

/** An answer takes its time, from when the question was first seen. */
function hasThought(
  { office, pace }: AgentOptions,
  { asked }: Memory,
  { interactionId, count }: { readonly interactionId: string; readonly count: number },
): boolean {
  const known = asked.get(interactionId);
  const seenAt = known?.count === count ? known.seenAt : office.now();
  asked.set(interactionId, { count, seenAt });
  return office.now() - seenAt >= pace().writeMs;
}
