import {
  DtmfTone,
  type CallMediaRecognizeChoiceOptions,
  type CallMediaRecognizeDtmfOptions,
  type CallMediaRecognizeSpeechOptions,
  type CallMediaRecognizeSpeechOrDtmfOptions,
  type FileSource,
  type RecognitionChoice,
  type SsmlSource,
  type TextSource,
} from '@azure/communication-call-automation';
import type { Gather } from '../../core/interaction/acts';
import { localeOf } from './sources';
import { toneOf } from './tones';

/** Long enough between two keys of one number, short enough not to be felt after the last. */
const INTER_TONE_SECONDS = 2;
/** Somebody who thinks pauses for less. */
const END_SILENCE_SECONDS = 1;

type Recognition =
  | CallMediaRecognizeDtmfOptions
  | CallMediaRecognizeChoiceOptions
  | CallMediaRecognizeSpeechOptions
  | CallMediaRecognizeSpeechOrDtmfOptions;

interface Said {
  readonly playPrompt: FileSource | SsmlSource | TextSource | null;
  readonly language: string;
  readonly context: string;
}

/** How a prompt listens: for choices by key or word, for the keys of a number, for any words, or for either. */
export function recognizeOptions(gather: Gather, { playPrompt, language, context }: Said): Recognition {
  const common = {
    ...(playPrompt ? { playPrompt } : {}),
    interruptCallMediaOperation: true,
    interruptPrompt: gather.bargeIn,
    initialSilenceTimeoutInSeconds: Math.max(1, Math.ceil(gather.timeoutMs / 1000)),
    operationContext: context,
  };
  const speechLanguage = localeOf(language);
  const endSilenceTimeoutInSeconds = END_SILENCE_SECONDS;
  switch (gather.kind) {
    case 'words':
      return { kind: 'callMediaRecognizeSpeechOptions', ...common, speechLanguage, endSilenceTimeoutInSeconds };
    case 'keys':
      return gather.speech
        ? {
            kind: 'callMediaRecognizeSpeechOrDtmfOptions',
            ...common,
            ...keysToCollect(gather),
            speechLanguage,
            endSilenceTimeoutInSeconds,
          }
        : { kind: 'callMediaRecognizeDtmfOptions', ...common, ...keysToCollect(gather) };
    case 'choices':
      if (gather.words.length === 0) {
        return { kind: 'callMediaRecognizeDtmfOptions', ...common, ...tonesToCollect(gather.digits) };
      }
      return {
        kind: 'callMediaRecognizeChoiceOptions',
        ...common,
        choices: [...gather.digits.map(keyChoice), ...gather.words.map(wordChoice)],
        speechLanguage,
      };
  }
}

/** Labels come back with the answer: keys are labelled by themselves, words too. */
const keyChoice = (key: string): RecognitionChoice => {
  const tone = dtmfOf(key);
  return tone ? { label: key, phrases: [tone], tone } : { label: key, phrases: [key] };
};

const wordChoice = (word: string): RecognitionChoice => ({ label: word, phrases: [word] });

function dtmfOf(key: string): DtmfTone | undefined {
  const name = toneOf(key);
  return Object.values(DtmfTone).find((known) => known.valueOf() === name);
}

/** Without a key that ends it, a shorter number would be no answer at all: only its length ends it. */
function keysToCollect({ max, endKey, betweenMs }: Extract<Gather, { kind: 'keys' }>) {
  const stop = endKey === null ? undefined : dtmfOf(endKey);
  return {
    maxTonesToCollect: max,
    interToneTimeoutInSeconds: Math.max(1, Math.ceil(betweenMs / 1000)),
    ...(stop === undefined ? {} : { stopDtmfTones: [stop] }),
  };
}

/** Numbers of different lengths end with the pound key or a pause. */
function tonesToCollect(digits: readonly string[]) {
  const lengths = digits.map(({ length }) => length);
  const longest = Math.max(1, ...lengths);
  const varies = lengths.some((length) => length !== longest);
  return {
    maxTonesToCollect: longest,
    interToneTimeoutInSeconds: INTER_TONE_SECONDS,
    ...(varies ? { stopDtmfTones: [DtmfTone.Pound] } : {}),
  };
}
