import type { JournalEntry, Snapshot, StoredEvent, StoredMessage } from './stored';

/** A promise, and what breaks it; nothing when it is kept. */
export interface Promised {
  readonly name: string;
  readonly broken: readonly string[];
  /** How many things were looked at. */
  readonly checked: number;
}

/** What promises are checked by. */
export interface Evidence {
  readonly now: number;
  readonly journal: readonly JournalEntry[];
  readonly events: readonly StoredEvent[];
  readonly messages: readonly StoredMessage[];
  readonly snapshots: readonly Snapshot[];
}

export const isOpen = ({ interaction }: Snapshot): boolean => interaction.phase.name !== 'closed';
export const idOf = ({ interaction }: Snapshot): string => interaction.facts.interactionId;

/** Things by a key, in their order. */
export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
