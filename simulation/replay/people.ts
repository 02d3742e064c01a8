import type { Act } from '../../shared/core/routing/acts';
import type { Command } from '../../shared/core/routing/commands';
import type { Entry } from '../../shared/core/routing/entries';
import type { Channel } from '../../shared/core/routing/types';

/** What an agent did about an offer, and how long after it was made. */
export interface RecordedAnswer {
  readonly how: 'accept' | 'decline' | 'ignore';
  readonly afterMs: number;
}

/** How long an agent was busy with a visit. */
export interface RecordedWork {
  readonly handleMs: number;
  /** As the release asked for it. */
  readonly wrapUpMs: number | null;
  /** Until they said that they were done; null: they let it run out. */
  readonly notesMs: number | null;
}

/** What the people of a recorded day are like. */
export interface People {
  /** By visit and agent. */
  answer(visitId: string, agentId: string, channel: Channel): RecordedAnswer;
  work(visitId: string, channel: Channel): RecordedWork;
}

interface Made {
  readonly at: number;
  readonly visitId: string;
  readonly agentId: string;
  readonly channel: Channel;
}

/**
 * Who answered an offer does so again, after the same time; whoever was not asked then accepts after the time that is
 * usual for the channel. What took long then takes as long whoever does it; what nobody did then takes the usual time.
 */
export function peopleOf(entries: readonly Entry[]): People {
  const seen: Seen = {
    ...{ offers: new Map(), accepted: new Map(), released: new Map(), answers: new Map(), works: new Map() },
    usual: { answer: createUsual(), handle: createUsual() },
  };
  const { answers, works, usual } = seen;
  for (const entry of entries) {
    for (const act of entry.acts) seeAct(seen, entry, act);
    seeEnd(seen, entry);
  }
  return {
    answer: (visitId, agentId, channel) =>
      answers.get(nameOf(visitId, agentId)) ?? { how: 'accept', afterMs: usual.answer.median(channel) },
    work: (visitId, channel) =>
      works.get(visitId) ?? { handleMs: usual.handle.median(channel), wrapUpMs: null, notesMs: null },
  };
}

/** What is known of a day so far; instants of accepts and releases by assignment. */
interface Seen {
  readonly offers: Map<string, Made>;
  readonly accepted: Map<string, number>;
  readonly released: Map<string, number>;
  readonly answers: Map<string, RecordedAnswer>;
  readonly works: Map<string, RecordedWork>;
  readonly usual: { readonly answer: Usual; readonly handle: Usual };
}

/** How an offer was made, and what became of it. */
function seeAct({ offers, accepted, answers, usual }: Seen, { at, command }: Entry, act: Act): void {
  if (act.kind === 'offer') offers.set(act.offerId, { ...act, at });
  const offer = 'offerId' in act ? offers.get(act.offerId) : undefined;
  if (offer === undefined) return;
  const name = nameOf(offer.visitId, offer.agentId);
  const afterMs = at - offer.at;
  if (act.kind === 'assigned') {
    answers.set(name, { how: 'accept', afterMs });
    usual.answer.add(offer.channel, afterMs);
    accepted.set(act.assignmentId, at);
  } else if (act.kind === 'requeued') answers.set(name, { how: missOf(command), afterMs });
}

/** How long it took until the customer was gone, and until the notes were written. An assignment has the id of its offer. */
function seeEnd({ offers, accepted, released, works, usual }: Seen, { at, command, outcome }: Entry): void {
  if (command.name === 'release' && outcome.kind === 'released') {
    const [offer, beganAt] = [offers.get(command.assignmentId), accepted.get(command.assignmentId)];
    if (offer === undefined || beganAt === undefined) return;
    released.set(command.assignmentId, at);
    usual.handle.add(offer.channel, at - beganAt);
    works.set(offer.visitId, { handleMs: at - beganAt, wrapUpMs: command.wrapUpMs, notesMs: null });
  }
  if (command.name === 'complete' && outcome.kind === 'completed') {
    const [offer, endedAt] = [offers.get(command.assignmentId), released.get(command.assignmentId)];
    const work = offer && works.get(offer.visitId);
    if (offer !== undefined && endedAt !== undefined && work !== undefined)
      works.set(offer.visitId, { ...work, notesMs: at - endedAt });
  }
}

const nameOf = (visitId: string, agentId: string): string => `${visitId} ${agentId}`;

const missOf = ({ name }: Command): 'decline' | 'ignore' => (name === 'decline' ? 'decline' : 'ignore');

/** Lengths by channel, and the one in their middle: of all channels where one has none. */
interface Usual {
  add(channel: Channel, ms: number): void;
  median(channel: Channel): number;
}

function createUsual(): Usual {
  const seen = new Map<Channel, number[]>();
  return {
    add: (channel: Channel, ms: number) => void seen.set(channel, [...(seen.get(channel) ?? []), ms]),
    median: (channel: Channel): number => {
      const own = seen.get(channel) ?? [...seen.values()].flat();
      return own.toSorted((a, b) => a - b)[own.length >> 1] ?? 0;
    },
  };
}
