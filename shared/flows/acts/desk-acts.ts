import { meetingOf } from '../../core/interaction/decide-meeting';
import { liveOffers } from '../../core/interaction/phases';
import { lastSegment, openSegment } from '../../core/interaction/segments';
import type { AgentNotice } from '../../core/interaction/acts';
import type { Interaction } from '../../core/interaction/state';
import type { AgentId, OfferId, ShardId } from '../../core/lib/ids';
import type { DeskAction, DeskResult, OfferCardState, WrapUpChoice } from '../../ports/agent-desk';
import { transferChoices } from '../agents/transfer-choices';
import { botCarriesAll } from '../lib/bot-load';
import { deskAddress } from '../lib/desk-address';
import { cardRefKey, HOW_IT_ENDED, offerCardOf } from '../lib/offer-card';
import { wrapUpChoicesOf } from '../lib/wrap-up-choices';
import { submitToShard } from '../routing/submit-to-shard';
import { DONE, type ActOutcome } from './act-outcome';
import { keyOf, type ActOf, type Doing } from './doing';
import { onceThereIsRoom } from './once-there-is-room';

/** Shows the offer. One that cannot reach the agent says so to the shard, which goes on without blaming them. */
export async function presentOffer(doing: Doing, act: ActOf<'presentOffer'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { agentId, offerId, shardId } = act;
  const { phase, facts } = stored.interaction;
  // Done late, after a crash: a card whose offer is over would only mislead.
  if (!liveOffers(phase).some((offer) => offer.offerId === offerId)) return DONE;
  const { tenantId } = facts;
  const unreachable = () => tellShard(doing, shardId, { name: 'decline', offerId, agentId, cause: 'unreachable' });
  const address = await deskAddress(deps, tenantId, agentId);
  if (address === undefined) return { kind: 'done', next: unreachable };
  const card = await offerCardOf(deps, stored, offerId, act.deadlineAt, { name: 'open' });
  const shown = await deps.desk.presentOffer(address, card);
  if (shown.kind === 'shown') {
    return {
      kind: 'done',
      refs: { [cardRefKey(offerId)]: shown.ref },
      next: () => tellShard(doing, shardId, { name: 'delivered', offerId }),
    };
  }
  // Every agent of the organisation is as hard to reach, or this one is soon: the offer stands at their desk meanwhile.
  if (shown.kind === 'throttled') {
    const notBefore = deps.clock.now() + shown.forMs;
    if (notBefore < act.deadlineAt) return onceThereIsRoom(doing, notBefore);
    // It runs out undelivered, which is no miss of theirs.
    if (shown.of === 'tenant') return DONE;
  }
  // Trying again would eat the agent's time to answer: the next agent is asked instead.
  deps.log.warn('offer did not reach the agent', { agentId, offerId, how: shown.kind });
  return { kind: 'done', next: unreachable };
}

type Told =
  | { readonly name: 'decline'; readonly offerId: OfferId; readonly agentId: AgentId; readonly cause: 'unreachable' }
  | { readonly name: 'delivered'; readonly offerId: OfferId };

function tellShard(doing: Doing, shardId: ShardId, told: Told) {
  const { tenantId } = doing.stored.interaction.facts;
  return submitToShard(doing.deps, { tenantId, shardId }, { ...told, commandId: `${keyOf(doing)}/${told.name}` });
}

/**
 * The card says how the offer ended, whoever ended it. That of an agent who took the customer by hand while they looked at it
 * becomes the card of what they took.
 */
export async function withdrawOffer(doing: Doing, act: ActOf<'withdrawOffer'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const ref = stored.refs[cardRefKey(act.offerId)];
  const { facts, phase } = stored.interaction;
  const address = await deskAddress(deps, facts.tenantId, act.agentId);
  if (ref === undefined || address === undefined) return DONE;
  const connecting = phase.name === 'connecting';
  const state: OfferCardState =
    act.end === 'accepted'
      ? { name: connecting ? 'connecting' : 'accepted' }
      : { name: 'over', reason: HOW_IT_ENDED[act.end] };
  const taken = act.end === 'accepted' ? openSegment(stored.interaction, act.agentId)?.offerId : undefined;
  const offerId = taken ?? act.offerId;
  const card = await offerCardOf(deps, stored, offerId, deps.clock.now(), state);
  const outcome = await outcomeOf(
    doing,
    await deps.desk.updateOffer(address, ref, card),
    'the card could not be updated',
  );
  return outcome.kind === 'done' && offerId !== act.offerId
    ? { kind: 'done', refs: { [cardRefKey(offerId)]: ref } }
    : outcome;
}

/** One that is never taken, or whose agent is not there, is over: what it says also stands at the desk. */
function outcomeOf(doing: Doing, result: DeskResult, why: string): ActOutcome | Promise<ActOutcome> {
  if (result.kind === 'throttled') return onceThereIsRoom(doing, doing.deps.clock.now() + result.forMs);
  return result.kind === 'failed' && result.retryable ? { kind: 'later', why } : DONE;
}

const NOTICES: Readonly<Record<AgentNotice, { readonly text: string; readonly actions: readonly DeskAction[] }>> = {
  connected: {
    text: 'You are connected.',
    actions: [
      { verb: 'hold', title: 'Hold' },
      { verb: 'unhold', title: 'Take back' },
      { verb: 'note', title: 'Note' },
      { verb: 'meet', title: 'Meet' },
      { verb: 'transfer', title: 'Transfer' },
      { verb: 'complete', title: 'Complete' },
    ],
  },
  connectFailed: {
    text: 'The call was not connected; the customer is waiting for someone else. Set yourself Ready if you are not.',
    actions: [],
  },
  callLost: {
    text: 'You left the call without completing it; the customer is first in the queue again. Please finish your notes.',
    actions: [{ verb: 'complete', title: 'Complete' }],
  },
  takenBack: { text: 'A supervisor has taken this customer back; you are free.', actions: [] },
  handoverAsked: {
    text: 'Your colleague is asked to take over. The customer stays yours until they accept.',
    actions: [{ verb: 'cancelTransfer', title: 'Keep the customer' }],
  },
  handedOver: {
    text: 'Handed over. Please finish your notes.',
    actions: [{ verb: 'complete', title: 'Complete' }],
  },
  consultAnswered: {
    text: 'They are on the line, and the customer hears music.',
    actions: [
      { verb: 'completeConsult', title: 'Leave them the customer' },
      { verb: 'joinConsult', title: 'Talk together' },
      { verb: 'cancelConsult', title: 'Back to the customer' },
    ],
  },
  consultFailed: {
    text: 'They are not available. The customer hears music: ask somebody else, or take the customer back.',
    actions: [{ verb: 'unhold', title: 'Take back' }],
  },
  partyLeft: { text: 'They have left the call; the customer is still with you.', actions: [] },
  handoverFailed: { text: 'The customer could not be handed over and is still yours.', actions: [] },
  customerNotReached: {
    text: 'The customer was not reached. They will be called again, or told that we tried; you are free.',
    actions: [],
  },
  noLine: {
    text: 'All our lines are taken. The customer keeps the place and will be offered again; you are free.',
    actions: [],
  },
  notReached: { text: 'The customer was not reached; you are free.', actions: [] },
  noLineNow: { text: 'All our lines are taken. Please try again in a moment; you are free.', actions: [] },
  mayAsk: { text: 'Nothing is recorded now: you may ask. It goes on by itself after two minutes.', actions: [] },
  meetingBegan: { text: 'The customer has the link to the meeting. Join it here:', actions: [] },
  recordingOn: { text: 'The call is recorded again: the pause was over.', actions: [] },
  customerLeft: { text: 'The customer has left.', actions: [{ verb: 'complete', title: 'Complete' }] },
  customerWaits: { text: 'The customer is waiting for your answer.', actions: [] },
  parked: { text: 'Parked. It comes back to you when the customer writes.', actions: [] },
  wrapUp: { text: 'Please finish your notes.', actions: [{ verb: 'complete', title: 'Complete' }] },
  closed: { text: 'Closed.', actions: [] },
  optedOut: {
    text: 'The customer wants no more texts: nothing can be sent.',
    actions: [{ verb: 'complete', title: 'Complete' }],
  },
};

type Notice = (typeof NOTICES)[AgentNotice];

function withLink(notice: Notice, what: AgentNotice, interaction: Interaction): Notice {
  const url = what === 'meetingBegan' ? meetingOf(interaction)?.joinUrl : undefined;
  return url === undefined ? notice : { ...notice, text: `${notice.text} ${url}` };
}

async function choicesFor({ deps, stored }: Doing, agentId: AgentId): Promise<readonly WrapUpChoice[]> {
  const { config } = await deps.configs.live(stored.interaction.facts.tenantId);
  const own = lastSegment(stored.interaction, agentId);
  return own === undefined ? [] : wrapUpChoicesOf(config, own.visit.queueId);
}

/** A line in the agent's chat. Losing it harms nobody: what it says also stands at the desk. */
export async function showAgent(doing: Doing, act: ActOf<'showAgent'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { tenantId, interactionId } = stored.interaction.facts;
  const address = (await botCarriesAll(deps, tenantId)) ? await deskAddress(deps, tenantId, act.agentId) : undefined;
  if (address === undefined) return DONE;
  const notice = withLink(NOTICES[act.what], act.what, stored.interaction);
  const wrapUpChoices = notice.actions.some(({ verb }) => verb === 'complete')
    ? await choicesFor(doing, act.agentId)
    : [];
  const { config } = await deps.configs.live(tenantId);
  const transfers = notice.actions.some(({ verb }) => verb === 'transfer');
  const asked = {
    wrapUpChoices,
    transferChoices: transfers ? transferChoices(deps, config, stored.interaction.facts) : [],
  };
  const shown = await deps.desk.showNotice(address, { key: keyOf(doing), interactionId, ...notice, ...asked });
  return outcomeOf(doing, shown, 'the notice could not be shown');
}
