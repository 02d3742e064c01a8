import {
  DtmfTone,
  type CallMediaRecognizeChoiceOptions,
  type CallMediaRecognizeDtmfOptions,
  type RecognitionChoice,
  type TextSource,
} from '@azure/communication-call-automation';
import type { Prompt } from '../../core/interaction/acts';
import { localeOf } from './sources';
import { toneOf } from './tones';

type Gather = NonNullable<Prompt['gather']>;

/** Long enough between two keys of one number, short enough not to be felt after the last. */
const INTER_TONE_SECONDS = 2;

/** How a prompt listens: for keys alone by DTMF, with words also by speech, where each key can be said as well. */
export function recognizeOptions(
  gather: Gather,
  { playPrompt, language, context }: { playPrompt: TextSource | null; language: string; context: string },
): CallMediaRecognizeDtmfOptions | CallMediaRecognizeChoiceOptions {
  const common = {
    ...(playPrompt ? { playPrompt } : {}),
    interruptCallMediaOperation: true,
    interruptPrompt: true,
    initialSilenceTimeoutInSeconds: Math.max(1, Math.ceil(gather.timeoutMs / 1000)),
    operationContext: context,
  };
  if (gather.words.length > 0) {
    return {
      kind: 'callMediaRecognizeChoiceOptions',
      ...common,
      choices: [...gather.digits.map(keyChoice), ...gather.words.map(wordChoice)],
      speechLanguage: localeOf(language),
    };
  }
  return { kind: 'callMediaRecognizeDtmfOptions', ...common, ...tonesToCollect(gather.digits) };
}

/** Labels come back with the answer: keys are labelled by themselves, words too. */
const keyChoice = (key: string): RecognitionChoice => {
  const name = toneOf(key);
  const tone = Object.values(DtmfTone).find((known) => known.valueOf() === name);
  return tone ? { label: key, phrases: [tone], tone } : { label: key, phrases: [key] };
};

const wordChoice = (word: string): RecognitionChoice => ({ label: word, phrases: [word] });

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
