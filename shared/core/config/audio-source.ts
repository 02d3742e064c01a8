import type { LocalizedText } from '../flow/source-text';

/** A recording in every language: a file by its URL, or beside the music that the app serves. */
export interface AudioSource {
  readonly id: string;
  readonly files: LocalizedText;
}
