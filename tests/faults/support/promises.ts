import type { Stage } from '../../journeys/support/stage';

interface Snapshot {
  readonly interaction: {
    readonly facts: { readonly interactionId: string; readonly channel: string };
    readonly seq: number;
    readonly phase: { readonly name: string };
  };
  readonly openActs: readonly { readonly actId: string }[];
  readonly pk: string;
}

/** A mark beside the snapshot that acts of it are done. */
interface Done {
  readonly pk: string;
  readonly actIds: readonly string[];
}

interface TimelineEvent {
  readonly interactionId: string;
  readonly seq: number;
  readonly event: { readonly type: string; readonly visit?: { readonly visitId: string }; readonly visitId?: string };
}

/** The events of one write; `seq` is the number of the first. */
interface EventsDocument {
  readonly interactionId: string;
  readonly seq: number;
  readonly events: readonly TimelineEvent['event'][];
}

interface Entry {
  readonly seq: number;
}

/** What must hold at the end whatever died in between; answers the promises that are broken, in words. */
export async function brokenPromises(stage: Stage): Promise<readonly string[]> {
  const snapshots = await stage.query<Snapshot>('interactions', "SELECT * FROM c WHERE c.kind = 'snapshot'");
  const events = (await stage.query<EventsDocument>('interactions', "SELECT * FROM c WHERE c.kind = 'events'")).flatMap(
    ({ interactionId, seq, events: ofWrite }) =>
      ofWrite.map((event, index) => ({ interactionId, seq: seq + index, event })),
  );
  const documents = await stage.query<{ entries: readonly Entry[] }>(
    'routing',
    "SELECT * FROM c WHERE c.kind = 'entries'",
  );
  const marks = await stage.query<Done>('interactions', "SELECT * FROM c WHERE c.kind = 'done'");
  return [
    ...snapshots.flatMap((one) => [...brokenOf(one, events), ...undoneOf(one, marks)]),
    ...gapsOf(
      'the journal',
      documents.flatMap(({ entries }) => entries.map(({ seq }) => seq)),
    ),
  ];
}

function brokenOf({ interaction }: Snapshot, events: readonly TimelineEvent[]): string[] {
  const { interactionId } = interaction.facts;
  const own = events.filter((one) => one.interactionId === interactionId).sort((a, b) => a.seq - b.seq);
  const broken: string[] = [];
  if (interaction.phase.name !== 'closed') broken.push(`${interactionId} has no end: ${interaction.phase.name}`);
  if (own.length !== interaction.seq) broken.push(`${interactionId} has ${own.length} events, not ${interaction.seq}`);
  return [
    ...broken,
    ...gapsOf(
      interactionId,
      own.map(({ seq }) => seq),
    ),
    ...visitsOf(interactionId, own),
  ];
}

function undoneOf({ interaction, openActs, pk }: Snapshot, marks: readonly Done[]): string[] {
  const done = new Set(marks.flatMap((mark) => (mark.pk === pk ? mark.actIds : [])));
  const undone = openActs.filter(({ actId }) => !done.has(actId));
  return undone.length === 0 ? [] : [`${interaction.facts.interactionId} leaves undone: ${JSON.stringify(undone)}`];
}

function gapsOf(name: string, sequence: readonly number[]): string[] {
  const sorted = [...sequence].sort((a, b) => a - b);
  const first = sorted[0] ?? 1;
  return sorted.every((seq, index) => seq === first + index) ? [] : [`${name} has a gap: ${sorted.join(' ')}`];
}

function visitsOf(interactionId: string, events: readonly TimelineEvent[]): string[] {
  const begun = events.filter(({ event }) => event.type === 'queued').map(({ event }) => event.visit?.visitId ?? '');
  return begun.flatMap((visitId) => {
    const ends = events.filter(({ event }) => event.type === 'visitEnded' && event.visitId === visitId).length;
    return ends === 1 ? [] : [`${interactionId}: visit ${visitId} ended ${ends} times`];
  });
}
