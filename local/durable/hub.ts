import type { Store } from '../kit/store';
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
}

export function openHub(store: Store): Hub {
  const tables = openTables(store);
  const write = createBatchWriter(store, tables.write);
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
    nextMessageId: () => (lastMessageId += 1),
    async commit(change) {
      const text = change.history?.events.map((event) => JSON.stringify(event)).join(',') ?? '';
      if (change.instance && change.history && !change.history.replace) readHistory(change.instance.id);
      await write({ change, text });
      apply(change, text);
    },
  };
}

/**
 * Steps that end in one turn of the event loop share one write. The store would share the transaction anyway, but
 * with a savepoint for each, so that one may fail alone: here a failure ends the process.
 */
function createBatchWriter(store: Store, writeAll: (steps: readonly WrittenStep[]) => void) {
  let batch: { readonly steps: WrittenStep[]; readonly done: Promise<void> } | undefined;

  function open(): { steps: WrittenStep[]; done: Promise<void> } {
    const steps: WrittenStep[] = [];
    const done = store.commit(() => {
      batch = undefined;
      writeAll(steps);
    });
    return { steps, done };
  }

  return (step: WrittenStep): Promise<void> => {
    batch ??= open();
    batch.steps.push(step);
    return batch.done;
  };
}

/** A change with the JSON texts of its new events. */
interface WrittenStep {
  readonly change: Change;
  readonly text: string;
}

const append = (history: History, events: readonly HistoryEvent[], text: string): History => ({
  events: [...history.events, ...events],
  text: joinTexts(history.text, text),
});

/** JSON texts of array elements, joined without the brackets. */
export const joinTexts = (first: string, second: string): string =>
  first === '' || second === '' ? first + second : `${first},${second}`;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS durable_instances (id TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_entities (id TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_messages (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_history (part INTEGER PRIMARY KEY, instance TEXT NOT NULL, events TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS durable_history_of ON durable_history (instance, part);
`;

function openTables({ sql }: Store) {
  sql.exec(SCHEMA);
  const upsert = (table: string) =>
    sql.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value`);
  const putEntity = upsert('durable_entities');
  // Of many steps at once: most of what a row costs is the call.
  const putMessages = sql.prepare("INSERT INTO durable_messages SELECT value ->> 'id', value FROM json_each(?)");
  const dropMessages = sql.prepare('DELETE FROM durable_messages WHERE id IN (SELECT value FROM json_each(?))');
  const putInstances = sql.prepare(`
    INSERT INTO durable_instances SELECT value ->> 'id', value FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET value = excluded.value`);
  const putHistories = sql.prepare(
    'INSERT INTO durable_history (instance, events) SELECT value ->> 0, value ->> 1 FROM json_each(?)',
  );
  const dropHistory = sql.prepare('DELETE FROM durable_history WHERE instance = ?');
  const dropInstance = sql.prepare('DELETE FROM durable_instances WHERE id = ?');
  const dropEntity = sql.prepare('DELETE FROM durable_entities WHERE id = ?');
  const selectHistory = sql.prepare('SELECT events FROM durable_history WHERE instance = ? ORDER BY part');
  const readAll = <T>(table: string) =>
    (sql.prepare(`SELECT value FROM ${table} ORDER BY id`).all() as { value: string }[]).map(
      (row) => JSON.parse(row.value) as T,
    );

  function dropAll(id: string): void {
    for (const drop of [dropInstance, dropEntity, dropHistory]) drop.run(id);
  }

  function writeStates(steps: readonly WrittenStep[]): void {
    const instances = steps.flatMap(({ change }) => change.instance ?? []);
    if (instances.length > 0) putInstances.run(JSON.stringify(instances));
    const histories = steps.flatMap(({ change: { instance, history }, text }) =>
      instance && history && text !== '' ? [[instance.id, text]] : [],
    );
    if (histories.length > 0) putHistories.run(JSON.stringify(histories));
    for (const { change } of steps) if (change.entity) putEntity.run(change.entity.id, JSON.stringify(change.entity));
  }

  /** A purge, and a new start of the same id, must keep their order. */
  function writeInOrder(steps: readonly WrittenStep[]): void {
    for (const step of steps) {
      const { instance, history, removed } = step.change;
      if (instance && history?.replace) dropHistory.run(instance.id);
      writeStates([step]);
      if (removed !== undefined) dropAll(removed);
    }
  }

  const takesAway = ({ change: { history, removed } }: WrittenStep) =>
    removed !== undefined || history?.replace === true;

  return {
    readInstances: () => readAll<Instance>('durable_instances'),
    readEntities: () => readAll<Entity>('durable_entities'),
    readMessages: () => readAll<Message>('durable_messages'),
    readHistory(id: string): History {
      const text = (selectHistory.all(id) as { events: string }[]).map((row) => row.events).join(',');
      return { text, events: JSON.parse(`[${text}]`) as HistoryEvent[] };
    },
    /** No step takes a message that another of the same transaction sends: only what is on disk is handed out. */
    write(steps: readonly WrittenStep[]): void {
      const consumed = steps.flatMap(({ change }) => change.consumed);
      const emitted = steps.flatMap(({ change }) => change.emitted);
      if (consumed.length > 0) dropMessages.run(JSON.stringify(consumed));
      if (emitted.length > 0) putMessages.run(JSON.stringify(emitted));
      if (steps.some(takesAway)) writeInOrder(steps);
      else writeStates(steps);
    },
  };
}
