import type { OutboundLines } from '../../../shared/ports/directory';
import type { Recording, Recordings } from '../../../shared/ports/recordings';
import type { Transcripts, Utterance } from '../../../shared/ports/transcripts';

/** Recordings in memory. */
export function memoryRecordings(): Recordings {
  const kept = new Map<string, Recording>();
  return {
    find: async (recordingRef) => kept.get(recordingRef),
    of: async ({ tenantId, interactionId }) =>
      [...kept.values()]
        .filter(({ interaction }) => interaction.tenantId === tenantId && interaction.interactionId === interactionId)
        .sort((one, other) => one.beganAt - other.beganAt),
    begunIn: async (tenantId, { from, to }, limit) =>
      [...kept.values()]
        .filter(({ interaction, beganAt }) => interaction.tenantId === tenantId && beganAt >= from && beganAt < to)
        .sort((one, other) => other.beganAt - one.beganAt)
        .slice(0, limit),
    put: async (recording) => void kept.set(recording.recordingRef, structuredClone(recording)),
    async change(recordingRef, change) {
      const known = kept.get(recordingRef);
      if (known === undefined) return undefined;
      const changed = change(known);
      kept.set(recordingRef, changed);
      return changed;
    },
    expired: async (now, limit) =>
      [...kept.values()]
        .filter(({ copy, isOnHold }) => !isOnHold && (copy?.keepUntil ?? Number.POSITIVE_INFINITY) <= now)
        .slice(0, limit),
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

/** What was said in calls, in memory. */
export function memoryTranscripts(): Transcripts {
  const kept = new Map<string, Utterance[]>();
  const nameOf = ({ tenantId, interactionId }: Parameters<Transcripts['of']>[0]) => `${tenantId}/${interactionId}`;
  const of = (name: string) => kept.get(name) ?? [];
  return {
    async append(ref, utterance) {
      const known = of(nameOf(ref));
      if (known.some(({ key }) => key === utterance.key)) return 'repeated';
      kept.set(nameOf(ref), [...known, structuredClone(utterance)]);
      return 'kept';
    },
    of: async (ref) => [...of(nameOf(ref))].sort((a, b) => a.saidAt - b.saidAt || (a.key < b.key ? -1 : 1)),
    remove: async (ref) => void kept.delete(nameOf(ref)),
  };
}
