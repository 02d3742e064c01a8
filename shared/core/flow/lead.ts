import { LOOK_UP_TIMEOUT_MS, MESSAGE_TIMEOUT_MS, TRANSFER_TIMEOUT_MS, VOICEMAIL_SLACK_MS } from './defaults';
import type { CallbackNode, LookUpNode, MessageNode, TransferNode, VoicemailNode, WorkQueue } from './nodes';
import { fillIn, headersWith, labelFor } from './text-for';
import { placeAt, stop, variablesOf, wordsFor } from './walk';
import type { Moved, Walk } from './walk';

/** Asks another system. */
export function lookUp(walk: Walk, nodeId: string, { lookUpId }: LookUpNode): Moved {
  const place = placeAt(walk, nodeId);
  const asked = { turn: place.turn, lookUpId, variables: variablesOf(walk), timeoutMs: LOOK_UP_TIMEOUT_MS };
  return stop(walk, { state: 'lookingUp', ...place }, { kind: 'lookUp', ...asked });
}

/** Texts the customer. */
export function message(walk: Walk, nodeId: string, { from, text }: MessageNode): Moved {
  const place = placeAt(walk, nodeId);
  const words = fillIn(labelFor(text, walk.language), variablesOf(walk));
  const sent = { turn: place.turn, from, text: words, timeoutMs: MESSAGE_TIMEOUT_MS };
  return stop(walk, { state: 'messaging', ...place }, { kind: 'message', ...sent });
}

/** Promises a call, unless the number may not be called: then null. */
export function defer(walk: Walk, node: CallbackNode): Moved | null {
  const variables = variablesOf(walk);
  const number = variables[node.number ?? 'customer'] ?? '';
  if (number === '' || walk.context.uncallable.has(number)) return null;
  const text = wordsFor(walk, node.text);
  const when = node.at === null ? null : (variables[node.at] ?? null);
  const asked = { kind: 'callBack', number, when, text } as const;
  return stop(walk, { state: 'deferred', as: 'callback' }, { ...asked, ...workOf(walk, node) });
}

/** Says what the voicemail says, then records. */
export function voicemail(walk: Walk, nodeId: string, node: VoicemailNode): Moved {
  const place = placeAt(walk, nodeId);
  const words = { turn: place.turn, text: wordsFor(walk, node.text), spoken: null };
  const times = { longestMs: node.longestMs, timeoutMs: node.longestMs + VOICEMAIL_SLACK_MS };
  return stop(walk, { state: 'recording', ...place }, { kind: 'record', ...words, ...workOf(walk, node), ...times });
}

/** There is something in the recording: it waits for an agent now. */
export const voicemailLeft = (walk: Walk, node: VoicemailNode): Moved =>
  stop(walk, { state: 'deferred', as: 'voicemail' }, { kind: 'voicemailLeft', ...workOf(walk, node) });

/** Hands the call to another number. */
export function transfer(walk: Walk, nodeId: string, { to, headers: named }: TransferNode): Moved {
  const place = placeAt(walk, nodeId);
  const headers = headersWith(named, variablesOf(walk));
  const asked = { turn: place.turn, to, headers, timeoutMs: TRANSFER_TIMEOUT_MS };
  return stop(walk, { state: 'transferring', ...place }, { kind: 'transfer', ...asked });
}

const workOf = ({ language, waitingSince }: Walk, { queueId, priority, requirements }: WorkQueue) => ({
  queueId,
  priority,
  requirements,
  language,
  waitingSince,
});
