/** Since when somebody is said to type, by interaction. It is said again and again while they do. */
const typedAt = new Map<string, number>();
const listeners = new Set<() => void>();
const SHOWN_MS = 6_000;

/** The customer of an interaction types. */
export function noteTyping(interactionId: string): void {
  typedAt.set(interactionId, performance.now());
  for (const listener of listeners) listener();
  setTimeout(() => listeners.forEach((listener) => listener()), SHOWN_MS + 50);
}

export const isTyping = (interactionId: string): boolean =>
  performance.now() - (typedAt.get(interactionId) ?? -SHOWN_MS) < SHOWN_MS;

export function onTyping(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const EVERY_MS = 3_000;
let saidAt = -EVERY_MS;

/** Runs what says that the agent types, and not again for some seconds. */
export function sayTyping(say: () => Promise<unknown>): void {
  const now = performance.now();
  if (now - saidAt < EVERY_MS) return;
  saidAt = now;
  // Nothing depends on it.
  say().catch(() => undefined);
}
