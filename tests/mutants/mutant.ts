/** One defect that is seeded on purpose, and the test that must notice it. */
export interface Mutant {
  /** Unique; `--only` takes it, or the law. */
  readonly id: string;
  /** The invariant (`I3`), promise (`promise:said-once`) or rule (`rule:tokens`) that it breaks. */
  readonly law: string;
  /** What is wrong in the product then. */
  readonly breaks: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  readonly caughtBy: {
    readonly test: string;
    /** Part of the name of the test, as it stands in the file. */
    readonly name: string;
  };
}

/** The file with the defect, or why it cannot be seeded: a table that no longer fits its code is an error. */
export type Applied =
  | { readonly kind: 'applied'; readonly source: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous'; readonly times: number };

export function apply({ text, replacement }: Pick<Mutant, 'text' | 'replacement'>, source: string): Applied {
  const times = source.split(text).length - 1;
  if (times === 0) return { kind: 'absent' };
  if (times > 1) return { kind: 'ambiguous', times };
  // A function, because a replacement may hold what `replace` would read as a pattern.
  return { kind: 'applied', source: source.replace(text, () => replacement) };
}
