/** Whoever types says so this often, in milliseconds, and is shown to type for so long after they said it. */
const SAID_EVERY_MS = 3_000;
export const TYPING_SHOWN_MS = 6_000;

/** Runs what says that somebody types, and not again for some seconds. Nothing depends on it: what fails is left. */
export function saidSeldom(say: () => Promise<unknown>): () => void {
  let saidAt = -SAID_EVERY_MS;
  return () => {
    const now = performance.now();
    if (now - saidAt < SAID_EVERY_MS) return;
    saidAt = now;
    say().catch(() => undefined);
  };
}
