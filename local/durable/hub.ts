import type { Store } from '../kit/store';
import { createBatchWriter, type Writes } from './batch-writer';
import { openTables } from './hub-tables';
import { isFinal, type HistoryEvent } from './protocol';
import { EMPTY_HISTORY, type Change, type Entity, type History, type Instance, type Message } from './state';

/** The task hub's state: in memory as far as it runs, on disk as a whole. What is read here is on disk already. */
export interface Hub {
  readonly instance: (id: string) => Instance | undefined;
  readonly entity: (id: string) => Entity | undefined;
  readonly instances: () => readonly Instance[];
  readonly entities: () => readonly Entity[];
  readonly history: (id: string) => History;
  /** Messages on disk at the start, the oldest first. */
  readonly pending: readonly Message[];
  /** Messages on disk now, the oldest first. */
  readonly messages: () => readonly Message[];
  readonly nextMessageId: () => number;
  /** Writes a change as one transaction; resolves when it is on disk, and only then can it be read here. */
  commit(change: Change): Promise<void>;
  writes(): Writes;
}

export function openHub(store: Store): Hub {
  const tables = openTables(store);
  const writer = createBatchWriter(store, tables.write, () => performance.now());
  const instances = new Map(tables.readInstances().map((one) => [one.id, one]));
  const entities = new Map(tables.readEntities().map((one) => [one.id, one]));
  const pending = tables.readMessages();
  /** Of unfinished instances only: the others are read when asked for. */
  const histories = new Map<string, History>();
  let lastMessageId = pending.at(-1)?.id ?? 0;

  function apply(change: Change, text: string): void {
    const { instance, entity, history, removed } = change;
    if (removed !== undefined) [instances, entities, histories].forEach((map) => map.delete(removed));
    if (entity) entities.set(entity.id, entity);
    if (!instance) return;
    const before = history?.replace ? EMPTY_HISTORY : readHistory(instance.id);
    instances.set(instance.id, instance);
    if (isFinal(instance.status)) histories.delete(instance.id);
    else if (history) histories.set(instance.id, append(before, history.events, text));
  }

  /** Read before the commit of an appending change, so that disk and memory never both hold the new part. */
  function readHistory(id: string): History {
    const known = histories.get(id);
    if (known) return known;
    if (!instances.has(id)) return EMPTY_HISTORY;
    const read = tables.readHistory(id);
    const instance = instances.get(id);
    if (instance && !isFinal(instance.status)) histories.set(id, read);
    return read;
  }

  return {
    instance: (id) => instances.get(id),
    entity: (id) => entities.get(id),
    instances: () => [...instances.values()],
    entities: () => [...entities.values()],
    history: readHistory,
    pending,
    messages: tables.readMessages,
    writes: () => writer.writes,
    nextMessageId: () => (lastMessageId += 1),
    async commit(change) {
      const text = change.history?.events.map((event) => JSON.stringify(event)).join(',') ?? '';
      if (change.instance && change.history && !change.history.replace) readHistory(change.instance.id);
      await writer.write({ change, text });
      apply(change, text);
    },
  };
}

const append = (history: History, events: readonly HistoryEvent[], text: string): History => ({
  events: [...history.events, ...events],
  text: joinTexts(history.text, text),
});

/** JSON texts of array elements, joined without the brackets. */
export const joinTexts = (first: string, second: string): string =>
  first === '' || second === '' ? first + second : `${first},${second}`;
