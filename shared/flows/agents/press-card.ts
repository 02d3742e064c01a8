import type { OfferEnd } from '../../core/interaction/events';
import type { Interaction, SegmentState } from '../../core/interaction/state';
import {
  interactionIdOf,
  offerIdOf,
  type AgentId,
  type InteractionRef,
  type OfferId,
  type TenantId,
} from '../../core/lib/ids';
import { never } from '../../core/lib/never';
import type { Outcome } from '../../core/routing/outcomes';
import type { DeskAction, OfferCard } from '../../ports/agent-desk';
import type { Changed } from '../lib/change-interaction';
import type { SeenInteraction } from '../../ports/interaction-store';
import { changeRefs } from '../lib/change-refs';
import { loadWhere } from '../lib/load-where';
import type { Deps } from '../lib/deps';
import { deskAddress } from '../lib/desk-address';
import { FlowError } from '../lib/flow-error';
import { cardRefKey, HOW_IT_ENDED, offerCardOf } from '../lib/offer-card';
import { cannedReplies } from '../lib/canned-replies';
import { addNote } from './add-note';
import { acceptOffer, declineOffer } from './answer-offer';
import { cancelConsult, completeConsult, joinConsult } from './consult';
import { finishInteraction } from './finish-interaction';
import { handleInteraction, interactionOfAgent } from './handle-interaction';
import { meet } from './meet';
import { notThrough } from './not-through';
import { replyIn } from './reply';
import { cancelTransfer, transferInteraction, type TransferTarget } from './transfer';
import { targetOfChoice } from './transfer-choices';

/** A button pressed on a card in Teams. */
export interface Pressed {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  /** The card itself (`DeskResult.ref`). */
  readonly cardRef: string | null;
  readonly interactionId: string;
  readonly offerId: string | null;
  readonly verb: 'accept' | 'decline' | 'reply' | DeskAction['verb'];
  readonly wrapUpCode: string | null;
  /** With `transfer`: where to, and what the next agent should know. */
  readonly transferTo: string | null;
  readonly note: string | null;
  /** With `note`: what colleagues should know. */
  readonly memo: string | null;
  /** With `reply`: which one. */
  readonly replyId: string | null;
  /** The same for every delivery of the press. */
  readonly sourceId: string;
}

/** What the presser sees: the card as it stands now, or a line of text. */
export type PressAnswer =
  | { readonly kind: 'card'; readonly card: OfferCard }
  | { readonly kind: 'text'; readonly text: string };

/** Does what the button says and answers what it led to: a card pressed too late says how the offer ended. */
export async function pressCard(deps: Deps, pressed: Pressed): Promise<PressAnswer> {
  const { tenantId, agentId, verb } = pressed;
  const ref = { tenantId, interactionId: interactionIdOf(pressed.interactionId) };
  switch (verb) {
    case 'accept':
    case 'decline':
      return answer(deps, pressed, offerOf(pressed), verb);
    case 'connect':
    case 'hold':
    case 'unhold':
    case 'park':
      return told(await handleInteraction(deps, ref, agentId, verb), DONE_TEXTS[verb]);
    case 'transfer': {
      const { note, transferTo } = pressed;
      const to = targetOfChoice(transferTo);
      return told(await transferInteraction(deps, { ref, agentId, to, note }), TRANSFER_TEXTS[to.kind]);
    }
    case 'cancelTransfer':
      return told(await cancelTransfer(deps, ref, agentId), 'The customer stays with you.');
    case 'completeConsult':
      return told(await completeConsult(deps, ref, agentId), 'The customer is with them now.');
    case 'joinConsult':
      return told(await joinConsult(deps, ref, agentId), 'You all hear each other.');
    case 'cancelConsult':
      return told(await cancelConsult(deps, ref, agentId), 'You are back with the customer.');
    case 'meet':
      return told(await meet(deps, ref, agentId), 'The customer has the link to your meeting.');
    case 'note':
      return keepNote(deps, pressed, ref);
    case 'reply':
      return sendCanned(deps, pressed, ref);
    case 'complete':
      return told(await finishInteraction(deps, ref, agentId, pressed.wrapUpCode), 'Completed.');
    default:
      return never(verb);
  }
}

async function keepNote(deps: Deps, { agentId, memo, sourceId }: Pressed, ref: InteractionRef): Promise<PressAnswer> {
  if (memo === null) throw new FlowError('invalid', 'The note is empty.');
  await addNote(deps, { ref, agentId, text: memo, key: `card:${sourceId}` });
  return { kind: 'text', text: 'Noted.' };
}

async function sendCanned(deps: Deps, pressed: Pressed, ref: InteractionRef): Promise<PressAnswer> {
  const { agentId, replyId, sourceId } = pressed;
  const stored = await interactionOfAgent(deps, ref, agentId);
  const { config } = await deps.configs.live(ref.tenantId);
  const chosen = cannedReplies(config, stored.interaction, agentId).find(({ id }) => id === replyId);
  if (chosen === undefined) throw new FlowError('invalid', 'Please choose a reply.');
  const sentAt = deps.clock.now();
  const { delivery } = await replyIn(deps, stored, {
    agentId,
    text: chosen.text,
    sourceId: `card:${sourceId}`,
    sentAt,
  });
  const isFailed = delivery !== 'left' && delivery.status === 'failed';
  return { kind: 'text', text: isFailed ? notThrough(delivery.code) : `Sent: ${chosen.text}` };
}

const TRANSFER_TEXTS: Readonly<Record<TransferTarget['kind'], string>> = {
  queue: 'Handed over.',
  agent: 'Your colleague is asked.',
  voiceApp: 'It rings there; whoever answers has the customer.',
};

const DONE_TEXTS = {
  connect: 'You are connected.',
  hold: 'The customer hears music.',
  unhold: 'The customer hears you again.',
  park: 'Parked.',
} as const;

function offerOf({ offerId }: Pressed): OfferId {
  if (offerId === null) throw new FlowError('invalid', 'The card names no offer.');
  return offerIdOf(offerId);
}

const told = (changed: Changed, text: string): PressAnswer => ({
  kind: 'text',
  text: changed.kind === 'changed' ? text : 'That is not possible any more.',
});

async function answer(
  deps: Deps,
  { tenantId, agentId, interactionId, cardRef }: Pressed,
  offerId: OfferId,
  verb: 'accept' | 'decline',
): Promise<PressAnswer> {
  const outcome = await (verb === 'accept' ? acceptOffer : declineOffer)(deps, { tenantId, agentId, offerId });
  const ref = { tenantId, interactionId: interactionIdOf(interactionId) };
  const isTheirOwn = ({ interaction }: SeenInteraction) => hasCustomer(interaction, offerId, agentId);
  const stored = await loadWhere(deps, ref, isTheirOwn);
  // The shard may give it to an agent in the very moment in which the customer leaves.
  const isTheirs = stored !== undefined && isTheirOwn(stored);
  // What a card says of itself came from its presser: only one that was shown to them is answered with a customer.
  if (stored === undefined || !(isTheirs || (await wasOffered(deps, ref, offerId, agentId))))
    throw new FlowError('notFound', 'That card is of no offer to you.');
  const state = isTheirs
    ? { name: stored.interaction.phase.name === 'connecting' ? ('connecting' as const) : ('accepted' as const) }
    : { name: 'over' as const, reason: howItEnded(outcome) };
  const card = await offerCardOf(deps, stored, offerId, deps.clock.now(), state);
  if (cardRef !== null && cardRef !== stored.refs[cardRefKey(offerId)])
    await adoptCard(deps, { tenantId, agentId, cardRef, card }, ref);
  return { kind: 'card', card };
}

/** By this offer, or by another or by hand while the card of this one was still to be pressed. */
const hasCustomer = ({ segments }: Interaction, offerId: OfferId, agentId: AgentId): boolean =>
  segments.some(
    ({ state, ...own }) => own.agentId === agentId && (own.offerId === offerId || !NOT_THEIRS_ANY_MORE.has(state.name)),
  );

const NOT_THEIRS_ANY_MORE: ReadonlySet<SegmentState['name']> = new Set(['wrappingUp', 'done']);

interface Adopted extends Pick<Pressed, 'tenantId' | 'agentId'> {
  readonly cardRef: string;
  readonly card: OfferCard;
}

/**
 * Whoever showed this card died before that was noted, so that nothing else would ever change it: it is noted now. What
 * the press is answered with stands in its place only until the next answer, so it is changed besides.
 */
async function adoptCard(
  deps: Deps,
  { tenantId, agentId, cardRef, card }: Adopted,
  ref: InteractionRef,
): Promise<void> {
  await changeRefs(deps, ref, () => ({ refs: { [cardRefKey(offerIdOf(card.offerId))]: cardRef }, answer: null }));
  const address = await deskAddress(deps, tenantId, agentId);
  const updated = address && (await deps.desk.updateOffer(address, cardRef, card));
  if (updated?.kind !== 'shown') deps.log.warn('a pressed card could not be updated', { agentId });
}

async function wasOffered(deps: Deps, ref: InteractionRef, offerId: OfferId, agentId: AgentId): Promise<boolean> {
  const timeline = await deps.interactions.timeline(ref);
  return timeline.some(
    ({ event }) => event.type === 'offerPresented' && event.offerId === offerId && event.agentId === agentId,
  );
}

/** What an agent is told of an answer that came too late; every other outcome means that the customer waits no more. */
const ENDS: Readonly<Partial<Record<Outcome['kind'], OfferEnd>>> = {
  declined: 'declined',
  alreadyDeclined: 'declined',
  acceptedElsewhere: 'acceptedElsewhere',
  notYourOffer: 'acceptedElsewhere',
  offerExpired: 'ignored',
};

const howItEnded = ({ kind }: Outcome): string => HOW_IT_ENDED[ENDS[kind] ?? 'cancelled'];
