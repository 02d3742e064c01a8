import type { EventDocument, Stored, TimelineEvent } from './stored';

/** Follows the timelines of all interactions. */
export interface Timelines {
  /** Says what is new since it was asked last. */
  tell(): Promise<void>;
}

export function createTimelines(stored: Stored, say: (line: string) => void): Timelines {
  const told = new Set<string>();
  return {
    async tell() {
      const events = await stored.query<EventDocument>('interactions', "SELECT * FROM c WHERE c.kind = 'event'");
      const fresh = events.filter(({ pk, id }) => !told.has(`${pk}/${id}`));
      for (const one of fresh.sort((a, b) => a.event.at - b.event.at || a.seq - b.seq)) {
        told.add(`${one.pk}/${one.id}`);
        say(lineOf(one));
      }
    },
  };
}

const lineOf = ({ channel, event }: EventDocument): string =>
  `${new Date(event.at).toISOString().slice(11, 19)}  ${channel.padEnd(6)} ${event.type.padEnd(15)} ${detailOf(event)}`;

/** Whatever the event names: who, and how it ended. */
function detailOf({ agentId, end, outcome, reason, visit }: TimelineEvent): string {
  const details = [agentId, end, outcome, reason, visit && `queue ${visit.queueId}`];
  return details.filter((detail) => detail !== undefined).join(', ');
}
