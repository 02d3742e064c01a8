import type { Store } from '../kit/store';
import type { HistoryEvent } from './protocol';
import type { Change, Entity, History, Instance, Message } from './state';

/** A change with the JSON texts of its new events. */
export interface WrittenStep {
  readonly change: Change;
  readonly text: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS durable_instances (id TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_entities (id TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_messages (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS durable_history (part INTEGER PRIMARY KEY, instance TEXT NOT NULL, events TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS durable_history_of ON durable_history (instance, part);
`;

/** The hub on disk. */
export function openTables({ sql }: Store) {
  sql.exec(SCHEMA);
  const selectHistory = sql.prepare('SELECT events FROM durable_history WHERE instance = ? ORDER BY part');
  const readAll = <T>(table: string) =>
    (sql.prepare(`SELECT value FROM ${table} ORDER BY id`).all() as { value: string }[]).map(
      (row) => JSON.parse(row.value) as T,
    );
  return {
    readInstances: () => readAll<Instance>('durable_instances'),
    readEntities: () => readAll<Entity>('durable_entities'),
    readMessages: () => readAll<Message>('durable_messages'),
    readHistory(id: string): History {
      const text = (selectHistory.all(id) as { events: string }[]).map((row) => row.events).join(',');
      return { text, events: JSON.parse(`[${text}]`) as HistoryEvent[] };
    },
    write: createWrite(sql),
  };
}

/** Writes the steps of one transaction. Of many at once: most of what a row costs is the call. */
function createWrite(sql: Store['sql']): (steps: readonly WrittenStep[]) => void {
  const putMessages = sql.prepare("INSERT INTO durable_messages SELECT value ->> 'id', value FROM json_each(?)");
  const dropMessages = sql.prepare('DELETE FROM durable_messages WHERE id IN (SELECT value FROM json_each(?))');
  const putStates = createPutStates(sql);
  const dropHistory = sql.prepare('DELETE FROM durable_history WHERE instance = ?');
  const dropInstance = sql.prepare('DELETE FROM durable_instances WHERE id = ?');
  const dropEntity = sql.prepare('DELETE FROM durable_entities WHERE id = ?');

  /** A purge, and a new start of the same id, must keep their order. */
  function writeInOrder(steps: readonly WrittenStep[]): void {
    for (const step of steps) {
      const { instance, history, removed } = step.change;
      if (instance && history?.replace) dropHistory.run(instance.id);
      putStates([step]);
      if (removed !== undefined) for (const drop of [dropInstance, dropEntity, dropHistory]) drop.run(removed);
    }
  }

  /** No step takes a message that another of the same transaction sends: only what is on disk is handed out. */
  return function write(steps) {
    const consumed = steps.flatMap(({ change }) => change.consumed);
    const emitted = steps.flatMap(({ change }) => change.emitted);
    if (consumed.length > 0) dropMessages.run(JSON.stringify(consumed));
    if (emitted.length > 0) putMessages.run(JSON.stringify(emitted));
    if (steps.some(takesAway)) writeInOrder(steps);
    else putStates(steps);
  };
}

const takesAway = ({ change: { history, removed } }: WrittenStep) => removed !== undefined || history?.replace === true;

function createPutStates(sql: Store['sql']): (steps: readonly WrittenStep[]) => void {
  const upsertAll = (table: string) =>
    sql.prepare(`
      INSERT INTO ${table} SELECT value ->> 'id', value FROM json_each(?) WHERE true
      ON CONFLICT (id) DO UPDATE SET value = excluded.value`);
  const putInstances = upsertAll('durable_instances');
  const putEntities = upsertAll('durable_entities');
  const putHistories = sql.prepare(
    'INSERT INTO durable_history (instance, events) SELECT value ->> 0, value ->> 1 FROM json_each(?)',
  );
  return function putStates(steps) {
    const instances = steps.flatMap(({ change }) => change.instance ?? []);
    const entities = steps.flatMap(({ change }) => change.entity ?? []);
    const histories = steps.flatMap(({ change: { instance, history }, text }) =>
      instance && history && text !== '' ? [[instance.id, text]] : [],
    );
    if (instances.length > 0) putInstances.run(JSON.stringify(instances));
    if (histories.length > 0) putHistories.run(JSON.stringify(histories));
    if (entities.length > 0) putEntities.run(JSON.stringify(entities));
  };
}
