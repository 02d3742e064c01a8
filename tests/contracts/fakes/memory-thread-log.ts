import type { ChatMessage } from '../../../shared/contracts/chat';
import type { RateCounts, ThreadLog } from '../../../shared/ports/thread-log';

/** The log of threads in memory. */
export function memoryThreadLog(): ThreadLog {
  const threads = new Map<string, { key: string; message: ChatMessage }[]>();
  const seen = new Map<string, number>();
  const of = (threadId: string) => threads.get(threadId) ?? threads.set(threadId, []).get(threadId) ?? [];
  return {
    async append(threadId, key, said) {
      const all = of(threadId);
      const known = all.find((one) => one.key === key);
      if (known !== undefined) return { kind: 'repeated', message: known.message };
      const message = { seq: all.length + 1, ...said };
      all.push({ key, message });
      return { kind: 'appended', message };
    },
    list: async (threadId, after) => of(threadId).flatMap(({ message }) => (message.seq > after ? [message] : [])),
    putSeen: async (threadId, at) => void seen.set(threadId, Math.max(at, seen.get(threadId) ?? 0)),
    seenAt: async (threadId) => seen.get(threadId) ?? null,
  };
}

/** Counters in memory. */
export function memoryRates(): RateCounts {
  const counts = new Map<string, number>();
  return {
    async count(what, windowMs, at) {
      const key = `${what} ${Math.floor(at / windowMs)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key) ?? 0;
    },
  };
}
