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

/** One source a request is all that the service takes. */
const THE_ONLY_SOURCE = { failedPlaySourceIndex: 0 };

function start(turn: Turn, operation: MediaOperation): void {
  const { now } = turn;
  if (operation.kind === 'play') {
    operation.started = true;
    const lengthMs = lengthOf(operation.source, turn);
    if (typeof lengthMs === 'string') {
      finishMedia(turn, operation, 'Failed', RESULTS[lengthMs], THE_ONLY_SOURCE);
      return;
    }
    operation.endsAt = operation.loop ? null : now + lengthMs;
    report(turn, 'PlayStarted', operation.origin, because(RESULTS.done));
    return;
  }
  const { prompt, initialSilenceMs } = operation;
  const lengthMs = prompt === null ? initialSilenceMs : lengthOf(prompt, turn);
  if (typeof lengthMs === 'string') {
    finishMedia(turn, operation, 'Failed', RESULTS.promptFailed, THE_ONLY_SOURCE);
    return;
  }
  operation.phase = prompt === null ? 'listening' : 'prompting';
  operation.endsAt = now + lengthMs;
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

export const completePlay = (turn: Turn, play: Play): void => finishMedia(turn, play, 'Completed', RESULTS.done);
