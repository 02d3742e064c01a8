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
  const line = createLine(options);
  const agent = keptAgent(options);
  let isDisposed = false;
  const placing = createPlacing(options, line, agent);

  async function hangUp(): Promise<void> {
    line.take({ type: 'hangUpAsked' });
    const call = line.call();
    // Whatever the service says to it, for the customer the call is over.
    if (call === undefined) line.fail('hungUp');
    else await call.hangUp({ forEveryone: false }).catch(() => line.fail('hungUp'));
  }

  return {
    ...controls(line),
    state: line.state,
    async start() {
      if (isLive(line.state()) || isDisposed) return;
      line.take({ type: 'started' });
      await placing.place().catch(() => line.fail('failed'));
    },
    hangUp,
    async dispose() {
      isDisposed = true;
      await hangUp();
      await agent.dispose();
    },
  };
}

/** What the customer does while the call is up. */
function controls({ state, call }: Line): Pick<ClickToCall, 'setMuted' | 'setOnHold' | 'press'> {
  return {
    setMuted: (isMuted) => tried(isMuted ? call()?.mute() : call()?.unmute()),
    async setOnHold(isOnHold) {
      const now = state();
      if (isOnHold && now.name === 'connected') await tried(call()?.hold());
      // Only who put the call on hold can take it back.
      if (!isOnHold && now.name === 'onHold' && now.by === 'customer') await tried(call()?.resume());
    },
    press: (digit) => tried(state().name === 'connected' ? call()?.sendDtmf(TONES[digit]) : undefined),
  };
}

/** The state, and the SDK's call while there is one. */
interface Line {
  readonly state: () => ClickToCallState;
  readonly call: () => SdkCall | undefined;
  readonly take: (event: CallEvent) => void;
  readonly fail: (reason: EndReason) => void;
  /** Takes what the SDK says of a call until it is over. */
  readonly follow: (call: SdkCall) => void;
}

function createLine({ onChange, now }: ClickToCallOptions): Line {
  let state: ClickToCallState = IDLE;
  let call: SdkCall | undefined;
  const take = (event: CallEvent): void => {
    const next = reduce(state, event);
    if (next === state) return;
    state = next;
    onChange(state);
  };

  function follow(placed: SdkCall): void {
    call = placed;
    const onMuted = () => {
      take({ type: 'muteChanged', isMuted: placed.isMuted });
    };
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

  const fail = (reason: EndReason): void => {
    take({ type: 'failed', reason, at: now() });
  };
  return { state: () => state, call: () => call, take, fail, follow };
}

/** Brings a call on the line: the microphone first, then the token, then the call. */
function createPlacing({ sdk, callee }: ClickToCallOptions, line: Line, agent: KeptAgent) {
  let attempts = 0;
  async function place(): Promise<void> {
    attempts += 1;
    const mine = attempts;
    /** The customer may have given up, or called again, while the browser or the service took its time. */
    const isWanted = () => attempts === mine && isLive(line.state());
    const microphone = await sdk.askForMicrophone().catch(() => 'denied' as const);
    if (!isWanted()) return;
    if (microphone !== 'granted') {
      line.fail(microphone === 'none' ? 'noMicrophone' : 'microphoneDenied');
      return;
    }
    const made = await agent.get().catch(() => undefined);
    if (!isWanted()) return;
    if (made === undefined) line.fail('notAllowed');
    else line.follow(made.call(callee));
  }
  return { place };
}

/** A button that did nothing leaves the call as it is, and the state says so: the customer presses again. */
const tried = async (done: Promise<void> | undefined): Promise<void> => done?.catch(() => undefined);

interface KeptAgent {
  readonly get: () => Promise<SdkAgent>;
  readonly dispose: () => Promise<void>;
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
  return { get, dispose };
}
