import type { InteractionRef, TenantId } from '../core/lib/ids';

/** A recording of ours, and its copy once that is there. */
export interface Recording {
  /** The provider's name of it. */
  readonly recordingRef: string;
  readonly interaction: InteractionRef;
  readonly of: 'voicemail' | 'call';
  readonly beganAt: number;
  /** How long its copy is kept; null for as long as its interaction. */
  readonly keepForMs: number | null;
  /** Parts of the call that are not in it: an agent paused it. `to` is null while it is paused. */
  readonly gaps: readonly RecordingGap[];
  readonly copy: RecordingCopy | null;
  /** Kept whatever its time, until that is taken back. */
  readonly isOnHold: boolean;
}

/**
 * A part that is not in the recording, written down before the platform is asked to pause and ended when it has answered
 * that it goes on: never shorter than it was.
 */
export interface RecordingGap {
  readonly from: number;
  readonly to: number | null;
  readonly by: string;
  /** When the platform said that it had stopped; null until then. Release 0.1.0 did not wait for that word. */
  readonly confirmedAt?: number | null;
}

/** The file in our own storage. */
export interface RecordingCopy {
  readonly path: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Of the file as it was copied, in hexadecimal: what is played must be it. */
  readonly sha256: string;
  readonly lengthMs: number;
  readonly storedAt: number;
  /** It is deleted then; null is never. */
  readonly keepUntil: number | null;
}

/** Recordings by the provider's name, which is all that the event of a file says, and by interaction. */
export interface Recordings {
  find(recordingRef: string): Promise<Recording | undefined>;
  /** Those of an interaction, the oldest first. */
  of(interaction: InteractionRef): Promise<readonly Recording[]>;
  /** Those of a tenant that began in [from, to), the newest first, at most `limit`. */
  begunIn(
    tenantId: TenantId,
    span: { readonly from: number; readonly to: number },
    limit: number,
  ): Promise<readonly Recording[]>;
  put(recording: Recording): Promise<void>;
  /** Changes one that is there; `change` may run again on what another write left. */
  change(recordingRef: string, change: (known: Recording) => Recording): Promise<Recording | undefined>;
  /** Those whose time is over and that nobody holds, at most `limit`. */
  expired(now: number, limit: number): Promise<readonly Recording[]>;
}
