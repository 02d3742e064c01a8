import { TYPING_SHOWN_MS } from '../../../page/typing';

/** Since when somebody is said to type, by interaction. It is said again and again while they do. */
const typedAt = new Map<string, number>();
const listeners = new Set<() => void>();

/** The customer of an interaction types. */
export function noteTyping(interactionId: string): void {
  typedAt.set(interactionId, performance.now());
  for (const listener of listeners) listener();
  setTimeout(() => listeners.forEach((listener) => listener()), TYPING_SHOWN_MS + 50);
}

export const isTyping = (interactionId: string): boolean =>
  performance.now() - (typedAt.get(interactionId) ?? -TYPING_SHOWN_MS) < TYPING_SHOWN_MS;

export function onTyping(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
