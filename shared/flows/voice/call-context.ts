import type { PartyTarget } from '../../core/interaction/party';
import type { TreatmentState } from '../../core/flow/treatment';

/** What a waiting caller hears: words, music, or nothing for a moment, after music that could not be played. */
export type Playing = 'say' | 'music' | 'pause';

/** One piece of a waiting caller's treatment, as it comes back when the piece is over. */
export interface Piece {
  readonly playing: Playing;
  readonly beganAt: number;
  /** What the caller had been told when the piece began. */
  readonly state: TreatmentState;
  /** How often music could not be played since it last could. */
  readonly failures: number;
}

/** Which step of ours a callback answers: goes out with each step (`operationContext`) and comes back. */
export type CallContext =
  | { readonly kind: 'flow' | 'capture' | 'voicemail' | 'confirm' | 'transfer'; readonly turn: number }
  /** Every key of a caller who waits in this visit. */
  | { readonly kind: 'keys'; readonly visitId: string }
  | ({ readonly kind: 'treat'; readonly visitId: string; readonly attempt: number } & Piece)
  | { readonly kind: 'ring'; readonly agentId: string; readonly assignmentId: string }
  /** `who` is whom to take out of the call if they come too late. */
  | { readonly kind: 'party'; readonly partyId: string; readonly who: PartyTarget }
  | { readonly kind: 'farewell' }
  | { readonly kind: 'other' };

/** One line of text; `decodeContext` reads it back. */
export const encodeContext = (context: CallContext): string => JSON.stringify(context);

const KINDS: readonly string[] = [
  'flow',
  'capture',
  'voicemail',
  'confirm',
  'transfer',
  'keys',
  'treat',
  'ring',
  'party',
  'farewell',
] satisfies CallContext['kind'][];

/** What is not ours, or is from another version, is `other`. */
export function decodeContext(text: string | null): CallContext {
  if (text === null) return { kind: 'other' };
  try {
    const value = JSON.parse(text) as { kind?: unknown } | null;
    return typeof value?.kind === 'string' && KINDS.includes(value.kind) ? (value as CallContext) : { kind: 'other' };
  } catch {
    return { kind: 'other' };
  }
}
