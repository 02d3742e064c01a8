import type { Interaction, QueueVisit } from '../../core/interaction/state';
import { handoverOf } from '../../core/interaction/decide-transfer';
import { visitOf } from '../../core/interaction/phases';
import { interactionRefOf, shardIdOf } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import { EMPTY_LIVE, type Live } from '../../core/metrics/live';
import type { Command } from '../../core/routing/commands';
import type { ShardState } from '../../core/routing/shard';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { ShardRef } from '../../ports/routing-journal';
import { shardVisitId } from '../acts/shard-visit-id';
import type { Deps } from '../lib/deps';
import { submitToShard } from './submit-to-shard';

/** How often something was found apart and put together again. */
export interface Mended {
  /** An interaction waited and its shard did not know. */
  readonly enqueuedAgain: number;
  /** A shard kept a place for an interaction that waits no more. */
  readonly visitsCancelled: number;
  /** A shard held an agent for an interaction that they do not have. */
  readonly assignmentsReleased: number;
}

const NOTHING: Mended = { enqueuedAgain: 0, visitsCancelled: 0, assignmentsReleased: 0 };

/** What is younger may be on its way: whoever writes one of the two has a minute for the other. */
const GRACE_MS = 60_000;
/** Of a shard in one pass, and of what waits without one; the next pass goes on where this one ended. */
const AT_ONCE = 50;

/** Compares interactions with the shards that they wait in, and mends what lies apart. Both are right about what is theirs. */
export async function reconcileShards(deps: Deps): Promise<void> {
  for (const tenantId of await deps.configs.tenants()) {
    const { config } = await deps.configs.live(tenantId);
    for (const id of config.shardIds) {
      const shard = { tenantId, shardId: shardIdOf(id) };
      await count(deps, shard, await reconcile(deps, shard));
    }
  }
}

/** What was mended in a shard since it exists. */
export const mendedOf = async ({ metrics }: Pick<Deps, 'metrics'>, shard: ShardRef): Promise<Mended> =>
  (await metrics.read<Mended>(bucketOf(shard))) ?? NOTHING;

const bucketOf = ({ tenantId, shardId }: ShardRef) => ({ tenantId, bucket: { kind: 'mended', shardId } }) as const;

async function count(deps: Deps, shard: ShardRef, mended: Mended): Promise<void> {
  if (Object.values(mended).every((times) => times === 0)) return;
  deps.log.warn('routing mended', { shardId: shard.shardId, ...mended });
  await deps.metrics.apply<Mended, { readonly eventId: string }>(
    bucketOf(shard),
    [{ eventId: deps.ids.next() }],
    (before = NOTHING) => ({
      enqueuedAgain: before.enqueuedAgain + mended.enqueuedAgain,
      visitsCancelled: before.visitsCancelled + mended.visitsCancelled,
      assignmentsReleased: before.assignmentsReleased + mended.assignmentsReleased,
    }),
  );
}

/** What a shard holds, as far as an interaction should know of it. */
interface Held {
  readonly interactionId: string;
  /** Of the visit, or of the assignment. */
  readonly id: string;
}

async function reconcile(deps: Deps, shard: ShardRef): Promise<Mended> {
  const before = deps.clock.now() - GRACE_MS;
  const { visits, assignments, known } = await deps.shards.ask(shard, contentsOf);
  const some = <Item>(items: readonly Item[]): readonly Item[] => turn(items, before);
  const waiting = await waitingInteractions(deps, shard, before, known);
  return {
    enqueuedAgain: await timesTrue(deps, some(waiting), (id) => enqueueAgain(deps, shard, id, before)),
    visitsCancelled: await timesTrue(deps, some(visits), (held) => cancelStray(deps, shard, held, before)),
    assignmentsReleased: await timesTrue(deps, some(assignments), (held) => releaseStray(deps, shard, held)),
  };
}

function contentsOf(state: ShardState) {
  const visits = [...state.visits.values()].map(({ visitId, interactionId }): Held => ({ id: visitId, interactionId }));
  const assignments = [...state.assignments.values()].map(({ assignmentId, interactionId }): Held => ({
    id: assignmentId,
    interactionId,
  }));
  return { visits, assignments, known: new Set(visits.map(({ interactionId }) => interactionId)) };
}

/** Another stretch of the list in every minute, so that all have their turn. */
function turn<Item>(items: readonly Item[], at: number): readonly Item[] {
  if (items.length <= AT_ONCE) return items;
  const from = (Math.floor(at / GRACE_MS) * AT_ONCE) % items.length;
  return [...items, ...items].slice(from, from + AT_ONCE);
}

/** Those that the figures say wait, and the shard does not know. Figures follow events within seconds: a hint, no proof. */
async function waitingInteractions(
  deps: Deps,
  { tenantId, shardId }: ShardRef,
  before: number,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { config } = await deps.configs.live(tenantId);
  const live = (await deps.metrics.read<Live>({ tenantId, bucket: { kind: 'live' } })) ?? EMPTY_LIVE;
  return Object.entries(live.waiting).flatMap(([interactionId, { queueId, beganAt }]) =>
    beganAt <= before && !known.has(interactionId) && config.queues.get(queueId)?.shardId === shardId
      ? [interactionId]
      : [],
  );
}

async function timesTrue<Item>(
  deps: Deps,
  items: readonly Item[],
  mend: (item: Item) => Promise<boolean>,
): Promise<number> {
  let times = 0;
  for (const item of items) {
    try {
      if (await mend(item)) times += 1;
    } catch (error) {
      // The next pass comes to it again; one must not keep the others.
      deps.log.error('routing not reconciled', { why: messageOf(error) });
    }
  }
  return times;
}

async function enqueueAgain(deps: Deps, shard: ShardRef, interactionId: string, before: number): Promise<boolean> {
  const stored = await deps.interactions.load(interactionRefOf(shard.tenantId, interactionId));
  const visit = stored === undefined ? null : waitingVisit(stored.interaction);
  if (stored === undefined || visit === null || visit.shardId !== shard.shardId || visit.beganAt > before) return false;
  if (isStillToDo(stored)) return false;
  const now = deps.clock.now();
  const open = {
    actId: `reconciled-${now}`,
    act: { kind: 'enqueue', visit, notBefore: 0 },
    listedAt: now,
    claimedUntil: now,
  } as const;
  const outcome = await deps.perform.act(deps, stored, { ...open, tries: 0 });
  const isThere = await deps.shards.ask(shard, ({ visits }) => visits.has(shardVisitId(visit)));
  return outcome.kind === 'done' && isThere;
}

/** Only who waits: of an offer the shard must know, or it ends by its own deadline. */
const waitingVisit = ({ phase }: Interaction): QueueVisit | null => (phase.name === 'queued' ? phase.visit : null);

/** Listed and not done: the sweep does it. */
const isStillToDo = ({ openActs }: StoredInteraction): boolean => openActs.some(({ act }) => act.kind === 'enqueue');

async function cancelStray(deps: Deps, shard: ShardRef, held: Held, before: number): Promise<boolean> {
  const seen = await deps.interactions.glance(interactionRefOf(shard.tenantId, held.interactionId));
  const visit =
    seen === undefined ? null : (visitOf(seen.interaction.phase) ?? handoverOf(seen.interaction)?.visit ?? null);
  if (visit !== null && shardVisitId(visit) === held.id) return false;
  const isYoung = await deps.shards.ask(shard, ({ visits }) => (visits.get(held.id)?.waitingSinceAt ?? 0) > before);
  if (isYoung) return false;
  return did(deps, shard, { name: 'cancel', commandId: deps.ids.next(), visitId: held.id, reason: 'reconciled' });
}

async function releaseStray(deps: Deps, shard: ShardRef, held: Held): Promise<boolean> {
  const seen = await deps.interactions.glance(interactionRefOf(shard.tenantId, held.interactionId));
  const segment = seen?.interaction.segments.find(({ assignmentId }) => assignmentId === held.id);
  // One that the interaction does not know yet is brought to it by the shard's own act, which the tick repeats.
  const isOver = seen === undefined || seen.interaction.phase.name === 'closed' || segment?.state.name === 'done';
  if (!isOver) return false;
  const commandId = deps.ids.next();
  return did(deps, shard, { name: 'release', commandId, assignmentId: held.id, wrapUpMs: null });
}

async function did(deps: Deps, shard: ShardRef, command: Command): Promise<boolean> {
  const { kind } = await submitToShard(deps, shard, command);
  return kind === 'cancelled' || kind === 'released';
}
