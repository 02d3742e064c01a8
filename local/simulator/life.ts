import type { LocalAzure } from '../azure';
import { wordsOf } from './life-words';
import type { HistoryEvent, Orchestration } from './orchestrations';
import type { EventsDocument, JournalEntry, Snapshot, StoredDocument } from './stored';

/** Where a step is written down. */
export type Lane = 'event' | 'orchestration' | 'timeline' | 'journal' | 'card' | 'message';

/** One thing that happened to an interaction, wherever it is written down. */
export interface Step {
  readonly id: string;
  readonly at: number;
  readonly lane: Lane;
  readonly title: string;
  readonly detail: string;
  /** The record itself. */
  readonly source: unknown;
  /** Names of events that can be delivered again. */
  readonly eventId?: string;
  /** The offer that a step made: it can be asked why. */
  readonly offerId?: string;
}

/** What the life of an interaction is read from. */
export interface LifeSources {
  readonly snapshot: Snapshot;
  readonly documents: readonly StoredDocument[];
  readonly journal: readonly JournalEntry[];
  readonly orchestration: Orchestration | undefined;
}

/** Cause before effect where two have the same instant. */
const ORDER: Readonly<Record<Lane, number>> = {
  event: 0,
  message: 1,
  timeline: 2,
  orchestration: 3,
  journal: 4,
  card: 5,
};

/** Everything that is known of an interaction, in order. */
export function lifeOf(azure: LocalAzure, sources: LifeSources): readonly Step[] {
  const entries = journalOf(sources);
  const steps = [
    ...eventSteps(azure, sources),
    ...sources.documents.flatMap(documentSteps),
    ...orchestrationSteps(sources.orchestration?.historyEvents ?? []),
    ...entries.map(entryStep),
    ...cardSteps(azure, idOf(sources)),
  ];
  return steps.sort((a, b) => a.at - b.at || ORDER[a.lane] - ORDER[b.lane] || (a.id < b.id ? -1 : 1));
}

const idOf = ({ snapshot }: LifeSources) => snapshot.interaction.facts.interactionId;

/** Enough of the newest events to hold those of an interaction that is looked at. */
const EVENTS = 600;

function eventSteps({ cloud }: LocalAzure, { snapshot, documents }: LifeSources): Step[] {
  const { interactionId, externalRef, channel, customerAddress, openedAt } = snapshot.interaction.facts;
  const sourceIds = documents.flatMap(({ sourceId }) => (typeof sourceId === 'string' ? [sourceId] : []));
  const marks = [interactionId, ...sourceIds, ...(channel === 'sms' ? [] : [externalRef])].filter(
    (mark) => mark !== '',
  );
  return cloud.eventGrid
    .recent(EVENTS)
    .filter(({ event, publishedAt, deliveries }) => {
      // Nobody subscribed to the others.
      if (deliveries.length === 0) return false;
      if (event.type.endsWith('IncomingCall'))
        return JSON.stringify(event.data).includes(customerAddress) && Math.abs(publishedAt - openedAt) < NEAR_MS;
      const text = JSON.stringify([event.subject, event.data]);
      return marks.some((mark) => text.includes(JSON.stringify(mark).slice(1, -1)));
    })
    .map((report) => ({
      id: `event:${report.key}`,
      at: report.publishedAt,
      lane: 'event' as const,
      title: `Event Grid: ${report.event.type.split('.').at(-1) ?? ''}`,
      detail: report.deliveries
        .map(({ subscription, state, attempts }) => `${subscription}: ${state.kind}, ${attempts.length} ×`)
        .join('; '),
      source: report,
      eventId: report.event.id,
    }));
}

const NEAR_MS = 120_000;

function documentSteps(document: StoredDocument): Step[] {
  if (document.kind === 'events') {
    const { seq, events } = document as EventsDocument;
    return events.map((event, index) => ({
      id: `timeline:${String(seq + index).padStart(6, '0')}`,
      at: event.at,
      lane: 'timeline',
      ...wordsOf(event),
      source: { ...document, seq: seq + index, events: [event] },
    }));
  }
  if (document.kind !== 'message') return [];
  const { direction, author, text, sentAt } = document as unknown as {
    readonly direction: 'in' | 'out';
    readonly author: { readonly kind: string; readonly name: string | null };
    readonly text: string;
    readonly sentAt: number;
  };
  const who = author.name ?? (author.kind === 'system' ? 'Switchboard' : author.kind);
  const title = `${direction === 'in' ? 'Message from' : 'Message by'} ${who}`;
  return [{ id: document.id, at: sentAt, lane: 'message', title, detail: text, source: document }];
}

const orchestrationSteps = (history: readonly HistoryEvent[]): Step[] =>
  history.map((event, index) => ({
    id: `orchestration:${String(index).padStart(4, '0')}`,
    at: Date.parse(event.Timestamp),
    lane: 'orchestration',
    title: `Orchestration: ${orchestrationTitle(event)}`,
    detail: orchestrationDetail(event),
    source: event,
  }));

function orchestrationTitle({ EventType, FunctionName, Name }: HistoryEvent): string {
  switch (EventType) {
    case 'ExecutionStarted':
      return `${FunctionName ?? 'orchestration'} started`;
    case 'TaskCompleted':
      return `${FunctionName ?? 'activity'} done`;
    case 'EventRaised':
      return `told (${Name ?? 'event'})`;
    case 'TimerFired':
      return 'its timer fired';
    case 'ExecutionCompleted':
      return 'completed';
    default:
      return EventType;
  }
}

const orchestrationDetail = ({ Input, Result }: HistoryEvent): string => {
  const said = Result ?? Input;
  return said === undefined || said === null ? '' : typeof said === 'string' ? said : JSON.stringify(said);
};

/** Entries that name the interaction, or an offer or assignment of it. */
function journalOf(sources: LifeSources): readonly JournalEntry[] {
  const id = idOf(sources);
  const offers = new Set(
    sources.journal.flatMap(({ acts }) =>
      acts.flatMap((act) => (act.interactionId === id && act.offerId !== undefined ? [act.offerId] : [])),
    ),
  );
  const isOurs = (value: unknown) => value === id || (typeof value === 'string' && offers.has(value));
  return sources.journal.filter(
    ({ command, outcome, acts }) =>
      [...Object.values(command), ...Object.values(outcome)].some(isOurs) ||
      acts.some((act) => act.interactionId === id),
  );
}

function entryStep(entry: JournalEntry): Step {
  const { shard, seq, at, command, outcome, acts } = entry;
  const agents = [...new Set(acts.flatMap(({ agentId }) => agentId ?? []))];
  const offer = acts.find((act) => act.kind === 'offer');
  return {
    id: `journal:${shard}:${String(seq).padStart(9, '0')}`,
    at,
    lane: 'journal',
    title: `Journal ${seq}: ${command.name} → ${outcome.kind}`,
    detail: [agents.join(', '), ...acts.map(({ kind }) => kind)].filter((part) => part !== '').join(' · '),
    source: entry,
    ...(offer?.offerId === undefined ? {} : { offerId: offer.offerId }),
  };
}

function cardSteps({ cloud, organisation }: LocalAzure, interactionId: string): Step[] {
  return organisation.agents.flatMap(({ objectId, name }) =>
    cloud.teams.agents
      .transcript(objectId)
      .filter(({ content }) => JSON.stringify(content ?? null).includes(interactionId))
      .map((entry) => ({
        id: `card:${objectId}:${String(entry.sequence).padStart(9, '0')}`,
        at: entry.at,
        lane: 'card' as const,
        title: `Teams of ${name}: ${TRANSCRIPT[entry.kind] ?? entry.kind}`,
        detail: textOf(entry.content),
        source: entry,
      })),
  );
}

const TRANSCRIPT: Readonly<Record<string, string>> = {
  posted: 'posted',
  updated: 'card changed',
  pressed: 'pressed',
  answered: 'answered',
};

function textOf(content: unknown): string {
  if (typeof content !== 'object' || content === null) return '';
  const { summary, text, title } = content as Readonly<Record<string, unknown>>;
  return [summary, text, title].filter((part): part is string => typeof part === 'string').join(' ');
}
