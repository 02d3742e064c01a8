import { never } from '../lib/never';
import { withQueue, type LiveOpen } from './live-queue';
import { isOneOf, type EventOf, type MeasuredEvent } from './measured';

/** A customer who waits. */
export interface LiveVisit {
  readonly queueId: string;
  readonly channel: string;
  readonly beganAt: number;
}

/** A live interaction that an agent has. */
export interface LiveSegment {
  readonly agentId: string;
  readonly channel: string;
  readonly since: number;
  readonly state: 'connecting' | 'talking' | 'onHold' | 'consulting' | 'wrappingUp';
}

/** What a tenant's customers and agents are doing now: everything open, by interaction. */
export interface Live {
  readonly open: Readonly<Record<string, LiveOpen>>;
  readonly waiting: Readonly<Record<string, LiveVisit>>;
  readonly segments: Readonly<Record<string, readonly LiveSegment[]>>;
  readonly parked: Readonly<Record<string, string>>;
}

export const EMPTY_LIVE: Live = { open: {}, waiting: {}, segments: {}, parked: {} };

/** What happens now after an event. Events of one interaction come in their order. */
export function addToLive(live: Live, measured: MeasuredEvent): Live {
  const open = live.open[measured.interactionId];
  if (open === undefined) return change(live, measured);
  const next = withQueue(open, measured.event);
  return change({ ...live, open: { ...live.open, [measured.interactionId]: next } }, measured);
}

/** Whether the interaction is of one of these queues. What never was in one is nobody's secret. */
export function isOfQueues(live: Live, id: string, queueIds: ReadonlySet<string>): boolean {
  const queueId = live.waiting[id]?.queueId ?? live.open[id]?.queueId;
  return queueId === undefined || queueIds.has(queueId);
}

function change(live: Live, { interactionId: id, channel, event }: MeasuredEvent): Live {
  if (isMove(event)) {
    const state = agentStateAfter(event);
    if (state !== null) return changeSegment(live, id, state)(agentOf(event));
  }
  if (!isChange(event)) return live;
  switch (event.type) {
    case 'opened':
      return { ...live, open: { ...live.open, [id]: { channel, openedAt: event.at } } };
    case 'queued':
      return wait(live, id, { queueId: event.visit.queueId, channel, beganAt: event.visit.beganAt });
    case 'visitEnded':
      return { ...live, waiting: without(live.waiting, id) };
    case 'accepted':
      return addSegment(live, id, { agentId: event.agentId, channel, since: event.at, state: stateOf(event) });
    case 'parked':
      return { ...removeSegment(live, id, event.agentId), parked: { ...live.parked, [id]: channel } };
    case 'connectFailed':
    case 'dialFailed':
    case 'wrappedUp':
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
      return removeSegment(live, id, event.agentId);
    case 'closed':
      return leave(live, id);
    default:
      return never(event);
  }
}

const isChange = isOneOf(
  ...(['opened', 'queued', 'visitEnded', 'accepted', 'parked', 'connectFailed', 'dialFailed'] as const),
  ...(['wrappedUp', 'handedOn', 'agentLost', 'handedOver', 'closed'] as const),
);
const MOVES = [
  ...(['connected', 'unheld', 'partyJoined', 'held', 'consultBegan'] as const),
  ...(['ended', 'handedOn', 'agentLost', 'handedOver'] as const),
] as const;
type MoveType = (typeof MOVES)[number];
const isMove = isOneOf(...MOVES);

/** What an agent who stays with the interaction does from now on; null where the event says nothing of that. */
function agentStateAfter(event: EventOf<MoveType>): LiveSegment['state'] | null {
  switch (event.type) {
    case 'connected':
    case 'unheld':
    case 'partyJoined':
      return 'talking';
    case 'held':
      return 'onHold';
    case 'consultBegan':
      return 'consulting';
    case 'ended':
      return 'wrappingUp';
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
      // Out of it, perhaps with notes to write.
      return (event.wrapUpBy ?? null) === null ? null : 'wrappingUp';
    default:
      return never(event);
  }
}

/** Null: every agent of the interaction. */
const agentOf = (event: EventOf<MoveType>): string | null => ('agentId' in event ? event.agentId : null);

const wait = (live: Live, id: string, visit: LiveVisit): Live => ({
  ...live,
  parked: without(live.parked, id),
  waiting: { ...live.waiting, [id]: visit },
});

const leave = (live: Live, id: string): Live => ({
  open: without(live.open, id),
  waiting: without(live.waiting, id),
  segments: without(live.segments, id),
  parked: without(live.parked, id),
});

/** A call is talked on once its agent pressed Connect; a text from the accept on. */
const stateOf = ({ connectBy }: { readonly connectBy: number | null }): LiveSegment['state'] =>
  connectBy === null ? 'talking' : 'connecting';

const addSegment = (live: Live, id: string, segment: LiveSegment): Live => ({
  ...live,
  segments: { ...live.segments, [id]: [...(live.segments[id] ?? []), segment] },
});

/** Null means every agent of the interaction. */
const changeSegment =
  (live: Live, id: string, state: LiveSegment['state']) =>
  (agentId: string | null): Live => ({
    ...live,
    segments: {
      ...live.segments,
      [id]: (live.segments[id] ?? []).map((one) =>
        agentId === null || one.agentId === agentId ? { ...one, state } : one,
      ),
    },
  });

const removeSegment = (live: Live, id: string, agentId: string): Live => ({
  ...live,
  segments: { ...live.segments, [id]: (live.segments[id] ?? []).filter((one) => one.agentId !== agentId) },
});

const without = <Value>(all: Readonly<Record<string, Value>>, id: string): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== id));
