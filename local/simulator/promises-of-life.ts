import { grouped, idOf, isOpen, type Evidence, type Promised } from './promised';
import type { Snapshot, StoredEvent } from './stored';

/** What timelines and snapshots of interactions show. */
export function lifePromises({ events, snapshots }: Evidence): readonly Promised[] {
  const timelines = grouped(events, ({ interactionId }) => interactionId);
  return [
    {
      name: 'Queue visits end once',
      checked: events.filter(({ event }) => event.type === 'queued').length,
      broken: snapshots.flatMap((snapshot) => visitsOf(snapshot, timelines.get(idOf(snapshot)) ?? [])),
    },
    {
      name: 'Arrived = closed + live',
      checked: snapshots.length,
      broken: [...balance(timelines, snapshots), ...snapshots.flatMap((one) => timelineOf(one, timelines))],
    },
  ];
}

function visitsOf(snapshot: Snapshot, events: readonly StoredEvent[]): string[] {
  const begun = visitIds(events, 'queued');
  const ended = visitIds(events, 'visitEnded');
  const twice = ended.filter((visitId, index) => ended.indexOf(visitId) !== index);
  const never = begun.filter((visitId) => !ended.includes(visitId));
  return [
    ...twice.map((visitId) => `visit ${visitId} of ${idOf(snapshot)} ended twice`),
    ...(isOpen(snapshot) ? never.slice(1) : never).map(
      (visitId) => `visit ${visitId} of ${idOf(snapshot)} did not end`,
    ),
  ];
}

/** Going back to the queue after a failed call keeps the visit: it began once. */
const visitIds = (events: readonly StoredEvent[], type: string): string[] => {
  const ids = events
    .filter(({ event }) => event.type === type)
    .map(({ event }) => event.visitId ?? event.visit?.visitId ?? '');
  return type === 'queued' ? [...new Set(ids)] : ids;
};

function balance(timelines: ReadonlyMap<string, readonly StoredEvent[]>, snapshots: readonly Snapshot[]): string[] {
  const counts = (type: string) => [...timelines.values()].flat().filter(({ event }) => event.type === type).length;
  const [arrived, closed, live] = [counts('opened'), counts('closed'), snapshots.filter(isOpen).length];
  return arrived === closed + live ? [] : [`${arrived} arrived, ${closed} closed, ${live} live`];
}

/** A timeline counts from 1 without a gap, and opens once. */
function timelineOf(snapshot: Snapshot, timelines: ReadonlyMap<string, readonly StoredEvent[]>): string[] {
  const counted = (timelines.get(idOf(snapshot)) ?? []).map(({ seq }) => seq).sort((a, b) => a - b);
  return counted.every((seq, index) => seq === index + 1) ? [] : [`the timeline of ${idOf(snapshot)} has a gap`];
}
