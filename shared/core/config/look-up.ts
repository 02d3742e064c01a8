/** Another system that flows may ask. */
export interface LookUp {
  readonly id: string;
  /** With its variables in braces, none of them in the host. */
  readonly url: string;
  readonly asks: ReadonlySet<string>;
  /** Given digits that nobody else may know, instead of being asked. */
  readonly takesDigits: boolean;
  readonly timeoutMs: number;
  readonly cacheForMs: number;
  /** Variable → the fields that lead to its value. */
  readonly result: ReadonlyMap<string, readonly string[]>;
}
