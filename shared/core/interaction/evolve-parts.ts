import { visitOf } from './phases';
import type { Party } from './party';
import type { Handover, Interaction, Phase, QueueVisit, SegmentState } from './state';

export const DONE: SegmentState = { name: 'done', code: null };

/** The interaction in another phase. */
export const toPhase = (state: Interaction, phase: Phase): Interaction => ({ ...state, phase });

/** Somebody who is out of it may have notes to write. */
export const notesUntil = (since: number, deadlineAt: number | null): SegmentState =>
  deadlineAt === null ? DONE : { name: 'wrappingUp', since, deadlineAt };

/** In the queue once more, by a further attempt of the same visit. */
export const waitAgain = (visit: QueueVisit): Phase => ({
  name: 'queued',
  visit: { ...visit, attempt: visit.attempt + 1 },
});

/** The phase that follows from the visit; unchanged where there is none. */
export function withVisit(state: Interaction, next: (visit: QueueVisit) => Phase): Interaction {
  const visit = visitOf(state.phase);
  return visit === null ? state : toPhase(state, next(visit));
}

/** An agent has at most one segment that is not done. */
export function withSegment(state: Interaction, agentId: string, next: SegmentState): Interaction {
  const segments = state.segments.map((segment) =>
    segment.agentId === agentId && segment.state.name !== 'done' ? { ...segment, state: next } : segment,
  );
  return { ...state, segments };
}

type Active = Extract<Phase, { name: 'active' }>;

/** An agent with their customer, and whom the customer is being handed to or who else is in the call. */
export const activeWith = (
  { segment, lastActivityAt, nudgedAt, meeting }: Active,
  handover: Handover | undefined,
  parties: readonly Party[],
): Active => ({
  ...{ name: 'active', segment, lastActivityAt, nudgedAt },
  ...(handover === undefined ? {} : { handover }),
  ...(parties.length === 0 ? {} : { parties }),
  ...(meeting === undefined ? {} : { meeting }),
});

/** They write again, or telephone. */
export function withoutMeeting({ meeting, ...active }: Active, since: number): Active {
  return meeting === undefined ? active : { ...active, lastActivityAt: since };
}
