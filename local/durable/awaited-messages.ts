import type { EventMessage } from './state';

/** Messages that somebody waits for to have had their turn: what they came to is on disk, or left for another host. */
export interface AwaitedMessages {
  /** To be asked before the message is handed out. */
  turnOf(messageId: number): Promise<void>;
  hadTheirTurn(batch: readonly EventMessage[]): void;
}

export function createAwaitedMessages(): AwaitedMessages {
  const waiting = new Map<number, () => void>();
  return {
    turnOf: (messageId) => new Promise((resolve) => void waiting.set(messageId, resolve)),
    hadTheirTurn(batch) {
      if (waiting.size === 0) return;
      for (const { id } of batch) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    },
  };
}
