import { createHash } from 'node:crypto';
import type { Container } from '@azure/cosmos';
import type { ChatMessage } from '../../contracts/chat';
import type { RateCounts, ThreadLog } from '../../ports/thread-log';
import {
  batch,
  create,
  createOperation,
  documentId,
  partitionKey,
  read,
  select,
  StoreError,
  update,
  type Document,
} from './documents';

interface SaidDocument extends Document {
  readonly message: ChatMessage;
}

interface KeyDocument extends Document {
  readonly seq: number;
}

interface SeenDocument extends Document {
  readonly at: number;
}

const SEQ_DIGITS = 8;
const PAGE = 200;
const SEEN = 'seen';

const partition = (threadId: string): string => partitionKey('thread', threadId);
const saidId = (seq: number): string => `said:${String(seq).padStart(SEQ_DIGITS, '0')}`;
const keyId = (key: string): string => documentId('key', key);

/**
 * The log of a thread: a document for each thing said, whose id is its number, beside one that remembers the key. Two
 * writers that take the same number collide, and the loser takes the next. It is forgotten with the container's days.
 */
export function cosmosThreadLog(container: Container): ThreadLog {
  /** The last number this process knows of a thread: a guess that the next write proves. */
  const last = new Map<string, number>();

  return {
    async append(threadId, key, said) {
      const pk = partition(threadId);
      for (;;) {
        const seq = (last.get(threadId) ?? (await lastOf(container, pk))) + 1;
        const message: ChatMessage = { seq, ...said };
        const documents = [
          { id: keyId(key), pk, seq },
          { id: saidId(seq), pk, message },
        ];
        const outcome = await batch(container, pk, documents.map(createOperation));
        if (outcome.kind === 'done') {
          keep(last, threadId, seq);
          return { kind: 'appended', message };
        }
        if (outcome.index === 0) return { kind: 'repeated', message: await saidBefore(container, pk, key) };
        last.delete(threadId);
      }
    },
    async list(threadId, after) {
      const query = {
        query: `SELECT TOP ${PAGE} c.id, c.schema, c.message FROM c WHERE c.id > @after AND c.id < 'said;' ORDER BY c.id`,
        parameters: [{ name: '@after', value: saidId(after) }],
      };
      const resources = await select<Pick<SaidDocument, 'message'>>(container, query, {
        partitionKey: partition(threadId),
      });
      return resources.map(({ message }) => message);
    },
    putSeen: async (threadId, at) =>
      void (await update<SeenDocument>(container, SEEN, partition(threadId), (before) =>
        before !== undefined && before.at >= at ? undefined : { id: SEEN, pk: partition(threadId), at },
      )),
    seenAt: async (threadId) => (await read<SeenDocument>(container, SEEN, partition(threadId)))?.at ?? null,
  };
}

const MOST_KNOWN = 10_000;

function keep(last: Map<string, number>, threadId: string, seq: number): void {
  last.delete(threadId);
  last.set(threadId, seq);
  const [oldest] = last.keys();
  if (last.size > MOST_KNOWN && oldest !== undefined) last.delete(oldest);
}

async function lastOf(container: Container, pk: string): Promise<number> {
  const query = "SELECT TOP 1 c.message.seq FROM c WHERE c.id > 'said:' AND c.id < 'said;' ORDER BY c.id DESC";
  const resources = await select<{ readonly seq: number }>(container, query, { partitionKey: pk });
  return resources[0]?.seq ?? 0;
}

async function saidBefore(container: Container, pk: string, key: string): Promise<ChatMessage> {
  const known = await read<KeyDocument>(container, keyId(key), pk);
  const said = known && (await read<SaidDocument>(container, saidId(known.seq), pk));
  if (said === undefined) throw new StoreError('unreadable', 'What was said before could not be read.');
  return said.message;
}

interface CountDocument extends Document {
  readonly n: number;
  readonly ttl: number;
}

/** Counters in windows; nothing of what is counted can be read from them. */
export function cosmosRateCounts(container: Container): RateCounts {
  return {
    async count(what, windowMs, at) {
      const id = createHash('sha256').update(what).digest('hex').slice(0, 32);
      const pk = partitionKey('count', id, String(Math.floor(at / windowMs)));
      const first: CountDocument = { id, pk, n: 1, ttl: Math.ceil((2 * windowMs) / 1000) };
      if ((await create(container, first)).kind === 'created') return 1;
      const { resource } = await container.item(id, pk).patch<CountDocument>([{ op: 'incr', path: '/n', value: 1 }]);
      return resource?.n ?? 1;
    },
  };
}
