import { interactionIdOf, type TenantId } from '../../core/lib/ids';
import { EMPTY_LIVE, isOfQueues, type Live, type LiveSegment } from '../../core/metrics/live';
import { visitOf } from '../../core/interaction/phases';
import type { Interaction } from '../../core/interaction/state';
import type { Deps } from '../lib/deps';

/** Which open interactions: everything left out is any. */
export interface Behind {
  readonly queueId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly channel?: string | undefined;
}

/** An interaction with what the figures say of it now; `waitingSince` is null for one that does not wait. */
export interface OpenInteraction {
  readonly interaction: Interaction;
  readonly waitingSince: number | null;
  readonly segments: readonly LiveSegment[];
}

/** More than a person looks through. */
const MOST = 200;

/**
 * The open interactions behind a number of the floor that are of the queues overseen, found by the very figures that the
 * number was made of. `total` is exact up to 200.
 */
export async function openInteractions(
  deps: Pick<Deps, 'metrics' | 'interactions'>,
  tenantId: TenantId,
  behind: Behind,
  overseen: ReadonlySet<string>,
): Promise<{ readonly interactions: readonly OpenInteraction[]; readonly total: number }> {
  const live = (await deps.metrics.read<Live>({ tenantId, bucket: { kind: 'live' } })) ?? EMPTY_LIVE;
  const candidates = Object.entries(live.open)
    .filter(([id, { channel }]) => isBehind(live, id, channel, behind) && isOfQueues(live, id, overseen))
    .sort(([, one], [, other]) => one.openedAt - other.openedAt)
    .map(([id]) => id);
  const found: OpenInteraction[] = [];
  let looked = 0;
  while (found.length < MOST && looked < candidates.length) {
    const part = candidates.slice(looked, looked + MOST);
    const seen = await Promise.all(part.map((id) => lookAt(deps, tenantId, live, id)));
    found.push(...seen.flat().filter(({ interaction }) => isOverseen(interaction, overseen)));
    looked += part.length;
  }
  return { interactions: found.slice(0, MOST), total: found.length + candidates.length - looked };
}

async function lookAt(
  { interactions }: Pick<Deps, 'interactions'>,
  tenantId: TenantId,
  live: Live,
  id: string,
): Promise<readonly OpenInteraction[]> {
  const seen = await interactions.glance({ tenantId, interactionId: interactionIdOf(id) });
  // What closed since the figures were written is behind no number any more.
  if (seen === undefined || seen.interaction.phase.name === 'closed') return [];
  const waitingSince = live.waiting[id]?.beganAt ?? null;
  return [{ interaction: seen.interaction, waitingSince, segments: live.segments[id] ?? [] }];
}

/** By the queue that it waits in or came from; what never was in one is nobody's secret. */
function isOverseen({ phase, segments }: Interaction, overseen: ReadonlySet<string>): boolean {
  const queueId = (visitOf(phase) ?? segments.at(-1)?.visit)?.queueId;
  return queueId === undefined || overseen.has(queueId);
}

function isBehind(live: Live, id: string, channel: string, behind: Behind): boolean {
  if (behind.channel !== undefined && behind.channel !== channel) return false;
  if (behind.queueId !== undefined && live.waiting[id]?.queueId !== behind.queueId) return false;
  const { agentId } = behind;
  return agentId === undefined || (live.segments[id] ?? []).some((segment) => segment.agentId === agentId);
}
