import type { RawId } from './identifiers';
import { finishMedia, hearNext } from './media';
import type { Choice, Recognize } from './media-state';
import { RESULTS, type Result } from './results';
import type { Turn } from './turn';

/** Speech is never quite sure. */
const CONFIDENCE = 0.93;

const isListeningTo =
  (rawId: RawId) =>
  (operation: { readonly kind: string }): operation is Recognize =>
    operation.kind === 'recognize' &&
    (operation as Recognize).phase !== 'waiting' &&
    (operation as Recognize).to.includes(rawId);

/** A key pressed: the recognition that listens to this participant, if any, takes it. */
export function takeTone(turn: Turn, from: RawId, tone: string): void {
  const operation = turn.call.media.find(isListeningTo(from));
  if (operation === undefined || operation.input === 'speech' || !bargeIn(turn, operation)) return;
  if (operation.input === 'choices') {
    takeChosenTone(turn, operation, tone);
    return;
  }
  if (operation.stopTones.includes(tone)) {
    completeTones(turn, operation, RESULTS.stopTone);
    return;
  }
  operation.tones.push(tone);
  operation.endsAt = turn.now + operation.interToneMs;
  if (operation.tones.length === operation.maxTones) completeTones(turn, operation, RESULTS.maxDigits);
}

/** Words said: they are matched with the choices, or collected until the speaker pauses. */
export function takeWords(turn: Turn, from: RawId, words: string): void {
  const operation = turn.call.media.find(isListeningTo(from));
  if (operation === undefined || operation.input === 'dtmf' || !bargeIn(turn, operation)) return;
  if (operation.input === 'choices') {
    takeChosenWords(turn, operation, words);
    return;
  }
  operation.words = [operation.words, words].filter(Boolean).join(' ');
  operation.endsAt = turn.now + operation.endSilenceMs;
}

/** Ends the prompt, where the participant may; false where they must hear it out. */
function bargeIn(turn: Turn, operation: Recognize): boolean {
  if (operation.phase !== 'prompting') return true;
  if (!operation.interruptPrompt) return false;
  listen(turn, operation);
  return true;
}

function listen(turn: Turn, operation: Recognize): void {
  operation.phase = 'listening';
  operation.endsAt = turn.now + operation.initialSilenceMs;
}

/** The prompt was heard, or the participant has been silent for too long. */
export function passDeadline(turn: Turn, operation: Recognize): void {
  if (operation.phase === 'prompting') {
    if (!hearNext(turn, operation)) listen(turn, operation);
    return;
  }
  if (operation.words !== '') {
    const speechResult = { speech: operation.words, confidence: CONFIDENCE };
    complete(turn, operation, RESULTS.speechRecognized, { recognitionType: 'speech', speechResult });
    return;
  }
  const why = operation.tones.length > 0 ? RESULTS.interDigit : RESULTS.initialSilence;
  finishMedia(turn, operation, 'Failed', why);
}

const completeTones = (turn: Turn, operation: Recognize, why: Result) =>
  complete(turn, operation, why, { recognitionType: 'dtmf', dtmfResult: { tones: operation.tones } });

function takeChosenTone(turn: Turn, operation: Recognize, tone: string): void {
  const choice = operation.choices.find((one) => one.tone === tone);
  if (choice === undefined) {
    finishMedia(turn, operation, 'Failed', RESULTS.wrongTone);
    return;
  }
  const choiceResult = { label: choice.label };
  complete(turn, operation, RESULTS.toneMatched, { recognitionType: 'choices', choiceResult });
}

function takeChosenWords(turn: Turn, operation: Recognize, words: string): void {
  const found = findChoice(operation.choices, words);
  if (found === undefined) {
    finishMedia(turn, operation, 'Failed', RESULTS.speechNotMatched);
    return;
  }
  const choiceResult = { label: found.choice.label, recognizedPhrase: found.phrase, confidence: CONFIDENCE };
  complete(turn, operation, RESULTS.speechMatched, { recognitionType: 'choices', choiceResult });
}

const normal = (text: string) =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** The longest phrase that was said, alone or among other words. */
function findChoice(choices: readonly Choice[], words: string): { choice: Choice; phrase: string } | undefined {
  const said = normal(words);
  return choices
    .flatMap((choice) => choice.phrases.map((phrase) => ({ choice, phrase })))
    .filter(({ phrase }) => said.includes(normal(phrase)))
    .sort((a, b) => b.phrase.length - a.phrase.length)[0];
}

const complete = (turn: Turn, operation: Recognize, why: Result, extra: Readonly<Record<string, unknown>>) =>
  finishMedia(turn, operation, 'Completed', why, extra);
