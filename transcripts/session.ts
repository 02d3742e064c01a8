import { parseTranscriptFrame } from '../shared/channels/voice/parse-transcript';
import type { InteractionRef } from '../shared/core/lib/ids';
import { keepUtterance, type TranscriptDeps } from '../shared/flows/voice/keep-utterance';
import { pause } from '../shared/flows/lib/pause';
import type { Log } from '../shared/ports/log';

/** What listens to one call, from the opening of a socket to its end. */
export interface Session {
  /** Takes a frame; they are kept one after another, in the order in which they came. */
  take(frame: string): void;
  /** Resolves when all that was taken is kept. */
  idle(): Promise<void>;
}

export interface SessionParts {
  readonly deps: TranscriptDeps;
  readonly log: Log;
  /** Lets so many milliseconds pass between two attempts. Tests give theirs. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** The store may be unwell for a moment, and nobody sends the words again. Those behind wait: seven and a half seconds at most. */
const ATTEMPTS = 6;
/** Then twice as long each time; between half of it and all, for the calls of a store that was unwell all come back to it. */
const FIRST_WAIT_MS = 250;

/** Never throws and never rejects: whatever comes, the call goes on. */
export function createSession({ deps, log, wait = pause }: SessionParts, ref: InteractionRef): Session {
  const { interactionId } = ref;
  let call: { readonly subscriptionId: string; readonly callRef: string } | null = null;
  let line = Promise.resolve();

  async function keep(frame: string, heardAt: number): Promise<void> {
    const read = parseTranscriptFrame(frame);
    switch (read.kind) {
      case 'begins':
        call = read;
        return;
      case 'said': {
        if (call === null) {
          log.warn('words of no call', { interactionId });
          return;
        }
        const { by, text, lengthMs, offset } = read;
        const who = 'address' in by ? by.address : by.teamsUserId;
        const said = {
          callRef: call.callRef,
          key: `${call.subscriptionId}/${offset}/${who}`,
          by,
          text,
          lengthMs,
          heardAt,
        };
        const kept = await persistently(() => keepUtterance(deps, ref, said), wait);
        if (kept === 'unknownCall') log.warn('words not kept', { interactionId, why: kept });
        return;
      }
      case 'malformed':
        log.warn('words not understood', { interactionId });
        return;
      case 'unsupported':
        return;
    }
  }

  return {
    take(frame) {
      const heardAt = deps.clock.now();
      line = line
        .then(() => keep(frame, heardAt))
        .catch((error: unknown) =>
          log.error('words lost', { interactionId, why: error instanceof Error ? error.name : 'unknown' }),
        );
    },
    idle: () => line,
  };
}

async function persistently<T>(run: () => Promise<T>, wait: (ms: number) => Promise<void>): Promise<T> {
  for (let tried = 1; tried < ATTEMPTS; tried += 1)
    try {
      return await run();
    } catch {
      // The last attempt tells why.
      await wait(FIRST_WAIT_MS * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
    }
  return run();
}
