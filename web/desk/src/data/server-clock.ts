let offsetMs = 0;

/** Takes note of the server's clock, as an answer just told it. Computers of agents may be minutes off. */
export function observeServer(now: number): void {
  offsetMs = now - Date.now();
}

/** The present by the server's clock: deadlines and waits are told by it. */
export const serverNow = (): number => Math.round(Date.now() + offsetMs);
