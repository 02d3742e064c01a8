/**
 * The last so many things, by id, oldest forgotten first. A ring beside the map, because taking the first key of a map that is used
 * as a queue walks over everything deleted before it.
 */
export interface Memory<Value> {
  readonly limit: number;
  readonly byId: Map<string, Value>;
  readonly ids: string[];
  /** Where the oldest is, once the ring is full. */
  oldest: number;
}

/** Knows nothing yet, and never more than `limit`. */
export const createMemory = <Value>(limit: number): Memory<Value> => ({ limit, byId: new Map(), ids: [], oldest: 0 });

/** What is known of an id; undefined when nothing is, or not any more. */
export const recall = <Value>(memory: Memory<Value>, id: string): Value | undefined => memory.byId.get(id);

/** Remembers. Of an id that is known already the new value counts, and its age stays. */
export function remember<Value>(memory: Memory<Value>, id: string, value: Value): void {
  if (!memory.byId.has(id)) makeRoom(memory, id);
  memory.byId.set(id, value);
}

function makeRoom<Value>(memory: Memory<Value>, id: string): void {
  if (memory.ids.length < memory.limit) {
    memory.ids.push(id);
    return;
  }
  const forgotten = memory.ids[memory.oldest];
  if (forgotten !== undefined) memory.byId.delete(forgotten);
  memory.ids[memory.oldest] = id;
  memory.oldest = (memory.oldest + 1) % memory.limit;
}

/** All that is remembered, oldest first. */
export const memories = <Value>(memory: Memory<Value>): readonly (readonly [string, Value])[] =>
  [...memory.ids.slice(memory.oldest), ...memory.ids.slice(0, memory.oldest)].flatMap((id) => {
    const value = memory.byId.get(id);
    return value === undefined ? [] : [[id, value] as const];
  });
