import type { Command } from '../../shared/core/routing/commands';
import { DEFAULT_LEASE_MS, DEFAULT_QUEUE_RULES, type RoutingConfig } from '../../shared/core/routing/config';
import { createShard, submit, type ShardState } from '../../shared/core/routing/shard';

export const QUEUES = 500;
const QUEUES_OF_AN_AGENT = 5;

type WithoutId<Union> = Union extends unknown ? Omit<Union, 'commandId'> : never;
export type Said = WithoutId<Command>;

const queueId = (n: number) => `queue-${n % QUEUES}`;

export const config: RoutingConfig = {
  version: 1,
  shardId: 'bench',
  queues: new Map(Array.from({ length: QUEUES }, (_, n) => [queueId(n), DEFAULT_QUEUE_RULES])),
  leaseMs: DEFAULT_LEASE_MS,
};

/** An agent of five queues who holds one chat at a time. */
export function signIn(n: number): Said {
  const channels = { chat: { units: 1, max: 1, exclusive: false } };
  const queueIds = Array.from({ length: QUEUES_OF_AN_AGENT }, (_, k) => queueId(n + k * 97));
  const profile = { queueIds, skills: { spoken: 3 + (n % 3) }, capacity: { totalUnits: 1, channels } };
  return { name: 'agentState', agentId: `agent-${n}`, set: { kind: 'ready' }, profile };
}

/** A customer of one of the queues, of one of three priorities, who asks for one of three proficiencies. */
export const enqueue = (n: number): Said => ({
  name: 'enqueue',
  interactionId: `interaction-${n}`,
  visitId: `visit-${n}`,
  queueId: queueId(n * 31),
  channel: 'chat',
  steps: [{ requirements: [{ skillId: 'spoken', atLeast: 1 + (n % 3) }], onlyAgentIds: null, timeoutMs: null }],
  priority: n % 3,
  waitingSinceAt: n,
  targetMs: 20_000,
  preferredAgentId: null,
  expiresAt: null,
});

/** A shard to tell things, without a store: its clock stands still. */
export interface Floor {
  readonly state: () => ShardState;
  /** What was decided. Acts count as done with the next word. */
  tell(said: Said): ReturnType<typeof submit>['entries'];
}

export function openFloor(): Floor {
  let state = createShard(config.shardId);
  let told = 0;
  let doneActs: readonly string[] = [];
  return {
    state: () => state,
    tell(said) {
      told += 1;
      const submitted = submit(state, { command: { ...said, commandId: `c${told}` }, now: 0, config, doneActs });
      state = submitted.state;
      if (submitted.entries.length > 0) doneActs = submitted.entries.flatMap(({ acts }) => acts.map(({ id }) => id));
      return submitted.entries;
    },
  };
}

/** Everybody at work, and so many customers more who wait. */
export function fullFloor(agents: number, waiting: number): { readonly floor: Floor; readonly held: string[] } {
  const floor = openFloor();
  for (let n = 0; n < agents; n += 1) floor.tell(signIn(n));
  const held: string[] = [];
  for (let n = 0; n < agents + waiting; n += 1) {
    floor.tell(enqueue(n));
    held.push(...takeAll(floor));
  }
  return { floor, held };
}

/** Makes the offers that can be made and has them accepted. */
export function takeAll(floor: Floor): readonly string[] {
  const offers = floor.tell({ name: 'match' }).flatMap(({ acts }) => acts.filter((act) => act.kind === 'offer'));
  for (const { offerId, agentId } of offers) floor.tell({ name: 'accept', offerId, agentId });
  return offers.map(({ offerId }) => offerId);
}
