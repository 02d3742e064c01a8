import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import { handoverOf, inCharge, senderActs } from './decide-transfer';
import type { InteractionEvent } from './events';
import { closingActs } from './outcomes';
import { consulted, partyOf, without, type Party } from './party';
import { callNumber, hasCall, partiesOf, type Interaction, type Segment } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** Somebody is rung while the customer hears music; one at a time. */
export function consult(command: Of<'consult'>, state: Interaction): Decision {
  const { at, agentId, partyId, who, ringMs, isBlind } = command;
  const own = inCharge(state);
  if (!hasCall(state)) return ignored('notACall');
  if (own?.agentId !== agentId) return ignored('notTalking');
  if (handoverOf(state) !== undefined) return ignored('handingOver');
  if (consulted(partiesOf(state)) !== undefined) return ignored('consulting');
  const held: Act[] = own.state.name === 'talking' ? [{ kind: 'holdCustomer' }] : [];
  return decided(
    [{ type: 'consultBegan', at, agentId, partyId, who, untilAt: at + ringMs, isBlind }],
    // Told, so that somebody looks when the ringing should be over.
    [...held, { kind: 'ringParty', partyId, who, ringMs }, { kind: 'tell', signal: 'assigned' }],
  );
}

/** They took the call. One who is not awaited any more is taken out: a leg that appears late is dropped. */
export function answerParty({ at, partyId, wrapUpMs, who }: Of<'answerParty'>, state: Interaction): Decision {
  const party = partyOf(partiesOf(state), partyId);
  const own = inCharge(state);
  if (own === undefined || party === undefined) {
    const drop: Act[] = who === null ? [] : [{ kind: 'removeParty', partyId, who }];
    return { kind: 'refused', reason: 'notConsulting', acts: drop };
  }
  if (party.leg.name !== 'ringing') return ignored('notConsulting');
  const answered: InteractionEvent = { type: 'partyAnswered', at, partyId };
  if (party.leg.isBlind) return handOn(state, own, { at, party, wrapUpMs, before: [answered] });
  return decided([answered], [{ kind: 'showAgent', agentId: own.agentId, what: 'consultAnswered' }]);
}

/** They do not come, or have gone again: the customer stays with the agent, who may ask somebody else. */
export function failParty({ at, partyId, why }: Of<'failParty'>, state: Interaction): Decision {
  const party = partyOf(partiesOf(state), partyId);
  if (party === undefined) return ignored('notConsulting');
  const gone: InteractionEvent = { type: 'partyGone', at, partyId, why };
  const leg: Act[] = why === 'left' ? [] : [{ kind: 'removeParty', partyId, who: party.who }];
  const own = inCharge(state);
  if (own !== undefined) {
    const told: Act[] = why === 'cancelled' ? [] : [{ kind: 'showAgent', agentId: own.agentId, what: noticeOf(party) }];
    return decided([gone], [...leg, ...told]);
  }
  return without(partiesOf(state), partyId).length > 0 ? decided([gone], leg) : goOut(state, at, [gone], leg);
}

const noticeOf = ({ leg }: Party) => (leg.name === 'joined' ? 'partyLeft' : 'consultFailed');

/** Nobody of ours is with the customer any more, and nobody else: it was their conversation, and it is over. */
function goOut(state: Interaction, at: number, events: readonly InteractionEvent[], acts: readonly Act[]): Decision {
  const hangUp: Act = { kind: 'hangUp', notBefore: 0, call: callNumber(state) };
  const open = state.segments.flatMap(({ state: one }) => (one.name === 'wrappingUp' ? [one.deadlineAt] : []));
  const reason = 'transferred';
  if (open.length > 0)
    return decided(
      [...events, { type: 'ended', at, reason, wrapUpBy: Math.max(...open) }],
      [...acts, hangUp, { kind: 'tell', signal: 'ended' }],
    );
  return decided([...events, { type: 'closed', at, reason }], [...acts, hangUp, ...closingActs(state, reason)]);
}

/** The agent goes back to the customer; whoever was asked is let go. */
export function cancelConsult({ at, agentId }: Of<'cancelConsult'>, state: Interaction): Decision {
  const own = inCharge(state);
  const party = consulted(partiesOf(state));
  if (own?.agentId !== agentId) return ignored('notTalking');
  if (party === undefined) return ignored('notConsulting');
  const { partyId, who } = party;
  return decided(
    [
      { type: 'partyGone', at, partyId, why: 'cancelled' },
      { type: 'unheld', at, agentId },
    ],
    [{ kind: 'removeParty', partyId, who }, { kind: 'unholdCustomer' }],
  );
}

/** All talk with each other: a conference. Others may follow. */
export function joinParty({ at, agentId }: Of<'joinParty'>, state: Interaction): Decision {
  const own = inCharge(state);
  const party = consulted(partiesOf(state));
  if (own?.agentId !== agentId) return ignored('notTalking');
  if (party?.leg.name !== 'private') return ignored('notConsulting');
  return decided([{ type: 'partyJoined', at, agentId, partyId: party.partyId }], [{ kind: 'unholdCustomer' }]);
}

/** The agent leaves the customer with whoever they brought in. */
export function completeConsult({ at, agentId, wrapUpMs }: Of<'completeConsult'>, state: Interaction): Decision {
  const own = inCharge(state);
  const party = receiverOf(state);
  if (own?.agentId !== agentId) return ignored('notTalking');
  if (party === undefined) return ignored('notConsulting');
  return handOn(state, own, { at, party, wrapUpMs, before: [] });
}

/** Who would have the customer if the agent left: whom they consult, or somebody who talks with all. */
export function receiverOf(state: Interaction): Party | undefined {
  const parties = partiesOf(state);
  const asked = consulted(parties);
  if (asked?.leg.name === 'private') return asked;
  return asked === undefined ? parties[0] : undefined;
}

interface HandingOn {
  readonly at: number;
  readonly party: Party;
  readonly wrapUpMs: number;
  readonly before: readonly InteractionEvent[];
}

function handOn(state: Interaction, own: Segment, { at, party, wrapUpMs, before }: HandingOn): Decision {
  const { agentId } = own;
  const wrapUpBy = wrapUpMs > 0 ? at + wrapUpMs : null;
  const music: Act[] = own.state.name === 'talking' ? [] : [{ kind: 'unholdCustomer' }];
  return decided(
    [...before, { type: 'handedOn', at, agentId, partyId: party.partyId, wrapUpBy }],
    [...music, ...senderActs(own, wrapUpMs, state), { kind: 'tell', signal: 'ended' }],
  );
}
