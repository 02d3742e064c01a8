/** The id of a record, by the names that lead to it. */
export const idOf = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');
