import type { Act } from './acts';
import type { Command, Enqueue } from './commands';
import { DEFAULT_LEASE_MS, DEFAULT_QUEUE_RULES, type QueueRules, type RoutingConfig } from './config';
import type { Entry } from './entries';
import type { Outcome } from './outcomes';
import { USUAL_PLAN, type VisitPlan } from './plan';
import { createShard, submit, type ShardState } from './shard';
import type { Submitted } from './submit';
import type { AgentProfile, RequestedAvailability, RoutingStep } from './types';

type WithoutId<Union> = Union extends unknown ? Omit<Union, 'commandId'> : never;
export type Said = WithoutId<Command>;

/** Rules of queues that differ from the usual, by queue. */
export type Rules = Readonly<Record<string, Partial<QueueRules>>>;

export const config = (version = 1, shardId = 's', rules: Rules = {}): RoutingConfig => ({
  version,
  shardId,
  queues: new Map(['sales', 'care'].map((queueId) => [queueId, { ...DEFAULT_QUEUE_RULES, ...rules[queueId] }])),
  leaseMs: DEFAULT_LEASE_MS,
});

/** Rules of `sales` with a plan that differs so from the usual. */
export const sales = (plan: Partial<VisitPlan>): Rules => ({ sales: { plan: { ...USUAL_PLAN, key: 'k', ...plan } } });

/** A shard to tell things, at instants that count from 0. */
export interface Told {
  readonly state: ShardState;
  readonly journal: Entry[];
  /** What the last command led to. */
  readonly last: () => Submitted;
  readonly tell: (at: number, said: Said, commandId?: string) => Outcome;
  /** Tells `match` and answers who was offered what: `agent < visit`. */
  readonly match: (at: number) => string[];
  /** Acts of the last command, without their ids. */
  readonly acts: () => object[];
  /** The offer that is live for the agent; fails the test when there is none. */
  readonly offerOf: (agentId: string) => string;
}

export function shard(rules: Rules = {}): Told {
  const state = createShard('s');
  const journal: Entry[] = [];
  let told = 0;
  let last: Submitted = { state, entries: [], outcome: { kind: 'unchanged' }, isMoreDue: false };
  const tell = (now: number, said: Said, commandId = `c${(told += 1)}`) => {
    const wanted = said.name === 'config' ? said.version : state.configVersion || 1;
    last = submit(state, { command: { ...said, commandId }, now, config: config(wanted, 's', rules), doneActs: [] });
    journal.push(...last.entries);
    return last.outcome;
  };
  const lastActs = (): readonly Act[] => last.entries.flatMap((entry) => entry.acts);
  return {
    state,
    journal,
    last: () => last,
    tell,
    match(at) {
      tell(at, { name: 'match' });
      return lastActs().flatMap((act) => (act.kind === 'offer' ? [`${act.agentId} < ${act.visitId}`] : []));
    },
    acts: () => lastActs().map(({ id, ...act }) => (expect(id).toMatch(/^\d+\/\d+$/), act)),
    offerOf: (agentId) => [...state.offers.values()].find((offer) => offer.agentId === agentId)?.offerId ?? 'none',
  };
}

export const anyone: RoutingStep = { requirements: [], onlyAgentIds: null, timeoutMs: null };

export const asks = (skillId: string, atLeast: number, timeoutMs: number | null = null): RoutingStep => ({
  ...anyone,
  requirements: [{ skillId, atLeast }],
  timeoutMs,
});

/** A chat in `sales` since 0, due at 20 s, unless said otherwise. */
export const enqueue = (visitId: string, said: Partial<Omit<Enqueue, 'name' | 'commandId'>> = {}): Said => ({
  name: 'enqueue',
  interactionId: `i-${visitId}`,
  visitId,
  queueId: 'sales',
  channel: 'chat',
  steps: [anyone],
  priority: 0,
  waitingSinceAt: 0,
  targetMs: 20_000,
  preferredAgentId: null,
  expiresAt: null,
  ...said,
});

/** Two chats, or one call, or one e-mail beside one chat. */
export const profile = (said: Partial<AgentProfile> = {}): AgentProfile => ({
  queueIds: ['sales'],
  skills: {},
  capacity: {
    totalUnits: 2,
    channels: {
      voice: { units: 2, max: 1, exclusive: true },
      chat: { units: 1, max: 2, exclusive: false },
      email: { units: 1, max: 1, exclusive: false },
    },
  },
  ...said,
});

export const set = (agentId: string, kind: 'ready' | 'signedOut', said: Partial<AgentProfile> = {}): Said =>
  setTo(agentId, { kind }, said);

export const notReady = (agentId: string, said: Partial<AgentProfile> = {}): Said =>
  setTo(agentId, { kind: 'notReady', reason: 'lunch' }, said);

const setTo = (agentId: string, to: RequestedAvailability, said: Partial<AgentProfile> = {}): Said => ({
  name: 'agentState',
  agentId,
  set: to,
  profile: profile(said),
});

export const ready = (agentId: string, said: Partial<AgentProfile> = {}): Said => set(agentId, 'ready', said);
