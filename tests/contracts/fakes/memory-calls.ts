import type { InteractionRef } from '../../../shared/core/lib/ids';
import type { OutboundLines, Recordings } from '../../../shared/ports/directory';

/** Recordings in memory. */
export function memoryRecordings(): Recordings {
  const refs = new Map<string, InteractionRef>();
  return {
    find: async (recordingRef) => refs.get(recordingRef),
    put: async (recordingRef, { tenantId, interactionId }) => void refs.set(recordingRef, { tenantId, interactionId }),
  };
}

/** Outbound lines in memory. */
export function memoryLines(): OutboundLines {
  const held = new Map<string, Map<string, number>>();
  const of = (number: string) => {
    const holders = held.get(number) ?? new Map<string, number>();
    held.set(number, holders);
    return holders;
  };
  return {
    async take({ number, key, lines, now, until }) {
      const holders = of(number);
      for (const [one, end] of holders) if (end <= now || one === key) holders.delete(one);
      if (holders.size >= lines) return false;
      holders.set(key, until);
      return true;
    },
    free: async (_tenantId, number, key) => void of(number).delete(key),
  };
}
