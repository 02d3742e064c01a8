import type { FlowIdle, FlowInput, FlowPosition, FlowStep } from './protocol';

/** A position within the flow, of one state or of any. */
export type InState<State extends FlowPosition['state'] = FlowPosition['state']> = Extract<
  FlowPosition,
  { nodeId: string; state: State }
>;

/** The answer that changes nothing. */
export function nothing(position: FlowPosition, reason: FlowIdle): FlowStep {
  return { outcome: 'nothing', reason, position, effects: [] };
}

/** What the customer pressed, said or wrote; null when the input is none of these. */
export function wordsOf(input: FlowInput): string | null {
  if (input.kind === 'digit') return input.digit;
  return input.kind === 'text' || input.kind === 'spoken' ? input.text : null;
}
