import type { AgentId, InteractionRef, ShardId } from '../../core/lib/ids';
import type { RoutingConfig } from '../../core/routing/config';
import type { Entry } from '../../core/routing/entries';
import { retell, type Retold } from '../../core/routing/retell';
import { createShard, restore } from '../../core/routing/shard';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { JournalSegment, ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { routingConfigFor } from './routing-config';

/** A decision, and the shard that made it. */
export interface ShardDecision extends Retold {
  readonly shardId: ShardId;
}

/** An agent's notes may go on after the interaction closed; later nothing of it is decided. */
const NOTES_MS = 3_600_000;

const NOT_KEPT =
  'The journal of that time is kept no more, so that nobody can tell any longer why routing decided as it did.';

export type HistoryDeps = Pick<Deps, 'interactions' | 'journal' | 'configs'>;

/**
 * What routing decided about an interaction, in order, out of the journal alone: from the nearest snapshot before it opened on.
 * With an agent asked about, also why each offer did not go to them. Throws `gone` when the journal of its time is in no archive any more.
 */
export async function routingHistory(
  deps: HistoryDeps,
  ref: InteractionRef,
  stored: StoredInteraction,
  askedAgentId: AgentId | null,
): Promise<readonly ShardDecision[]> {
  const decisions: ShardDecision[] = [];
  for (const shardId of await shardsOf(deps, ref)) {
    const shard = { tenantId: ref.tenantId, shardId };
    const retold = await inShard(deps, shard, stored, askedAgentId);
    decisions.push(...retold.map((one) => ({ ...one, shardId })));
  }
  return decisions.sort((a, b) => a.entry.at - b.entry.at);
}

/** Where the interaction ever waited. */
async function shardsOf({ interactions }: HistoryDeps, ref: InteractionRef): Promise<ReadonlySet<ShardId>> {
  const timeline = await interactions.timeline(ref);
  return new Set(timeline.flatMap(({ event }) => (event.type === 'queued' ? [event.visit.shardId] : [])));
}

async function inShard(
  deps: HistoryDeps,
  shard: ShardRef,
  { interaction }: StoredInteraction,
  askedAgentId: AgentId | null,
): Promise<readonly Retold[]> {
  const { facts, phase } = interaction;
  const untilAt = phase.name === 'closed' ? phase.closedAt + NOTES_MS : Number.POSITIVE_INFINITY;
  const known = new Set<string>();
  const decisions: Retold[] = [];
  for await (const segment of deps.journal.history(shard, facts.openedAt)) {
    if (segment === 'lost') throw new FlowError('gone', NOT_KEPT);
    const { snapshot, entries } = segment;
    if ((snapshot?.at ?? 0) > untilAt) break;
    const configOf = await configsFor(deps, shard, entries);
    const state = snapshot === null ? createShard(shard.shardId) : restore(snapshot);
    decisions.push(...retell(state, entries, { interactionId: facts.interactionId, askedAgentId, configOf, known }));
  }
  return decisions;
}

/** Every configuration version that the entries name, compiled. */
async function configsFor(
  { configs }: HistoryDeps,
  shard: ShardRef,
  entries: JournalSegment['entries'],
): Promise<(version: number) => RoutingConfig> {
  const byVersion = new Map<number, RoutingConfig>();
  for (const version of new Set(entries.map(({ configVersion }: Entry) => configVersion)))
    byVersion.set(version, await routingConfigFor(configs, shard, version));
  const empty: RoutingConfig = { version: 0, shardId: shard.shardId, queues: new Map(), leaseMs: 0 };
  return (version) => byVersion.get(version) ?? { ...empty, version };
}
