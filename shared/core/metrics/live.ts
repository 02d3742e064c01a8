import { never } from '../lib/never';
import type { MeasuredEvent } from './measured';

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
  readonly open: Readonly<Record<string, { readonly channel: string; readonly openedAt: number }>>;
  readonly waiting: Readonly<Record<string, LiveVisit>>;
  readonly segments: Readonly<Record<string, readonly LiveSegment[]>>;
  readonly parked: Readonly<Record<string, string>>;
}

export const EMPTY_LIVE: Live = { open: {}, waiting: {}, segments: {}, parked: {} };

/** What happens now after an event. Events of one interaction come in their order. */
export function addToLive(live: Live, { interactionId, channel, event }: MeasuredEvent): Live {
  const id = interactionId;
  const change = (state: LiveSegment['state']) => changeSegment(live, id, state);
  switch (event.type) {
    case 'opened':
      return { ...live, open: { ...live.open, [id]: { channel, openedAt: event.at } } };
    case 'queued':
      return wait(live, id, { queueId: event.visit.queueId, channel, beganAt: event.visit.beganAt });
    case 'visitEnded':
      return { ...live, waiting: without(live.waiting, id) };
    case 'accepted':
      return addSegment(live, id, { agentId: event.agentId, channel, since: event.at, state: stateOf(event) });
    case 'connected':
    case 'unheld':
      return change('talking')(event.agentId);
    case 'held':
      return change('onHold')(event.agentId);
    case 'ended':
      return change('wrappingUp')(null);
    case 'parked':
      return { ...removeSegment(live, id, event.agentId), parked: { ...live.parked, [id]: channel } };
    case 'connectFailed':
    case 'dialFailed':
    case 'wrappedUp':
      return removeSegment(live, id, event.agentId);
    case 'consultBegan':
      return change('consulting')(event.agentId);
    case 'partyJoined':
      return change('talking')(event.agentId);
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
      // Out of it, perhaps with notes to write.
      return (event.wrapUpBy ?? null) === null
        ? removeSegment(live, id, event.agentId)
        : change('wrappingUp')(event.agentId);
    case 'closed':
      return leave(live, id);
    case 'deferred':
    case 'dialled':
    case 'customerConfirmed':
    case 'flowMoved':
    case 'handoverBegan':
    case 'partyAnswered':
    case 'partyGone':
    case 'handoverFailed':
    case 'nudged':
    case 'offerPresented':
    case 'offerEnded':
      return live;
    default:
      return never(event);
  }
}

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
