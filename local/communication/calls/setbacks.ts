import type { Store } from '../../kit/store';
import { RESULTS, type Result } from './results';

/** What Call Automation may accept and then not do. */
export const FALLIBLE = [
  'answer',
  'removeParticipant',
  'recognizeTones',
  'startRecording',
  'play',
  'recognize',
  'startTranscription',
] as const;
export type Fallible = (typeof FALLIBLE)[number];

/** Why; the names that begin with `ai` are those of the AI services resource, which is asked only for speech. */
export const REASONS = [
  'internal',
  'shutDown',
  'callTerminated',
  'aiBadRequest',
  'aiUnauthorized',
  'aiForbidden',
  'aiTimedOut',
  'aiBusy',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Setback {
  readonly why: Reason;
  /** How many operations it hits. */
  readonly times: number;
}

/** What the simulator lets go wrong after it was accepted. Kept across restarts. */
export interface Setbacks {
  /** Null takes it back. Throws a RangeError for a reason that Azure does not document for the operation. */
  set(operation: Fallible, setback: Setback | null): Promise<void>;
  all(): Readonly<Partial<Record<Fallible, Setback>>>;
  /** Why the operation that is being done now fails, if it does; counts it. */
  take(operation: Fallible, usesSpeech: boolean): Result | undefined;
}

const SPEECH = {
  aiBadRequest: RESULTS.aiBadRequest,
  aiUnauthorized: RESULTS.aiUnauthorized,
  aiForbidden: RESULTS.aiForbidden,
  aiTimedOut: RESULTS.aiTimedOut,
  aiBusy: RESULTS.aiBusy,
} as const;
const CALL = { internal: RESULTS.unknown, callTerminated: RESULTS.callTerminated } as const;

/**
 * By the tables of event codes on Microsoft's pages of play, recognize and real-time transcription, and by that of generic
 * sub-codes on "Troubleshooting call end response codes" where an event has no table of its own.
 */
const DOCUMENTED: Readonly<Record<Fallible, Readonly<Partial<Record<Reason, Result>>>>> = {
  answer: CALL,
  removeParticipant: CALL,
  recognizeTones: CALL,
  startRecording: CALL,
  play: { ...SPEECH, internal: RESULTS.unknown, shutDown: RESULTS.playShutDown },
  recognize: { ...SPEECH, internal: RESULTS.recognizeInternal },
  // A request that takes too long is a bad one there, by the page.
  startTranscription: {
    ...SPEECH,
    ...CALL,
    aiTimedOut: { ...RESULTS.aiTimedOut, code: 400 },
    shutDown: RESULTS.transcriptionShutDown,
  },
};

const asksSpeech = (why: Reason) => why in SPEECH;

export function openSetbacks(store: Store): Setbacks {
  const setbacks = store.collection<Setback>('calls_setbacks');
  return {
    async set(operation, setback) {
      if (setback === null) return setbacks.delete(operation);
      if (DOCUMENTED[operation][setback.why] === undefined) {
        throw new RangeError(`Azure does not document that ${operation} fails by ${setback.why}.`);
      }
      return setbacks.put(operation, setback);
    },
    all: () => Object.fromEntries(FALLIBLE.flatMap((one) => [[one, setbacks.get(one)] as const].filter(isThere))),
    take(operation, usesSpeech) {
      const setback = setbacks.get(operation);
      if (setback === undefined || (asksSpeech(setback.why) && !usesSpeech)) return undefined;
      const { why, times } = setback;
      void (times > 1 ? setbacks.put(operation, { why, times: times - 1 }) : setbacks.delete(operation));
      return DOCUMENTED[operation][why];
    },
  };
}

const isThere = (entry: readonly [Fallible, Setback | undefined]): entry is readonly [Fallible, Setback] =>
  entry[1] !== undefined;
