import type { Route } from '../kit/http';
import { EventType, type HistoryEvent, type RuntimeStatus } from './protocol';
import { spansOf } from './spans';
import type { Instance, Message } from './state';
import { toValue } from './status-view';
import type { TaskHub } from './task-hub';

/** What the inspector shows of an instance in its list; instants in milliseconds since the epoch. */
const summaryOf = ({ id, name, status, createdAt, updatedAt, customStatus, parent, meter }: Instance) => ({
  ...{ id, name, status, createdAt, updatedAt, meter },
  customStatus: toValue(customStatus),
  parentId: parent?.instanceId ?? null,
});

const NAMES = new Map<number, string>(Object.entries(EventType).map(([name, code]) => [code, name]));
const named = (event: HistoryEvent) => ({ ...event, EventType: NAMES.get(event.EventType) ?? event.EventType });

/** A message that waits in a queue of the task hub. */
const waiting = (message: Message) =>
  message.kind === 'activity'
    ? { kind: message.kind, to: message.to, what: message.name, dueAt: null }
    : {
        kind: message.kind,
        to: message.to,
        what: NAMES.get(message.event.EventType) ?? '',
        dueAt: message.dueAt,
      };

const MOST = 200;

/** What an inspector reads of a task hub. `search` keeps what holds all its words: instances in id, name or status, entities in the id. */
export function inspectionRoutes(hub: TaskHub): Route[] {
  const { client } = hub;
  const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle });
  return [
    get('/_local/durable/instances', ({ url }) => {
      const words = wordsOf(url);
      const found = client
        .instances({})
        .filter(({ id, name, status }) => holds(`${id} ${name} ${status}`, words))
        .sort((a, b) => b.createdAt - a.createdAt);
      return { status: 200, body: { total: found.length, instances: found.slice(0, MOST).map(summaryOf) } };
    }),
    get('/_local/durable/instances/{id}', ({ params }) => {
      const instance = client.instance(params['id'] ?? '');
      if (instance === undefined) return { status: 404 };
      const history = client.history(instance.id);
      const { input, output, version } = instance;
      const body = { version, input: toValue(input), output: toValue(output), spans: spansOf(history) };
      return { status: 200, body: { ...summaryOf(instance), ...body, history: history.map(named) } };
    }),
    get('/_local/durable/entities', ({ url }) => {
      const words = wordsOf(url);
      const found = client.entities().filter(({ id }) => holds(id, words));
      return { status: 200, body: { total: found.length, entities: found.slice(0, MOST).map(entityOf) } };
    }),
    get('/_local/durable/queues', () => {
      const messages = hub.messages();
      const statuses = countBy(client.instances({}).map(({ status }) => status));
      return { status: 200, body: { statuses, total: messages.length, waiting: messages.slice(0, MOST).map(waiting) } };
    }),
  ];
}

const entityOf = ({
  id,
  exists,
  state,
  queue,
  lockedBy,
  createdAt,
  updatedAt,
  meter,
}: ReturnType<TaskHub['client']['entities']>[number]) => ({
  ...{ id, exists, lockedBy, createdAt, updatedAt, meter },
  state: toValue(state),
  queued: queue.length,
});

const wordsOf = (url: URL): string[] => (url.searchParams.get('search') ?? '').toLowerCase().split(/\s+/);

const holds = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.toLowerCase().includes(word));

function countBy(statuses: readonly RuntimeStatus[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
