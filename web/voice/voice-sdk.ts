import type { Call, CallState as SdkCallState, DtmfTone } from '@azure/communication-calling';
import type { CommunicationUserIdentifier, MicrosoftTeamsAppIdentifier } from '@azure/communication-common';
import type { EndCodes } from './end-reason';

/** Whom a page calls: an identity of the contact centre, or its Teams resource account. */
export type Callee = CommunicationUserIdentifier | MicrosoftTeamsAppIdentifier;

type Methods = Pick<Call, 'hangUp' | 'mute' | 'unmute' | 'hold' | 'resume'>;

/** What a click-to-call needs of the Calling SDK's call. */
export interface SdkCall extends Methods {
  readonly state: SdkCallState;
  readonly isMuted: boolean;
  readonly callEndReason?: EndCodes;
  sendDtmf(tone: DtmfTone): Promise<void>;
  on(event: 'stateChanged' | 'isMutedChanged', listener: () => void): void;
  off(event: 'stateChanged' | 'isMutedChanged', listener: () => void): void;
}

/** Places calls in the name of one token. */
export interface SdkAgent {
  call(callee: Callee): SdkCall;
  dispose(): Promise<void>;
}

/** The Calling SDK as far as a click-to-call needs it; tests give theirs. */
export interface VoiceSdk {
  /** Asks the browser, which asks its user once. */
  askForMicrophone(): Promise<'granted' | 'denied' | 'none'>;
  /** `getToken` is asked again before each token ends. */
  createAgent(getToken: () => Promise<string>, displayName: string): Promise<SdkAgent>;
}
