import type { CallState as SdkCallState } from '@azure/communication-calling';
import { endReasonOf, type EndCodes, type EndReason } from './end-reason';

/** A call from the browser as a page shows it. `since` is when it was first connected, in milliseconds since the epoch. */
export type ClickToCallState =
  | { readonly name: 'idle' }
  | ({ readonly name: 'connecting' | 'ringing' } & Live)
  | ({ readonly name: 'connected'; readonly since: number } & Live)
  | ({ readonly name: 'onHold'; readonly since: number; readonly by: 'customer' | 'other' } & Live)
  | { readonly name: 'ended'; readonly reason: EndReason; readonly talkedForMs: number | null };

interface Live {
  readonly isMuted: boolean;
  /** The customer asked for the end, and the service has not confirmed it. */
  readonly isHangingUp: boolean;
}

export type CallEvent =
  | { readonly type: 'started' }
  | { readonly type: 'hangUpAsked' }
  | { readonly type: 'muteChanged'; readonly isMuted: boolean }
  /** The SDK's call changed its state; `codes` come with the last one. */
  | { readonly type: 'changed'; readonly to: SdkCallState; readonly at: number; readonly codes?: EndCodes }
  /** It ended before or beside the SDK's call. */
  | { readonly type: 'failed'; readonly reason: EndReason; readonly at: number };

export const IDLE: ClickToCallState = { name: 'idle' };

export type LiveState = Exclude<ClickToCallState, { readonly name: 'idle' | 'ended' }>;

export const isLive = (state: ClickToCallState): state is LiveState => state.name !== 'idle' && state.name !== 'ended';

/** The state after an event. Total: what does not fit leaves the state as it is, the very same object. */
export function reduce(state: ClickToCallState, event: CallEvent): ClickToCallState {
  if (event.type === 'started')
    return isLive(state) ? state : { name: 'connecting', isMuted: false, isHangingUp: false };
  if (!isLive(state)) return state;
  switch (event.type) {
    case 'hangUpAsked':
      return state.isHangingUp ? state : { ...state, isHangingUp: true };
    case 'muteChanged':
      return state.isMuted === event.isMuted ? state : { ...state, isMuted: event.isMuted };
    case 'changed':
      return changed(state, event);
    case 'failed':
      return ended(state, state.isHangingUp ? 'hungUp' : event.reason, event.at);
    default:
      return event satisfies never;
  }
}

function changed(state: LiveState, { to, at, codes }: Extract<CallEvent, { type: 'changed' }>): ClickToCallState {
  switch (to) {
    case 'None':
    case 'Connecting':
    case 'Disconnecting':
      return state;
    case 'Ringing':
    // The other side plays something before it answers: to the customer it still rings.
    case 'EarlyMedia':
    case 'InLobby':
      return state.name === 'connecting' ? { ...live(state), name: 'ringing' } : state;
    case 'Connected':
      return state.name === 'connected' ? state : { ...live(state), name: 'connected', since: sinceOf(state, at) };
    case 'LocalHold':
      return onHold(state, 'customer', at);
    case 'RemoteHold':
      return onHold(state, 'other', at);
    case 'Disconnected':
      return ended(state, endReasonOf(codes, state.isHangingUp), at);
    default:
      return to satisfies never;
  }
}

const live = ({ isMuted, isHangingUp }: Live): Live => ({ isMuted, isHangingUp });

const sinceOf = (state: LiveState, at: number): number => ('since' in state ? state.since : at);

function onHold(state: LiveState, by: 'customer' | 'other', at: number): ClickToCallState {
  if (state.name === 'onHold' && state.by === by) return state;
  return { ...live(state), name: 'onHold', by, since: sinceOf(state, at) };
}

const ended = (state: LiveState, reason: EndReason, at: number): ClickToCallState => ({
  name: 'ended',
  reason,
  talkedForMs: 'since' in state ? Math.max(0, at - state.since) : null,
});
