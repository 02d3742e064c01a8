import type { LiveFrame, LiveUpdate } from '../contracts/live';

/** A message may hold 1 MB; characters of other scripts take three bytes. */
const LARGEST_CHARACTERS = 250_000;

/** Updates in order, in as many parts as the service needs. One that is too large for any becomes `reload`. */
export function inParts(updates: readonly LiveUpdate[]): readonly (readonly LiveUpdate[])[] {
  const parts: LiveUpdate[][] = [];
  let room = 0;
  for (const update of updates) {
    const length = JSON.stringify(update).length;
    const fits = length <= LARGEST_CHARACTERS;
    if (parts.length === 0 || (fits && length > room)) {
      parts.push([]);
      room = LARGEST_CHARACTERS;
    }
    parts.at(-1)?.push(fits ? update : { kind: 'reload' });
    room -= fits ? length : 0;
  }
  return parts;
}

/** Counts the frames of this writer for each group. */
export function createNumbering(writer: string): (group: string, updates: readonly LiveUpdate[]) => LiveFrame {
  const last = new Map<string, number>();
  return (group, updates) => {
    const n = (last.get(group) ?? 0) + 1;
    last.set(group, n);
    return { writer, n, updates: [...updates] };
  };
}
