import type { SetAgentState } from '../../shared/core/routing/commands';
import { createHeap, firstOf, popFrom, pushTo, type Heap } from '../../shared/core/routing/heap';
import type { AgentId, AssignmentId, OfferId } from '../../shared/core/routing/types';
import type { Contact } from './contact';
import type { Shift, Source } from './model';

/** What will happen in the world outside of routing. */
export type Happening =
  | { readonly kind: 'arrival'; readonly source: SourceState }
  | {
      readonly kind: 'answer';
      readonly how: 'accept' | 'decline';
      readonly offerId: OfferId;
      readonly agentId: AgentId;
    }
  | { readonly kind: 'leaving'; readonly contact: Contact; readonly visitId: string }
  | { readonly kind: 'conversationEnd'; readonly contact: Contact; readonly assignmentId: AssignmentId }
  | { readonly kind: 'wrapUpDone'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'agent'; readonly shift: Shift; readonly set: SetAgentState['set'] }
  | { readonly kind: 'tick' }
  | { readonly kind: 'periodEnd' };

/** A source with its next customers drawn as they come. */
export interface SourceState {
  readonly source: Source;
  readonly arrivals: Iterator<number, void>;
  readonly runName: string;
  count: number;
}

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly what: Happening;
}

/** What is to come, the next in front; of one instant in the order in which it was foreseen. */
export interface Agenda {
  readonly heap: Heap<Scheduled>;
  order: number;
}

export const createAgenda = (): Agenda => ({
  heap: createHeap<Scheduled>((a, b) => a.at - b.at || a.order - b.order),
  order: 0,
});

/** Nothing that never comes is kept. */
export function foresee(agenda: Agenda, at: number, what: Happening): void {
  if (at === Number.POSITIVE_INFINITY) return;
  agenda.order += 1;
  pushTo(agenda.heap, { at, order: agenda.order, what });
}

export function next(agenda: Agenda): { readonly at: number; readonly what: Happening } | undefined {
  const first = firstOf(agenda.heap);
  if (first !== undefined) popFrom(agenda.heap);
  return first;
}

export function foreseeArrival(agenda: Agenda, source: SourceState): void {
  const { value } = source.arrivals.next();
  if (typeof value === 'number') foresee(agenda, value, { kind: 'arrival', source });
}
