/** Something that the stamp needs: there, or what to do about it. */
export type Finding =
  | { readonly what: string; readonly state: 'ok' }
  | { readonly what: string; readonly state: 'missing'; readonly found: string; readonly remedy: string };
