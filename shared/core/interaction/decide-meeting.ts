import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision, type IgnoredReason } from './decision';
import { handoverOf, inCharge } from './decide-transfer';
import type { InteractionEvent } from './events';
import { evolve } from './evolve';
import type { Interaction, Meeting } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The meeting that the agent and the customer are in, as far as is known: nobody says who joined it. */
export const meetingOf = ({ phase }: Interaction): Meeting | undefined =>
  phase.name === 'active' ? phase.meeting : undefined;

/** Why the agent cannot begin one now; null: they can. */
export function whyNoMeeting(state: Interaction, agentId: string): IgnoredReason | null {
  if (state.phase.name === 'closed') return 'closed';
  if (inCharge(state)?.agentId !== agentId) return 'notTalking';
  if (handoverOf(state) !== undefined) return 'handingOver';
  return meetingOf(state) === undefined ? null : 'alreadyMeeting';
}

/** There is a meeting, and the customer gets its link; one at a time. */
export function beginMeeting(command: Of<'beginMeeting'>, state: Interaction): Decision {
  const { at, agentId, meetingId, joinUrl, untilAt, invitation } = command;
  const why = whyNoMeeting(state, agentId);
  if (why !== null) return ignored(why);
  return decided(
    [{ type: 'meetingBegan', at, agentId, meetingId, joinUrl, untilAt }],
    [invitation, { kind: 'showAgent', agentId, what: 'meetingBegan' }],
  );
}

/** The agent says that it is over. The conversation goes on where it was. */
export function endMeeting({ at, agentId }: Of<'endMeeting'>, state: Interaction): Decision {
  const meeting = meetingOf(state);
  if (inCharge(state)?.agentId !== agentId) return ignored('notTalking');
  return meeting === undefined ? ignored('notMeeting') : decided([over(meeting, at)], []);
}

const over = ({ agentId, meetingId }: Meeting, at: number): InteractionEvent => ({
  type: 'meetingEnded',
  at,
  agentId,
  meetingId,
});

/** What takes the customer from the agent ends their meeting too, before everything else: each that began ends once. */
export function withMeetingEnded(decision: Decision, at: number, state: Interaction): Decision {
  const meeting = meetingOf(state);
  if (meeting === undefined || decision.kind !== 'decided') return decision;
  const { events } = decision;
  if (events.some(({ type }) => type === 'meetingEnded')) return decision;
  const after = events.reduce<Interaction | null>(evolve, state);
  const lasts = after !== null && meetingOf(after)?.meetingId === meeting.meetingId;
  return lasts ? decision : { ...decision, events: [over(meeting, at), ...events] };
}
