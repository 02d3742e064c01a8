let etags = 0;

/** An etag that no document of this process had before. */
export const nextEtag = (): string => `"${++etags}"`;

/** What a store gives out is never what it keeps. */
export const copy = <T>(value: T): T => structuredClone(value);
