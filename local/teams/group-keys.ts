/** Keys of a collection by group, in the order added. */
export interface GroupedKeys {
  of(group: string): readonly string[];
  add(group: string, key: string): void;
}

/** Kept beside a collection, so that reading one group does not read all. */
export function groupKeys<T>(
  values: readonly T[],
  groupOf: (value: T) => string,
  key: (value: T) => string,
): GroupedKeys {
  const groups = new Map<string, string[]>();
  const add = (group: string, added: string) => {
    const keys = groups.get(group) ?? [];
    groups.set(group, keys);
    keys.push(added);
  };
  for (const value of values) add(groupOf(value), key(value));
  return { of: (group) => groups.get(group) ?? [], add };
}
