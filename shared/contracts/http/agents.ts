import { z } from 'zod';
import { MOST_MAIL_FILES } from '../../core/files/mail-files';
import { CHANNELS } from '../../core/lib/channel';
import { VETO_CAUSES } from '../../core/routing/types';
import { changed, interactionSummary, interactionView, note as keptNote, sentMessage } from './interaction';
import { agentFigures } from './metrics';
import { operation } from './operation';
import { waiting } from './floor';
import { handingOverOperations } from './handing-over';
import { withCustomerOperations } from './with-customer';
import { interactionParams, none, onInteraction } from './on-interaction';

const at = z.number().int();
const offerParams = z.object({ offerId: z.string().min(1).max(200) });

/** What may be asked for. */
export const availability = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('notReady'), reason: z.string().min(1).max(60) }),
  z.object({ kind: z.literal('signedOut') }),
]);

/** What may be seen: an agent who left an offer unanswered is not responding until they say otherwise. */
export const shownAvailability = z.discriminatedUnion('kind', [
  ...availability.options,
  z.object({ kind: z.literal('notResponding') }),
]);

export const agentState = z
  .object({
    agentId: z.string(),
    name: z.string(),
    tenantId: z.string(),
    availability: shownAvailability,
    /** Ready, but their presence in Teams keeps offers from them; null: it does not. */
    veto: z.enum(VETO_CAUSES).nullable(),
    /** Without a sign of life until then the agent counts as signed out; null for one who is. */
    leaseUntilAt: at.nullable(),
  })
  .meta({ id: 'AgentState' });

export const offer = z
  .object({
    offerId: z.string(),
    interactionId: z.string(),
    channel: z.enum(CHANNELS),
    customerName: z.string().nullable(),
    /** Who it is where no name is known: a number, a mailbox. */
    customerAddress: z.string().nullable(),
    queueName: z.string().nullable(),
    /** Since when the customer has waited, and what they need somebody for. */
    waitingSince: at.nullable(),
    skills: z.array(z.string()),
    answerBy: at,
    /** What the colleague who hands them over wants known. */
    note: z.string().nullable(),
  })
  .meta({ id: 'Offer' });

export type AgentStateView = z.infer<typeof agentState>;
export type OfferView = z.infer<typeof offer>;

/** What an agent's desk asks for, in the name of the agent who is signed in. */
export const agentOperations = {
  getAgentState: operation({
    method: 'GET',
    path: '/agent/state',
    summary: 'The state of the agent who asks.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: agentState,
  }),
  setAgentState: operation({
    method: 'PUT',
    path: '/agent/state',
    summary: 'Signs in, changes the state, or signs out.',
    access: 'agent',
    params: none,
    query: none,
    body: availability,
    answer: agentState,
  }),
  heartbeat: operation({
    method: 'POST',
    path: '/agent/heartbeat',
    summary: 'Says that the desk is alive.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: z.object({ leaseUntilAt: at.nullable() }),
  }),
  listOffers: operation({
    method: 'GET',
    path: '/agent/offers',
    summary: 'What is offered to the agent now.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    /** `now`: by which clock `answerBy` is to be read. */
    answer: z.object({ now: at, offers: z.array(offer) }),
  }),
  acceptOffer: operation({
    method: 'POST',
    path: '/agent/offers/{offerId}/accept',
    summary: 'Takes the interaction. Answers 410 when it went elsewhere.',
    access: 'agent',
    params: offerParams,
    query: none,
    body: null,
    answer: z.object({ interaction: interactionSummary }),
  }),
  declineOffer: operation({
    method: 'POST',
    path: '/agent/offers/{offerId}/decline',
    summary: 'Leaves the interaction to somebody else.',
    access: 'agent',
    params: offerParams,
    query: none,
    body: null,
    answer: null,
  }),
  connectOffer: operation({
    method: 'POST',
    path: '/agent/offers/{offerId}/connect',
    summary: 'Bridges an accepted call: the agent is there.',
    access: 'agent',
    params: offerParams,
    query: none,
    body: null,
    answer: changed,
  }),
  listInteractions: operation({
    method: 'GET',
    path: '/agent/interactions',
    summary: 'What the agent works on now.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: z.object({ interactions: z.array(interactionSummary) }),
  }),
  getInteraction: operation({
    method: 'GET',
    path: '/agent/interactions/{interactionId}',
    summary: 'An interaction with its timeline and messages.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: interactionView,
  }),
  replyToCustomer: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/reply',
    summary: 'Writes to the customer. A repeat with the same key and instant sends nothing twice.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: z.object({
      text: z.string().trim().min(1).max(20_000),
      key: z.string().min(8).max(100),
      /** When it was written; orders the messages, and must be within minutes of now. */
      writtenAt: at,
      /** Mail only: files that `keepMailFile` took, ten at most and 7 MB together. */
      fileIds: z.array(z.string().min(1).max(200)).max(MOST_MAIL_FILES).default([]),
    }),
    answer: sentMessage,
  }),
  addNote: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/notes',
    summary: 'Writes a note for colleagues. A repeat with the same key writes nothing twice.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: z.object({ text: z.string().trim().min(1).max(4_000), key: z.string().min(8).max(100) }),
    answer: keptNote,
  }),
  getOwnFigures: operation({
    method: 'GET',
    path: '/agent/figures',
    summary:
      'What the agent did in the quarters of an hour that begin in [from, to), a hundred at most; null on a stamp that shows nobody figures of agents.',
    access: 'agent',
    params: none,
    query: z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
    body: null,
    answer: agentFigures.nullable(),
  }),
  listWaiting: operation({
    method: 'GET',
    path: '/agent/waiting',
    summary: 'Who waits in the queues of the agent, in order: to choose from by hand.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: z.object({ waiting: z.array(waiting).readonly() }),
  }),
  pullInteraction: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/pull',
    summary: 'Takes somebody who waits in a queue of the agent. Answers 410 when they wait no more.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: z.object({ interaction: interactionSummary }),
  }),
  ...handingOverOperations,
  ...withCustomerOperations,
  park: onInteraction('park', 'Frees the agent until the customer writes again.'),
  hold: onInteraction('hold', 'Plays music to the customer.'),
  unhold: onInteraction('unhold', 'Talks with the customer again.'),
  meet: onInteraction(
    'meet',
    'Begins a Teams meeting of the agent and sends the customer its link: in the conversation, or as a text to a caller. Answers 409 where the customer cannot be sent it, or the administrator has not let meetings be made.',
  ),
  endMeeting: onInteraction('endMeeting', 'The meeting is over; the conversation goes on.'),
  hangUp: onInteraction('hangUp', 'Ends the conversation; time for notes begins.'),
  complete: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/complete',
    summary:
      'Ends the conversation if it lasts, and the notes. A queue with wrap-up codes asks for one of them: without it 400.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: z.object({ wrapUpCode: z.string().min(1).max(60).nullable() }),
    answer: changed,
  }),
} as const;
