import type { DtmfTone } from '@azure/communication-calling';
import { IDLE, isLive, reduce, type CallEvent, type ClickToCallState } from './call-state';
import type { EndReason } from './end-reason';
import type { Callee, SdkAgent, SdkCall, VoiceSdk } from './voice-sdk';

export interface ClickToCallOptions {
  readonly sdk: VoiceSdk;
  readonly callee: Callee;
  readonly displayName: string;
  /** A token of scope `voip`; asked for at the first call, and again before it ends. */
  readonly getToken: () => Promise<string>;
  readonly onChange: (state: ClickToCallState) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#';

/** A telephone in a page. What does not fit the state does nothing; what goes wrong ends the call with a reason. */
export interface ClickToCall {
  state(): ClickToCallState;
  /** Answers once the call is placed, or could not be. */
  start(): Promise<void>;
  hangUp(): Promise<void>;
  setMuted(isMuted: boolean): Promise<void>;
  setOnHold(isOnHold: boolean): Promise<void>;
  press(digit: Digit): Promise<void>;
  /** Hangs up and lets go of the SDK; nothing can be started after. */
  dispose(): Promise<void>;
}

const TONES: Readonly<Record<Digit, DtmfTone>> = {
  '0': 'Num0',
  '1': 'Num1',
  '2': 'Num2',
  '3': 'Num3',
  '4': 'Num4',
  '5': 'Num5',
  '6': 'Num6',
  '7': 'Num7',
  '8': 'Num8',
  '9': 'Num9',
  '*': 'Star',
  '#': 'Pound',
};

export function createClickToCall(options: ClickToCallOptions): ClickToCall {
  const { onChange, now } = options;
  let state: ClickToCallState = IDLE;
  let call: SdkCall | undefined;
  let isDisposed = false;
  let attempts = 0;
  const agentOf = keptAgent(options);

  function take(event: CallEvent): void {
    const next = reduce(state, event);
    if (next === state) return;
    state = next;
    onChange(state);
  }
  const fail = (reason: EndReason) => take({ type: 'failed', reason, at: now() });

  async function place(): Promise<void> {
    attempts += 1;
    const mine = attempts;
    /** The customer may have given up, or called again, while the browser or the service took its time. */
    const isWanted = () => attempts === mine && isLive(state);
    const microphone = await options.sdk.askForMicrophone().catch(() => 'denied' as const);
    if (!isWanted()) return;
    if (microphone !== 'granted') return fail(microphone === 'none' ? 'noMicrophone' : 'microphoneDenied');
    const agent = await agentOf().catch(() => undefined);
    if (!isWanted()) return;
    if (agent === undefined) return fail('notAllowed');
    follow(agent.call(options.callee));
  }

  function follow(placed: SdkCall): void {
    call = placed;
    const onMuted = () => take({ type: 'muteChanged', isMuted: placed.isMuted });
    const onState = () => {
      const { state: to, callEndReason: codes } = placed;
      take({ type: 'changed', to, at: now(), ...(codes ? { codes } : {}) });
      if (to !== 'Disconnected') return;
      placed.off('stateChanged', onState);
      placed.off('isMutedChanged', onMuted);
      if (call === placed) call = undefined;
    };
    placed.on('stateChanged', onState);
    placed.on('isMutedChanged', onMuted);
    // It may have changed before anybody listened.
    onState();
  }

  async function hangUp(): Promise<void> {
    take({ type: 'hangUpAsked' });
    if (call === undefined) return fail('hungUp');
    // Whatever the service says to it, for the customer the call is over.
    await call.hangUp({ forEveryone: false }).catch(() => fail('hungUp'));
  }

  return {
    state: () => state,
    async start() {
      if (isLive(state) || isDisposed) return;
      take({ type: 'started' });
      await place().catch(() => fail('failed'));
    },
    hangUp,
    setMuted: (isMuted) => tried(isLive(state) ? (isMuted ? call?.mute() : call?.unmute()) : undefined),
    async setOnHold(isOnHold) {
      if (isOnHold && state.name === 'connected') await tried(call?.hold());
      // Only who put the call on hold can take it back.
      if (!isOnHold && state.name === 'onHold' && state.by === 'customer') await tried(call?.resume());
    },
    press: (digit) => tried(state.name === 'connected' ? call?.sendDtmf(TONES[digit]) : undefined),
    async dispose() {
      isDisposed = true;
      await hangUp();
      await agentOf.dispose();
    },
  };
}

/** A button that did nothing leaves the call as it is, and the state says so: the customer presses again. */
const tried = async (done: Promise<void> | undefined): Promise<void> => done?.catch(() => undefined);

interface KeptAgent {
  (): Promise<SdkAgent>;
  dispose(): Promise<void>;
}

/** One agent for all calls of a page, as the SDK wants it; one that could not be made is tried anew with the next call. */
function keptAgent({ sdk, getToken, displayName }: ClickToCallOptions): KeptAgent {
  let kept: Promise<SdkAgent> | undefined;
  const get = (): Promise<SdkAgent> => {
    kept ??= sdk.createAgent(getToken, displayName).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  const dispose = async (): Promise<void> => {
    const agent = await kept?.catch(() => undefined);
    kept = undefined;
    await agent?.dispose();
  };
  return Object.assign(get, { dispose });
}
