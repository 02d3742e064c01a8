import { randomBytes } from 'node:crypto';
import type { Clock, Scheduled } from '../kit/clock';
import type { Store } from '../kit/store';
import { Refusal } from '../kit/storage/answers';
import type { StoredMessage, StoredQueue } from './model';

/** Queues and their messages; what is written is on disk when it resolves. */
export interface Records {
  queue(name: string): StoredQueue;
  has(name: string): boolean;
  /** Sorted by name. */
  queues(): StoredQueue[];
  putQueue(queue: StoredQueue): Promise<void>;
  deleteQueue(name: string): Promise<void>;
  /** How many messages have not expired, hidden ones among them. */
  count(queue: string): number;
  /** Messages that may be taken now: who has been visible for longest comes first. */
  visible(queue: string, most: number): StoredMessage[];
  /** The message, for whoever has its last pop receipt. */
  taken(queue: string, id: string, popReceipt: string): StoredMessage;
  add(message: Omit<StoredMessage, 'sequence' | 'popReceipt'>): Promise<StoredMessage>;
  /** Records a change under a new pop receipt. */
  change(message: StoredMessage): Promise<StoredMessage>;
  remove(message: StoredMessage): Promise<void>;
  clear(queue: string): Promise<void>;
}

const newPopReceipt = () => randomBytes(12).toString('base64');

export function openRecords(store: Store, clock: Clock): Records {
  const queues = store.collection<StoredQueue>('queue_queues');
  const messages = openMessages(store, clock);
  return {
    ...messages,
    queue: (name) => queues.get(name) ?? refuse('QueueNotFound', 'The specified queue does not exist.'),
    has: (name) => queues.has(name),
    queues: () => queues.values().sort((one, other) => (one.name < other.name ? -1 : 1)),
    putQueue: (queue) => queues.put(queue.name, queue),
    deleteQueue: async (name) => void (await Promise.all([queues.delete(name), messages.clear(name)])),
  };
}

type Messages = Pick<Records, 'count' | 'visible' | 'taken' | 'add' | 'change' | 'remove' | 'clear'>;

function openMessages(store: Store, clock: Clock): Messages {
  const kept = store.collection<StoredMessage>('queue_messages');
  const byQueue = new Map<string, Map<string, StoredMessage>>();
  const stops = watchHidden(clock);
  let last = 0;
  const messagesOf = (queue: string): Map<string, StoredMessage> => {
    const found = byQueue.get(queue) ?? new Map<string, StoredMessage>();
    byQueue.set(queue, found);
    return found;
  };
  for (const message of kept.values()) {
    messagesOf(message.queue).set(message.id, message);
    last = Math.max(last, message.sequence);
    stops.changed(message);
  }

  /** Expired ones are thrown away by whoever comes across them. */
  function live(queue: string): StoredMessage[] {
    const all = [...messagesOf(queue).values()];
    const expired = all.filter(({ expiresAt }) => expiresAt <= clock.now());
    for (const message of expired) void remove(message);
    return expired.length === 0 ? all : all.filter(({ expiresAt }) => expiresAt > clock.now());
  }

  async function put(message: StoredMessage): Promise<StoredMessage> {
    messagesOf(message.queue).set(message.id, message);
    stops.changed(message);
    await kept.put(message.id, message);
    return message;
  }

  function remove({ queue, id }: StoredMessage): Promise<void> {
    messagesOf(queue).delete(id);
    stops.gone(id);
    return kept.delete(id);
  }

  return {
    remove,
    count: (queue) => live(queue).length,
    visible: (queue, most) => firstVisible(live(queue), clock.now(), most),
    taken: (queue, id, popReceipt) =>
      requireReceipt(
        live(queue).find((message) => message.id === id),
        popReceipt,
      ),
    add: (message) => put({ ...message, sequence: (last += 1), popReceipt: newPopReceipt() }),
    change: (message) => put({ ...message, popReceipt: newPopReceipt() }),
    clear: async (queue) => void (await Promise.all([...messagesOf(queue).values()].map(remove))),
  };
}

const firstVisible = (messages: readonly StoredMessage[], now: number, most: number): StoredMessage[] =>
  messages
    .filter(({ visibleAt }) => visibleAt <= now)
    .sort((one, other) => one.visibleAt - other.visibleAt || one.sequence - other.sequence)
    .slice(0, most);

function requireReceipt(message: StoredMessage | undefined, popReceipt: string): StoredMessage {
  if (message === undefined) return refuse('MessageNotFound', 'The specified message does not exist.');
  if (message.popReceipt === popReceipt) return message;
  return refuse(
    'PopReceiptMismatch',
    'The specified pop receipt did not match the pop receipt for a dequeued message.',
  );
}

/** A step of the clock stops where a hidden message can be seen again, so that who polls finds it at that instant. */
function watchHidden(clock: Clock) {
  const stops = new Map<string, Scheduled>();
  const gone = (id: string) => {
    stops.get(id)?.cancel();
    stops.delete(id);
  };
  return {
    gone,
    changed({ id, visibleAt }: StoredMessage): void {
      gone(id);
      if (visibleAt <= clock.now() || !clock.isStepped()) return;
      stops.set(
        id,
        clock.at(visibleAt, () => void stops.delete(id)),
      );
    },
  };
}

function refuse(code: 'QueueNotFound' | 'MessageNotFound' | 'PopReceiptMismatch', message: string): never {
  throw new Refusal(code, message);
}
