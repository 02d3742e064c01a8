/** Something that the stamp needs: there, or what to do about it. `unsure`: it may be right, and a person has to look. */
export type Finding =
  | { readonly what: string; readonly state: 'ok' }
  | { readonly what: string; readonly state: 'missing' | 'unsure'; readonly found: string; readonly remedy: string };

/** `missing` unless `isGood`. */
export const findingOf = (what: string, isGood: boolean, found: string, remedy: string): Finding =>
  isGood ? { what, state: 'ok' } : { what, state: 'missing', found, remedy };
