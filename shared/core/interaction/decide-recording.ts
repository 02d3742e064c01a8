import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import { inCharge } from './decide-transfer';
import { hasCall, type Interaction } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The platform says that it has stopped within a second or two; then it is asked. */
const SAID_WITHIN_MS = 5_000;

/** Nothing is kept of what is said next; the way back is listed in the same write, so that no pause outlives its time. */
export function pauseRecording(command: Of<'pauseRecording'>, state: Interaction): Decision {
  const { at, agentId, resumeAt } = command;
  if (!hasCall(state) || state.phase.name !== 'active') return ignored('notTalking');
  if (inCharge(state)?.agentId !== agentId) return ignored('notTheAgent');
  return decided(
    [{ type: 'recordingPaused', at, agentId, resumeBy: resumeAt }],
    [
      { kind: 'pauseRecording', agentId, from: at },
      { kind: 'checkPause', notBefore: at + SAID_WITHIN_MS, from: at },
      { kind: 'resumeRecording', notBefore: resumeAt, from: at },
    ],
  );
}

/** The platform has stopped: whoever asked for it may ask the customer. */
export function confirmPause({ at, agentId }: Of<'confirmPause'>, state: Interaction): Decision {
  if (inCharge(state)?.agentId !== agentId) return ignored('notTheAgent');
  return decided([{ type: 'pauseConfirmed', at, agentId }], [{ kind: 'showAgent', agentId, what: 'mayAsk' }]);
}

/** Recorded again: because the agent said so, or because it lasted too long, which they are told. */
export function resumeRecording({ at, agentId }: Of<'resumeRecording'>, state: Interaction): Decision {
  if (!hasCall(state) || state.phase.name !== 'active') return ignored('notTalking');
  const agent = inCharge(state)?.agentId;
  if (agentId !== null && agent !== agentId) return ignored('notTheAgent');
  const resumed = { type: 'recordingResumed', at, agentId } as const;
  if (agentId !== null) return decided([resumed], [{ kind: 'resumeRecording', notBefore: 0, from: 0 }]);
  return decided([resumed], agent === undefined ? [] : [{ kind: 'showAgent', agentId: agent, what: 'recordingOn' }]);
}
