/** What somebody in a call hears, as the simulator tells it. */
export type Heard =
  | { readonly kind: 'text'; readonly text: string; readonly language: string | null }
  | { readonly kind: 'music'; readonly onHold: boolean }
  | { readonly kind: 'people'; readonly rawIds: readonly string[] }
  | { readonly kind: 'tones'; readonly tones: readonly string[] }
  | { readonly kind: 'ringback' | 'ringing' | 'silence' | 'voicemail' | 'stream' | 'nothing' };

export type HeardAt = Heard & { readonly at: number };

/** In words, for the screen and for screen readers. */
export function heardWords(heard: Heard): string {
  switch (heard.kind) {
    case 'text':
      return `“${heard.text}”`;
    case 'music':
      return heard.onHold ? '♪ music on hold' : '♪ music';
    case 'people':
      return heard.rawIds.length === 0 ? 'somebody who is muted' : 'a person: you can talk';
    case 'tones':
      return `tones ${heard.tones.join(' ')}`;
    case 'ringback':
      return 'it rings …';
    case 'ringing':
      return 'the phone rings';
    case 'voicemail':
      return 'somebody’s voicemail';
    case 'stream':
      return 'what the app streams into the call';
    case 'silence':
      return 'silence';
    case 'nothing':
      return '';
    default:
      return heard satisfies never;
  }
}
