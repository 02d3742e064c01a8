import { eventsOf, type Evidence } from './evidence';
import type { TimelineEvent } from './stored';
import type { Told } from './stories/told';

const COLUMNS = [
  'channel',
  'ended',
  'wait',
  'handle time',
  'messages',
  'history events',
  'storage transactions',
  'modelled RU',
] as const;

/** What each interaction took. */
export function tableOf(evidence: Evidence): string {
  const rows = evidence.told.map((one) => rowOf(evidence, one));
  const widths = COLUMNS.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return [COLUMNS, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

function rowOf(evidence: Evidence, one: Told): readonly string[] {
  const events = eventsOf(evidence, one).map(({ event }) => event);
  const cost = evidence.costs.get(one);
  const messages = evidence.messages.filter(({ ref }) => ref.interactionId === one.interactionId).length;
  const phase = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === one.interactionId);
  const end = events.find(({ type }) => type === 'closed')?.reason ?? phase?.interaction.phase.name ?? '';
  return [
    one.channel,
    end,
    lengthOf(events, 'queued', 'visitEnded'),
    lengthOf(events, 'accepted', 'wrappedUp'),
    String(messages),
    String(cost?.historyEvents ?? ''),
    String(cost?.storageTransactions ?? ''),
    String(Math.round(cost?.requestUnits ?? 0)),
  ];
}

function lengthOf(events: readonly TimelineEvent[], from: string, to: string): string {
  const begin = events.find(({ type }) => type === from)?.at;
  const end = events.findLast(({ type }) => type === to)?.at;
  return begin === undefined || end === undefined ? '-' : `${((end - begin) / 1_000).toFixed(1)} s`;
}
