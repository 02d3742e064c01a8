/** What of Teams a caller can be brought to by its resource account. */
export const VOICE_APP_KINDS = ['autoAttendant', 'callQueue'] as const;
export type VoiceAppKind = (typeof VOICE_APP_KINDS)[number];

/** A Teams auto attendant or call queue, to which agents can bring callers. */
export interface VoiceAppSource {
  readonly id: string;
  readonly name: string;
  /** Of its resource account, in Microsoft Entra. */
  readonly objectId: string;
  readonly kind: VoiceAppKind;
}
