import { streamKey, streamSpeech } from './audio';
import { accept, refuse } from './invitations';
import { endCall, leave } from './legs';
import { takeTone, takeWords } from './recognize';
import { RESULTS } from './results';
import { isKey, toneOfKey } from './tones';
import { transcribe } from './transcription';
import type { Leg } from './state';
import { because, report, type Turn } from './turn';

/** What could not be done, which has changed nothing. */
export interface Unable {
  readonly kind: 'refused';
  readonly why: 'noSuchCall' | 'notRinging' | 'notInCall' | 'noSuchKey';
}

/** Something that somebody does at a telephone or a Teams client. */
export type Deed = (turn: Turn, leg: Leg) => Unable | undefined;

export const refused = (why: Unable['why']): Unable => ({ kind: 'refused', why });

export function ifRinging(leg: Leg, act: () => void): Unable | undefined {
  if (leg.state !== 'ringing' || leg.invitation === null) return refused('notRinging');
  act();
  return undefined;
}

function inCall(leg: Leg, act: () => void): Unable | undefined {
  if (leg.state !== 'joined') return refused('notInCall');
  act();
  return undefined;
}

export const answer: Deed = (turn, leg) => ifRinging(leg, () => accept(turn, leg));

export const decline =
  (how: 'declined' | 'busy'): Deed =>
  (turn, leg) =>
    ifRinging(leg, () => refuse(turn, leg, RESULTS[how]));

/** Call Automation cannot tell it from the person. It hangs up by itself after a while. */
export const letVoicemailAnswer: Deed = (turn, leg) =>
  ifRinging(leg, () => {
    leg.voicemailEndsAt = turn.now + turn.durations.voicemailMs;
    accept(turn, leg);
  });

/** What the app listens for, and what is written down of the call. */
export const say =
  (words: string): Deed =>
  (turn, leg) =>
    inCall(leg, () => {
      takeWords(turn, leg.rawId, words);
      transcribe(turn, leg, words);
      streamSpeech(turn, leg, words);
    });

export const press =
  (keys: string): Deed =>
  (turn, leg) => {
    if (!Array.from(keys).every(isKey)) return refused('noSuchKey');
    return inCall(leg, () => {
      for (const key of keys) {
        streamKey(turn, key);
        pressOne(turn, leg, toneOfKey(key));
      }
    });
  };

function pressOne(turn: Turn, leg: Leg, tone: string): void {
  for (const listener of turn.call.listeners.filter(({ target }) => target === leg.rawId)) {
    listener.sequenceId += 1;
    const { origin, sequenceId } = listener;
    const setback = turn.setback('recognizeTones', false);
    if (setback !== undefined) report(turn, 'ContinuousDtmfRecognitionToneFailed', origin, because(setback));
    else report(turn, 'ContinuousDtmfRecognitionToneReceived', origin, { sequenceId, tone, ...because(RESULTS.done) });
  }
  takeTone(turn, leg.rawId, tone);
}

/** Whoever rang hangs up too: a caller gives up, somebody who is called declines. */
export const hangUp: Deed = (turn, leg) => {
  if (leg.state === 'ended') return refused('notInCall');
  if (leg.state === 'joined') leave(turn, leg, RESULTS.agentLeft);
  else if (leg.invitation === null) endCall(turn, RESULTS.callCanceled);
  else refuse(turn, leg, RESULTS.declined);
  return undefined;
};
