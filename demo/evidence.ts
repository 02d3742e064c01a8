import type { SeenInTeams } from './people/agent';
import {
  happenedIn,
  snapshotsIn,
  type EntriesDocument,
  type Happened,
  type MessageDocument,
  type SnapshotDocument,
} from './stored';
import type { Told } from './stories/told';
import { costsOf, type Cost } from './costs';
import type { Played } from './stories/play';
import type { Suffered } from './suffered';
import type { World } from './world';

/** What can be seen from outside when the stories are over. */
export interface Evidence {
  readonly told: readonly Told[];
  /** By story, what stands in front of its customer. */
  readonly heard: ReadonlyMap<Told, readonly string[]>;
  /** By agent, what stands in their chat in Teams, by the connector's own record. */
  readonly chats: ReadonlyMap<string, readonly SeenInTeams[]>;
  readonly snapshots: readonly SnapshotDocument[];
  readonly events: readonly Happened[];
  readonly messages: readonly MessageDocument[];
  readonly journal: readonly EntriesDocument[];
  /** The sequence that the journal's head names. */
  readonly journalHead: number;
  /** What supervisors are shown, summed over the quarters of an hour. */
  readonly figures: readonly Interval[];
  readonly costs: ReadonlyMap<Told, Cost>;
  /** By story, what went wrong on its way. */
  readonly suffered: ReadonlyMap<Told, Suffered>;
  /** How many deliveries of events were repeated after the close. */
  readonly repeats: number;
}

export interface Interval {
  readonly arrived: Readonly<Record<string, number>>;
  readonly queues: Readonly<Record<string, { readonly outcomes: Readonly<Record<string, number>> }>>;
  readonly agents: Readonly<Record<string, { readonly offerEnds: Readonly<Record<string, number>> }>>;
}

export async function gather(world: World, { told, repeats, suffered }: Played): Promise<Evidence> {
  const { stored, simulator, agents } = world;
  const ofKind = <T>(container: string, kind: string) =>
    stored.query<T>(container, `SELECT * FROM c WHERE c.kind = '${kind}'`);
  const day = 'from=2026-10-05T00:00:00Z&to=2026-10-06T00:00:00Z';
  return {
    told,
    repeats,
    suffered,
    heard: new Map(await Promise.all(told.map(async (one) => [one, await one.heard()] as const))),
    chats: new Map(await Promise.all(agents.map(async (agent) => [agent.id, await agent.chat()] as const))),
    snapshots: await snapshotsIn(stored),
    events: inOrder(await happenedIn(stored)),
    messages: await ofKind('interactions', 'message'),
    journal: await ofKind('routing', 'entries'),
    journalHead: Math.max(...(await stored.query<number>('routing', "SELECT VALUE c.seq FROM c WHERE c.id = 'head'"))),
    figures: await simulator.ask('supervisor', 'GET', `metrics/intervals?tenantId=contoso&${day}`),
    costs: await costsOf(world, told),
  };
}

const inOrder = (events: readonly Happened[]): readonly Happened[] => [...events].sort((a, b) => a.seq - b.seq);

/** The story of that name. */
export function storyOf({ told }: Evidence, name: Told['name']): Told {
  const found = told.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The story '${name}' was not played.`);
  return found;
}

/** The timeline of a story's interaction. */
export const eventsOf = ({ events }: Evidence, { interactionId }: Told): readonly Happened[] =>
  events.filter(({ document }) => document.interactionId === interactionId);

/** What the product told an agent in Teams, the oldest first; cards left out. */
export const shownTo = ({ chats }: Evidence, agentId: string | null): readonly string[] =>
  (chats.get(agentId ?? '') ?? []).flatMap(({ author, text }) => (author === 'bot' && text !== null ? [text] : []));

/** What the customer of a story wrote, as it is stored, in the order of sending. */
export const storedWords = ({ messages }: Evidence, { interactionId }: Told): readonly MessageDocument[] =>
  messages
    .filter(({ ref, direction }) => ref.interactionId === interactionId && direction === 'in')
    .sort((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1));

/** The journal's entries in their order. */
export const entriesOf = ({ journal }: Evidence) =>
  journal.flatMap(({ entries }) => entries).sort((a, b) => a.seq - b.seq);
