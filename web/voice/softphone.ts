import type { EndReason } from './end-reason';

/** A call that the Calling SDK has answered. */
export interface SoftphoneCall {
  mute(): Promise<void>;
  unmute(): Promise<void>;
  muteIncomingAudio(): Promise<void>;
  unmuteIncomingAudio(): Promise<void>;
  onEnded(listener: () => void): void;
}

/** A call that rings. */
export interface RingingCall {
  /** Whom it is about, as the app said it. */
  readonly from: string;
  accept(): Promise<SoftphoneCall>;
  onEnded(listener: () => void): void;
}

/** The Calling SDK as far as an agent's softphone needs it; tests give theirs. */
export interface SoftphoneSdk {
  askForMicrophone(): Promise<'granted' | 'denied' | 'none'>;
  /** In the name of the agent's own Entra token, which is exchanged for one of Communication Services. */
  signIn(
    getToken: () => Promise<string>,
    onRinging: (call: RingingCall) => void,
  ): Promise<{ dispose(): Promise<void> }>;
}

/** `isApart`: the agent neither hears the customer nor is heard, because the customer is to hear music. */
export type SoftphoneState =
  | { readonly name: 'starting' | 'waiting' }
  | { readonly name: 'ringing'; readonly from: string }
  | { readonly name: 'inCall'; readonly isMuted: boolean; readonly isApart: boolean }
  | {
      readonly name: 'failed';
      readonly reason: Extract<EndReason, 'microphoneDenied' | 'noMicrophone' | 'notAllowed'>;
    };

export interface SoftphoneOptions {
  readonly sdk: SoftphoneSdk;
  readonly getToken: () => Promise<string>;
  readonly onChange: (state: SoftphoneState) => void;
}

/** An agent's telephone in their desk. What does not fit the state does nothing; nothing here throws. */
export interface Softphone {
  state(): SoftphoneState;
  /** Asks for the microphone and signs in; again after a failure. */
  start(): Promise<void>;
  /** The agent has just taken a call: it is answered when it rings. They are heard after Connect, and not before. */
  expect(isExpected: boolean): void;
  answer(): Promise<void>;
  setMuted(isMuted: boolean): Promise<void>;
  /** Call Automation can hold nobody in these calls, so the softphone parts the agent from the customer. */
  keepApart(isApart: boolean): Promise<void>;
  dispose(): Promise<void>;
}

interface Line {
  state: SoftphoneState;
  ringing: RingingCall | undefined;
  call: SoftphoneCall | undefined;
  isExpected: boolean;
  isApart: boolean;
  isDisposed: boolean;
}

export function createSoftphone({ sdk, getToken, onChange }: SoftphoneOptions): Softphone {
  const line: Line = {
    ...{ state: { name: 'starting' }, ringing: undefined, call: undefined },
    // Until the desk says that customer and agent are to talk, nobody is heard.
    ...{ isExpected: false, isApart: true, isDisposed: false },
  };
  let session: { dispose(): Promise<void> } | undefined;
  const become: Become = (state) => {
    line.state = state;
    if (!line.isDisposed) onChange(state);
  };
  const { answer, onRinging } = answering(line, become);

  async function start(): Promise<SoftphoneState | undefined> {
    const microphone = await sdk.askForMicrophone().catch(() => 'denied' as const);
    if (microphone !== 'granted')
      return { name: 'failed', reason: microphone === 'none' ? 'noMicrophone' : 'microphoneDenied' };
    session = await sdk.signIn(getToken, onRinging).catch(() => undefined);
    if (session === undefined) return { name: 'failed', reason: 'notAllowed' };
    if (line.isDisposed) await session.dispose();
    return line.state.name === 'starting' ? { name: 'waiting' } : undefined;
  }

  return {
    state: () => line.state,
    async start() {
      if (session !== undefined) return;
      become({ name: 'starting' });
      const started = await start();
      if (started !== undefined) become(started);
    },
    expect(isExpected) {
      line.isExpected = isExpected;
      if (isExpected) void answer();
    },
    answer,
    ...hearing(line, become),
    async dispose() {
      line.isDisposed = true;
      await session?.dispose();
    },
  };
}

type Become = (state: SoftphoneState) => void;

/** Takes what rings, one call at a time: whoever rings an agent in a call is not answered, and the platform says so. */
function answering(line: Line, become: Become) {
  async function answer(): Promise<void> {
    const { ringing } = line;
    if (ringing === undefined) return;
    line.ringing = undefined;
    const call = await ringing.accept().catch(() => undefined);
    line.call = call;
    if (call === undefined) {
      become({ name: 'waiting' });
      return;
    }
    call.onEnded(() => {
      if (line.call !== call) return;
      line.call = undefined;
      become({ name: 'waiting' });
    });
    become({ name: 'inCall', isMuted: false, isApart: line.isApart });
    await hear(line, false);
  }

  function onRinging(call: RingingCall): void {
    if (line.call !== undefined) return;
    line.ringing = call;
    call.onEnded(() => {
      if (line.ringing !== call) return;
      line.ringing = undefined;
      become({ name: 'waiting' });
    });
    become({ name: 'ringing', from: call.from });
    if (line.isExpected) void answer();
  }
  return { answer, onRinging };
}

/** Who hears whom, while a call is up. */
function hearing(line: Line, become: Become): Pick<Softphone, 'setMuted' | 'keepApart'> {
  return {
    async setMuted(isMuted) {
      const { state } = line;
      if (state.name !== 'inCall' || state.isMuted === isMuted) return;
      become({ ...state, isMuted });
      await hear(line, isMuted);
    },
    async keepApart(isApart) {
      if (line.isApart === isApart) return;
      line.isApart = isApart;
      const { state } = line;
      if (state.name !== 'inCall') return;
      become({ ...state, isApart });
      await hear(line, state.isMuted);
    },
  };
}

/** What the service refuses is asked for again with the next change; the customer hears their music all the same. */
async function hear({ call, isApart }: Line, isMuted: boolean): Promise<void> {
  await Promise.all([
    isApart || isMuted ? call?.mute() : call?.unmute(),
    isApart ? call?.muteIncomingAudio() : call?.unmuteIncomingAudio(),
  ]).catch(() => undefined);
}
