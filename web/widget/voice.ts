import type { ClickToCallState } from '../voice/call-state';
import { createAzureVoiceSdk } from '../voice/azure-voice-sdk';
import { createClickToCall } from '../voice/click-to-call';
import type { CallState } from './texts';

/** Calls the contact centre from the page, with the vendor's Calling SDK. Answers once the call is placed, or could not be. */
export async function callFrom(options: {
  /** The identity that stands for the entry point. */
  readonly callee: string;
  readonly displayName: string;
  readonly getToken: () => Promise<string>;
  readonly onState: (state: CallState, isLive: boolean) => void;
}): Promise<{ readonly hangUp: () => Promise<void> }> {
  const { callee, displayName, getToken, onState } = options;
  const phone = createClickToCall({
    ...{ sdk: createAzureVoiceSdk(), callee: { communicationUserId: callee }, displayName, getToken },
    onChange: (state) => {
      const { said, isLive } = saidOf(state);
      onState(said, isLive);
      // A page makes a telephone for each call: the SDK allows one at a time.
      if (!isLive && state.name === 'ended') void phone.dispose();
    },
    now: () => Date.now(),
  });
  await phone.start();
  return { hangUp: () => phone.hangUp() };
}

/** A state of a call as the widget says it. */
export function saidOf(state: ClickToCallState): { readonly said: CallState; readonly isLive: boolean } {
  switch (state.name) {
    case 'idle':
      return { said: 'loading', isLive: false };
    case 'connecting':
    case 'ringing':
    case 'connected':
    case 'onHold':
      return { said: state.name, isLive: true };
    case 'ended':
      return { said: endOf(state.reason), isLive: false };
  }
}

function endOf(reason: Extract<ClickToCallState, { readonly name: 'ended' }>['reason']): CallState {
  switch (reason) {
    case 'hungUp':
    case 'hungUpByOther':
      return 'over';
    case 'microphoneDenied':
    case 'noMicrophone':
      return 'microphone';
    case 'busy':
      return 'busy';
    case 'notAllowed':
    case 'declined':
    case 'notAnswered':
    case 'network':
    case 'failed':
      return 'failed';
  }
}
