import fc from 'fast-check';
import { agentIdOf } from '../lib/ids';
import type { InteractionCommand } from './commands';
import { applyDecision, decide } from './decide';
import { handoverOf, inCharge } from './decide-transfer';
import type { InteractionEvent } from './events';
import { visitOf } from './phases';
import { facts, toCommand, type Drawn } from './given-commands.testsuite';
import { partiesOf, type ChannelKind, type Interaction } from './state';

const agent = fc.constantFrom('ada', 'bob').map(agentIdOf);
const small = fc.nat({ max: 3 });

/** Commands with times that only grow and visit ids that are never used twice, as the flows make them. */
export const commands = fc.array(
  fc.record({
    n: small,
    agentId: agent,
    type: fc.constantFrom<InteractionCommand['type']>(
      'moveInFlow',
      'enqueue',
      'presentOffer',
      'endOffer',
      'accept',
      'connect',
      'failConnect',
      'hold',
      'unhold',
      'park',
      'beginMeeting',
      'endMeeting',
      'relayLater',
      'resume',
      'loseAgent',
      'leaveQueue',
      'defer',
      'confirmCustomer',
      'failDial',
      'moveVisit',
      'leave',
      'nudge',
      'finish',
      'wrapUpExpired',
      'end',
      'transfer',
      'transfer',
      'handOver',
      'handOver',
      'failHandover',
      'consult',
      'consult',
      'answerParty',
      'answerParty',
      'failParty',
      'cancelConsult',
      'joinParty',
      'completeConsult',
      'accept',
      'presentOffer',
      'enqueue',
      'connect',
    ),
    code: fc.option(fc.constant('sold')),
  }),
  // Without a size, lists are of ten at most: too short to get anybody far.
  { maxLength: 40, size: 'max' },
);

/** What the call says is about whoever was brought in last. */
export function ofParty(command: InteractionCommand, state: Interaction | null): InteractionCommand {
  const last = state === null ? undefined : partiesOf(state).at(-1);
  if (last === undefined || (command.type !== 'answerParty' && command.type !== 'failParty')) return command;
  return { ...command, partyId: last.partyId };
}

/** What the shard says is about the visit that it has: of a customer who is being handed over, the one that it was asked to take. */
export function ofVisit(command: InteractionCommand, state: Interaction | null): InteractionCommand {
  const visit = state === null ? undefined : (handoverOf(state)?.visit ?? visitOf(state.phase));
  if (visit === undefined || visit === null) return command;
  const { visitId, attempt } = visit;
  if (command.type === 'presentOffer') return { ...command, visitId, attempt };
  return command.type === 'accept' || command.type === 'handOver' ? { ...command, visitId } : command;
}

/** What brings a customer to an agent who may hand them over. */
export const TALKING: readonly Drawn[] = (['enqueue', 'accept', 'connect', 'transfer'] as const).map((type, n) => ({
  n,
  agentId: agentIdOf('ada'),
  type,
  code: null,
}));

export const inChargeAt = (state: Interaction) => state.segments.findIndex((one) => one === inCharge(state));

export interface Life {
  states: Interaction[];
  events: InteractionEvent[];
}

/** Plays the commands; `look` sees every step. */
export function live(
  channel: ChannelKind,
  drawn: Drawn[],
  look?: (before: Interaction | null, command: InteractionCommand) => void,
): Life {
  const script: InteractionCommand[] = [
    { type: 'open', at: 0, facts: facts(channel), incomingCallContext: channel === 'voice' ? 'ctx' : null },
    ...drawn.map(toCommand),
  ];
  let state: Interaction | null = null;
  const life: Life = { states: [], events: [] };
  for (const made of script) {
    const command = ofParty(ofVisit(made, state), state);
    look?.(state, command);
    const decision = decide(command, state);
    if (decision.kind === 'decided') life.events.push(...decision.events);
    state = applyDecision(state, decision);
    if (state !== null) life.states.push(state);
  }
  return life;
}
