import { callNumber } from '../../core/interaction/state';
import type { StoredInteraction } from '../../ports/interaction-store';

/** The reference of the customer's own call in the interaction's refs. */
export const CALL_REF = 'call';

/** The name of a call among the refs: 0 is the customer's own, n our nth to them. */
export const callRef = (call: number): string => (call === 0 ? CALL_REF : `${CALL_REF}:${call}`);

/** The provider's reference of the call that the interaction is about now. */
export const currentCall = ({ interaction, refs }: StoredInteraction): string | undefined =>
  refs[callRef(callNumber(interaction))];

/** The recording that is being made, in the interaction's refs; empty when it was stopped and another may begin. */
export const RECORDING_REF = 'recording';

/** The provider's name of the recording that is being made; undefined without one. */
export const currentRecording = ({ refs }: StoredInteraction): string | undefined => refs[RECORDING_REF] || undefined;

/** Whether what is said is written down now, in the interaction's refs: `on`, or empty when it was stopped. */
export const TRANSCRIPT_REF = 'transcript';

/** Whether what is said in the call is written down now. */
export const isTranscribed = ({ refs }: StoredInteraction): boolean => refs[TRANSCRIPT_REF] === 'on';
