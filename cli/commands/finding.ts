/** Something that the stamp needs: there, or what to do about it. */
export type Finding =
  | { readonly what: string; readonly state: 'ok' }
  | { readonly what: string; readonly state: 'missing'; readonly found: string; readonly remedy: string }
  /** It works, and a day is known on which it will not. */
  | { readonly what: string; readonly state: 'ends'; readonly found: string; readonly remedy: string };
