import type { MediaOperation, Play, Source } from './media-state';
import type { Origin } from './origin';
import { RESULTS, type Result } from './results';
import { because, report, type Turn } from './turn';
import type { RawId } from './identifiers';
import type { Unplayable } from './sounds';

/** How long a source takes to play. */
export function lengthOf(source: Source, { durations, soundLength }: Turn): number | Unplayable {
  switch (source.kind) {
    case 'text':
      return Math.max(durations.shortestTextMs, source.text.length * durations.perCharacterMs);
    case 'file':
      return soundLength(source.uri) ?? durations.fileMs;
    default:
      return source satisfies never;
  }
}

const share = (a: MediaOperation['to'], b: MediaOperation['to']): boolean =>
  a === 'all' || b === 'all' || a.some((rawId) => b.includes(rawId));

export const reaches = (operation: MediaOperation, rawId: RawId): boolean => share(operation.to, [rawId]);

export const isUnderWay = (operation: MediaOperation): boolean =>
  operation.kind === 'play' ? operation.started : operation.phase !== 'waiting';

/** Takes an operation in; one that interrupts cancels whatever its listeners hear or wait for. */
export function enqueueMedia(turn: Turn, operation: MediaOperation, interrupts: boolean): void {
  if (interrupts) {
    for (const other of [...turn.call.media].reverse()) if (share(other.to, operation.to)) cancelMedia(turn, other);
  }
  turn.call.media.push(operation);
  startMedia(turn);
}

/** Starts what no earlier operation for the same listeners holds up. */
export function startMedia(turn: Turn): void {
  const { media } = turn.call;
  media.forEach((operation, index) => {
    const heldUp = media.slice(0, index).some((earlier) => share(earlier.to, operation.to));
    if (!heldUp && !isUnderWay(operation)) start(turn, operation);
  });
}

function start(turn: Turn, operation: MediaOperation): void {
  const setback = turn.setback(operation.kind, usesSpeech(operation));
  if (setback !== undefined) {
    finishMedia(turn, operation, 'Failed', setback);
    return;
  }
  if (operation.kind === 'play') {
    operation.started = true;
    if (hear(turn, operation, operation.source)) report(turn, 'PlayStarted', operation.origin, because(RESULTS.done));
    return;
  }
  operation.phase = operation.prompt === null ? 'listening' : 'prompting';
  if (operation.prompt === null) operation.endsAt = turn.now + operation.initialSilenceMs;
  else hear(turn, operation, operation.prompt);
}

const usesSpeech = (operation: MediaOperation): boolean =>
  operation.kind === 'play'
    ? operation.source.kind === 'text'
    : operation.input !== 'dtmf' || operation.prompt?.kind === 'text';

/** Lets a source be heard; false when it cannot, which fails the whole. */
function hear(turn: Turn, operation: MediaOperation, source: Source): boolean {
  const lengthMs = lengthOf(source, turn);
  if (typeof lengthMs === 'string') {
    const why = operation.kind === 'play' ? RESULTS[lengthMs] : RESULTS.promptFailed;
    finishMedia(turn, operation, 'Failed', why, { failedPlaySourceIndex: operation.playlist?.index ?? 0 });
    return false;
  }
  const loops = operation.kind === 'play' && operation.loop;
  // Files without sound would follow one another for ever at one instant.
  const leastMs = loops ? turn.durations.shortestTextMs : 0;
  operation.endsAt = loops && operation.playlist === undefined ? null : turn.now + Math.max(lengthMs, leastMs);
  return true;
}

/** The source has been heard: the next one is, if there is any. */
export function hearNext(turn: Turn, operation: MediaOperation): boolean {
  const { playlist } = operation;
  const loops = operation.kind === 'play' && operation.loop;
  if (playlist === undefined || (playlist.index + 1 === playlist.sources.length && !loops)) return false;
  playlist.index = (playlist.index + 1) % playlist.sources.length;
  const source = playlist.sources[playlist.index];
  if (source === undefined) return false;
  if (operation.kind === 'play') operation.source = source;
  else operation.prompt = source;
  hear(turn, operation, source);
  return true;
}

/** Ends an operation with its one callback and lets the next start. */
export function finishMedia(
  turn: Turn,
  operation: MediaOperation,
  outcome: 'Completed' | 'Canceled' | 'Failed',
  why: Result,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  turn.call.media = turn.call.media.filter((other) => other !== operation);
  const name = operation.kind === 'play' ? 'Play' : 'Recognize';
  report(turn, `${name}${outcome}`, operation.origin, { ...because(why), ...extra });
  startMedia(turn);
}

export const cancelMedia = (turn: Turn, operation: MediaOperation): void =>
  finishMedia(turn, operation, 'Canceled', RESULTS.canceled);

/** Cancels all of it, or all that concerns; the last first, so that nothing starts on the way. */
export function cancelAllMedia(turn: Turn, concerns: (origin: Origin) => boolean = () => true): void {
  for (const operation of [...turn.call.media].reverse()) if (concerns(operation.origin)) cancelMedia(turn, operation);
}

/** Operations that were for somebody who has left, and for nobody else. */
export function failMediaOf(turn: Turn, gone: RawId): void {
  for (const operation of [...turn.call.media]) {
    if (operation.to !== 'all' && operation.to.every((rawId) => rawId === gone)) {
      finishMedia(turn, operation, 'Failed', RESULTS.participantGone);
    }
  }
}

export function completePlay(turn: Turn, play: Play): void {
  if (!hearNext(turn, play)) finishMedia(turn, play, 'Completed', RESULTS.done);
}
