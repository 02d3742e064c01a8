import { eventsOf, storyOf, type Evidence } from '../evidence';
import { added, type EventsDocument } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

export const visitEndsOnce: Kept = {
  says: 'Every stay in a queue ends exactly once.',
  check: (evidence) => evidence.told.flatMap((one) => unbalanced(evidence, one)),
  async breakIt({ stored }, evidence) {
    const events = eventsOf(evidence, storyOf(evidence, 'chat'));
    const end = need(
      events.find(({ event }) => event.type === 'visitEnded'),
      'end of a visit',
    );
    const again: EventsDocument = { ...end.document, id: 'events:999999', seq: 999_999, events: [end.event] };
    return added(stored, 'interactions', again);
  },
};

function unbalanced(evidence: Evidence, one: Told): string[] {
  const events = eventsOf(evidence, one).map(({ event }) => event);
  const began = events.flatMap(({ type, visit }) => (type === 'queued' && visit ? [visit.visitId] : []));
  const ended = events.flatMap(({ type, visitId }) => (type === 'visitEnded' && visitId ? [visitId] : []));
  const visits = [...new Set([...began, ...ended])];
  if (visits.length === 0) return [`${one.customer} was never queued`];
  return visits
    .filter((visit) => count(ended, visit) !== 1)
    .map((visit) => `A visit of ${one.customer} ended ${count(ended, visit)} times.`);
}

const count = (visits: readonly string[], visit: string): number => visits.filter((one) => one === visit).length;
