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
  const offers = new Map<string, Made>();
  const accepted = new Map<string, number>();
  const released = new Map<string, { readonly at: number; readonly wrapUpMs: number | null }>();
  const answers = new Map<string, RecordedAnswer>();
  const works = new Map<string, RecordedWork>();
  const usual = { answer: createUsual(), handle: createUsual() };
  for (const { at, command, outcome, acts } of entries) {
    for (const act of acts) {
      if (act.kind === 'offer') offers.set(act.offerId, { ...act, at });
      const offer = 'offerId' in act ? offers.get(act.offerId) : undefined;
      if (offer === undefined) continue;
      const name = nameOf(offer.visitId, offer.agentId);
      const afterMs = at - offer.at;
      if (act.kind === 'assigned') {
        answers.set(name, { how: 'accept', afterMs });
        usual.answer.add(offer.channel, afterMs);
        accepted.set(act.assignmentId, at);
      } else if (act.kind === 'requeued') answers.set(name, { how: missOf(command), afterMs });
    }
    if (command.name === 'release' && outcome.kind === 'released') {
      const offer = offers.get(command.assignmentId);
      const began = accepted.get(command.assignmentId);
      if (offer === undefined || began === undefined) continue;
      released.set(command.assignmentId, { at, wrapUpMs: command.wrapUpMs });
      usual.handle.add(offer.channel, at - began);
      works.set(offer.visitId, { handleMs: at - began, wrapUpMs: command.wrapUpMs, notesMs: null });
    }
    if (command.name === 'complete' && outcome.kind === 'completed') {
      const [offer, end] = [offers.get(command.assignmentId), released.get(command.assignmentId)];
      const work = offer && works.get(offer.visitId);
      if (offer !== undefined && end !== undefined && work !== undefined)
        works.set(offer.visitId, { ...work, notesMs: at - end.at });
    }
  }
  return {
    answer: (visitId, agentId, channel) =>
      answers.get(nameOf(visitId, agentId)) ?? { how: 'accept', afterMs: usual.answer.median(channel) },
    work: (visitId, channel) =>
      works.get(visitId) ?? { handleMs: usual.handle.median(channel), wrapUpMs: null, notesMs: null },
  };
}

const nameOf = (visitId: string, agentId: string): string => `${visitId} ${agentId}`;

const missOf = ({ name }: Command): 'decline' | 'ignore' => (name === 'decline' ? 'decline' : 'ignore');

function createUsual() {
  const seen = new Map<Channel, number[]>();
  return {
    add: (channel: Channel, ms: number) => void seen.set(channel, [...(seen.get(channel) ?? []), ms]),
    median: (channel: Channel): number => {
      const own = seen.get(channel) ?? [...seen.values()].flat();
      return own.sort((a, b) => a - b)[own.length >> 1] ?? 0;
    },
  };
}
