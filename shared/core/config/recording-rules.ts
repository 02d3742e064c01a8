import type { DurationText } from '../flow/source-text';
import { parseDuration } from '../lib/duration';

/**
 * When calls of a queue are recorded: `announced`, the caller is told at the bridge; `consent`, only those whose flow
 * has set the variable `recordingConsent` to `yes` before the queue. A queue that says nothing records nothing.
 */
export interface RecordingSource {
  readonly when: 'announced' | 'consent';
  /** `apart`: every side of the call has a channel of its own in the file. `mixed` unless set. */
  readonly sides?: RecordedSides | undefined;
  /** How long the copies are kept; 90 days unless set. */
  readonly keepFor?: DurationText | undefined;
  /** What is recorded is also written down, word by word, while it is said. */
  readonly transcribe?: boolean | undefined;
}

/** Whether those who talk are heard together or each on their own. */
export type RecordedSides = 'mixed' | 'apart';

/** How the calls of a queue are recorded. */
export interface RecordingRules {
  readonly when: 'announced' | 'consent';
  readonly sides: RecordedSides;
  readonly keepForMs: number;
  readonly transcribe: boolean;
}

/** The flow's variable that a caller's consent stands in. */
export const CONSENT_VARIABLE = 'recordingConsent';

const KEEP_FOR_MS = 90 * 86_400_000;

export const compileRecording = (source: RecordingSource | undefined): RecordingRules | null =>
  source === undefined
    ? null
    : {
        when: source.when,
        sides: source.sides ?? 'mixed',
        keepForMs: parseDuration(source.keepFor ?? '') ?? KEEP_FOR_MS,
        transcribe: source.transcribe ?? false,
      };

/** Whether a call with these flow variables is recorded. Without a clear yes it is not. */
export function isRecorded(rules: RecordingRules | null, variables: Readonly<Record<string, string>>): boolean {
  if (rules === null) return false;
  return rules.when === 'announced' || variables[CONSENT_VARIABLE] === 'yes';
}
