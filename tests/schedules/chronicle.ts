import type { Act } from '../../shared/core/routing/acts';
import type { Entry } from '../../shared/core/routing/entries';
import { isRemembered } from '../../shared/core/routing/evolve';
import { createShard, evolve, type ShardState } from '../../shared/core/routing/shard';
import { violations } from '../../shared/core/routing/violations';
import { SHARD_IDS, type ShardName } from './company';
import { checkEntry, checkState, type Breach } from './laws';

/** What was written and done, seen from outside: the laws are checked here, entry by entry as they become durable. */
export interface Chronicle {
  readonly shards: Readonly<Record<ShardName, ShardState>>;
  readonly journal: Readonly<Record<ShardName, readonly Entry[]>>;
  /** The last made is in front. */
  readonly offers: readonly { readonly shardId: ShardName; readonly offerId: string; readonly agentId: string }[];
  readonly enqueued: ReadonlyMap<string, { readonly shardId: ShardName }>;
  readonly ended: ReadonlyMap<string, number>;
  append(shardId: ShardName, entries: readonly Entry[]): void;
  /** An act is about to be done. */
  perform(shardId: ShardName, act: Act): void;
  /** Acts that nobody ever did. */
  undone(): readonly string[];
}

export function createChronicle(breach: Breach): Chronicle {
  const shards = { s1: createShard('s1'), s2: createShard('s2') };
  const journal: Record<ShardName, Entry[]> = { s1: [], s2: [] };
  const offers: { shardId: ShardName; offerId: string; agentId: string }[] = [];
  const enqueued = new Map<string, { shardId: ShardName; dueAt: number; priority: number }>();
  const ended = new Map<string, number>();
  const assigned = new Set<string>();
  const answered = new Set<string>();
  const listed = new Map<string, number>();
  const offerOf = new Map<string, (typeof offers)[number]>();
  /** An offer that nobody came to show before it was over is shown to nobody. */
  const isTooLate = (key: string): boolean => {
    const offer = offerOf.get(key);
    return offer !== undefined && !shards[offer.shardId].offers.has(offer.offerId);
  };

  function note(shardId: ShardName, entry: Entry): void {
    const { command, outcome, acts, doneActs } = entry;
    if (isRemembered(command)) {
      const key = `${shardId} ${command.name} ${command.commandId}`;
      if (answered.has(key)) breach('I7', `${key} changed the shard twice`);
      answered.add(key);
    }
    if (command.name === 'enqueue') {
      const { waitingSinceAt, targetMs, priority } = command;
      enqueued.set(command.visitId, { shardId, dueAt: waitingSinceAt + targetMs, priority });
    }
    const endedId = endOf(entry);
    if (endedId !== undefined) ended.set(endedId, (ended.get(endedId) ?? 0) + 1);
    if (endedId !== undefined && ended.get(endedId) !== 1) breach('I12', `${endedId} ended twice`);
    for (const id of doneActs) {
      const key = `${shardId} ${id}`;
      if ((listed.get(key) ?? 0) === 0 && !isTooLate(key)) breach('I6', `act ${id} is marked done and was not done`);
    }
    for (const act of acts) {
      listed.set(`${shardId} ${act.id}`, 0);
      if (act.kind === 'offer') {
        const offer = { shardId, offerId: act.offerId, agentId: act.agentId };
        offers.unshift(offer);
        offerOf.set(`${shardId} ${act.id}`, offer);
      }
      if (act.kind !== 'assigned') continue;
      if (assigned.has(act.visitId)) breach('I2', `${act.visitId} was assigned twice`);
      assigned.add(act.visitId);
    }
    if (outcome.kind === 'accepted' && !offers.some(({ offerId }) => offerId === outcome.assignmentId))
      breach('I4', `${outcome.assignmentId} was never offered`);
  }

  return {
    shards,
    journal,
    offers,
    enqueued,
    ended,
    append(shardId, entries) {
      for (const entry of entries) {
        checkEntry(shards[shardId], entry, breach);
        note(shardId, entry);
        evolve(shards[shardId], entry);
        journal[shardId].push(entry);
      }
      checkState(shards[shardId], enqueued, breach);
      for (const words of violations(shards[shardId])) breach('health', words);
      for (const agentId of shards.s1.agents.keys())
        if (shards.s2.agents.has(agentId)) breach('I10', `${agentId} is in both shards`);
    },
    perform(shardId, { id }) {
      const key = `${shardId} ${id}`;
      const times = listed.get(key);
      if (times === undefined) breach('I6', `act ${id} is done and nothing durable lists it`);
      listed.set(key, (times ?? 0) + 1);
    },
    undone: () => [...listed].flatMap(([key, times]) => (times === 0 && !isTooLate(key) ? [key] : [])),
  };
}

/** The visit that ends with the entry. */
function endOf({ command, outcome }: Entry): string | undefined {
  if (outcome.kind === 'accepted' || outcome.kind === 'taken') return outcome.visitId;
  if (outcome.kind === 'visitExpired' || outcome.kind === 'visitDeparted') return outcome.visitId;
  return command.name === 'cancel' && outcome.kind === 'cancelled' ? command.visitId : undefined;
}

/** I12: every visit that came is live, or ended once. */
export function checkBalance({ shards, enqueued, ended }: Chronicle, breach: Breach): void {
  const live = SHARD_IDS.flatMap((shardId) => [...shards[shardId].visits.keys()]);
  for (const visitId of live) if (ended.has(visitId)) breach('I12', `${visitId} ended and is there`);
  if (live.length + ended.size !== enqueued.size)
    breach('I12', `${enqueued.size} came, ${live.length} are there, ${ended.size} ended`);
}
