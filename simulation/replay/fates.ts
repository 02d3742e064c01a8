import type { Entry } from '../../shared/core/routing/entries';
import type { Channel } from '../../shared/core/routing/types';

/** What became of a queue visit. */
export interface Fate {
  readonly visitId: string;
  readonly interactionId: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly queuedAt: number;
  readonly waitingSinceAt: number;
  readonly targetMs: number;
  readonly end: 'answered' | 'left' | 'expired' | 'waiting';
  readonly endedAt: number | null;
  /** Who answered. */
  readonly agentId: string | null;
  /** Everybody it was offered to, in order. */
  readonly offeredTo: readonly string[];
}

type Open = { -readonly [Field in keyof Fate]: Fate[Field] } & { offeredTo: string[] };

/** What became of every visit that the entries enqueue. */
export function fatesOf(entries: readonly Entry[]): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Open>();
  const end = (visitId: string, how: Fate['end'], at: number) => {
    const fate = fates.get(visitId);
    if (fate?.end !== 'waiting') return;
    fate.end = how;
    fate.endedAt = at;
  };
  for (const { at, command, outcome, acts } of entries) {
    if (command.name === 'enqueue' && outcome.kind === 'enqueued') {
      const { visitId, interactionId, queueId, channel, waitingSinceAt, targetMs } = command;
      const begun = { end: 'waiting', endedAt: null, agentId: null, offeredTo: [] } as const;
      const about = { visitId, interactionId, queueId, channel, queuedAt: at, waitingSinceAt, targetMs };
      fates.set(visitId, { ...about, ...begun, offeredTo: [] });
    }
    for (const act of acts) {
      if (act.kind === 'offer') fates.get(act.visitId)?.offeredTo.push(act.agentId);
      if (act.kind !== 'assigned') continue;
      const fate = fates.get(act.visitId);
      if (fate !== undefined) fate.agentId = act.agentId;
      end(act.visitId, 'answered', at);
    }
    if (command.name === 'cancel' && outcome.kind === 'cancelled') end(command.visitId, 'left', at);
    if (outcome.kind === 'visitExpired') end(outcome.visitId, 'expired', at);
  }
  return fates;
}

/** How long it waited; null while it does. */
export const waitMs = ({ queuedAt, endedAt }: Fate): number | null => (endedAt === null ? null : endedAt - queuedAt);
