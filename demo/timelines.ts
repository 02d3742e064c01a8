import { happenedIn, type Happened, type Stored, type TimelineEvent } from './stored';

/** Follows the timelines of all interactions. */
export interface Timelines {
  /** Says what is new since it was asked last. */
  tell(): Promise<void>;
}

export function createTimelines(stored: Stored, say: (line: string) => void): Timelines {
  const told = new Set<string>();
  return {
    async tell() {
      const events = await happenedIn(stored);
      const fresh = events.filter((one) => !told.has(nameOf(one)));
      for (const one of fresh.sort((a, b) => a.event.at - b.event.at || a.seq - b.seq)) {
        told.add(nameOf(one));
        say(lineOf(one));
      }
    },
  };
}

const nameOf = ({ document, seq }: Happened): string => `${document.pk}/${seq}`;

const lineOf = ({ document: { channel }, event }: Happened): string =>
  `${new Date(event.at).toISOString().slice(11, 19)}  ${channel.padEnd(6)} ${event.type.padEnd(15)} ${detailOf(event)}`;

/** Whatever the event names: who, and how it ended. */
function detailOf({ agentId, end, outcome, reason, visit }: TimelineEvent): string {
  const details = [agentId, end, outcome, reason, visit && `queue ${visit.queueId}`];
  return details.filter((detail) => detail !== undefined).join(', ');
}
