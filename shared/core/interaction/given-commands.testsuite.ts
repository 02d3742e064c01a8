import {
  agentIdOf,
  assignmentIdOf,
  interactionIdOf,
  offerIdOf,
  queueIdOf,
  shardIdOf,
  tenantIdOf,
  visitIdOf,
} from '../lib/ids';
import type { FlowCommand, InteractionCommand } from './commands';
import type { ChannelKind, Facts, HandoverTarget, QueueVisit } from './state';

export const facts = (channel: ChannelKind): Facts => ({
  tenantId: tenantIdOf('contoso'),
  interactionId: interactionIdOf('i1'),
  channel,
  customerAddress: 'c',
  customerName: null,
  ourAddress: 'o',
  externalRef: 'x',
  flowId: 'f',
  configVersion: 1,
  openedAt: 0,
  continues: null,
});

export const visit = (n: number, at: number): QueueVisit => ({
  visitId: visitIdOf(`v${n}`),
  queueId: queueIdOf('sales'),
  shardId: shardIdOf('s1'),
  beganAt: at,
  waitingSince: at,
  targetMs: 20_000,
  priority: 0,
  requirements: [],
  preferredAgentId: null,
  deadlineAt: at + 600_000,
  position: 'p',
  language: 'en',
  attempt: 0,
  work: 'live',
});

/** What a property draws of a command. */
export interface Drawn {
  n: number;
  agentId: ReturnType<typeof agentIdOf>;
  type: InteractionCommand['type'];
  code: string | null;
}

const lastWords = { texts: ['bye'], spoken: null, voice: null, language: 'en' };
const workOf = (n: number) =>
  n % 2 === 0
    ? ({ kind: 'voicemail' } as const)
    : ({ kind: 'callback', number: '+14255550123', ...(n > 2 ? { by: agentIdOf('ada') } : {}) } as const);

function destination(n: number, agentId: string, index: number): { to: HandoverTarget; visit: QueueVisit } {
  const at = (index + 1) * 1000;
  const other = agentIdOf(agentId === 'ada' ? 'bob' : 'ada');
  const handedOver = { by: agentIdOf(agentId), note: 'knows' };
  if (n < 2) return { to: { kind: 'queue' }, visit: { ...visit(index, at), handedOver } };
  return { to: { kind: 'agent', agentId: other }, visit: { ...visit(index, at), onlyAgentId: other, handedOver } };
}

const EXPERT = { kind: 'expert', teamsUserId: 'e', name: 'Erin', agentId: null } as const;

/** Where a flow goes on with somebody who left their queue. */
function flowCommand(n: number, index: number): FlowCommand {
  const types = ['moveInFlow', 'enqueue', 'end', 'defer'] as const;
  const drawn = { n, agentId: agentIdOf('ada'), type: types[n] ?? 'end', code: null };
  return toCommand(drawn, index) as FlowCommand;
}

/** A drawn command with what follows from its place: times that only grow, ids that are never used twice. */
interface Made extends Drawn {
  readonly at: number;
  readonly index: number;
  readonly offerId: ReturnType<typeof offerIdOf>;
  readonly assignmentId: ReturnType<typeof assignmentIdOf>;
  readonly shardId: ReturnType<typeof shardIdOf>;
}

const MAKERS: {
  readonly [Type in InteractionCommand['type']]: (made: Made) => Extract<InteractionCommand, { readonly type: Type }>;
} = {
  open: ({ at }) => ({ type: 'open', at, facts: facts('chat'), incomingCallContext: null }),
  moveInFlow: ({ n, at }) => ({
    type: 'moveInFlow',
    at,
    position: `p${n}`,
    memory: {},
    answerBy: null,
    prompt: null,
    texts: ['hello'],
    task: null,
    recording: null,
  }),
  enqueue: ({ at, index }) => ({ type: 'enqueue', at, visit: visit(index, at), cause: 'flow', texts: [] }),
  presentOffer: ({ agentId, at, offerId }) => ({
    type: 'presentOffer',
    at,
    offerId,
    agentId,
    visitId: 'v',
    attempt: 0,
    deadlineAt: at + 15_000,
  }),
  endOffer: ({ agentId, at, offerId }) => ({ type: 'endOffer', at, offerId, agentId, end: 'declined' }),
  accept: ({ n, agentId, at, offerId, assignmentId, shardId }) => ({
    type: 'accept',
    at,
    offerId,
    agentId,
    visitId: 'v',
    assignmentId,
    shardId,
    connectWithinMs: 25_000,
    senderWrapUpMs: n * 10_000,
  }),
  transfer: ({ n, agentId, at, index }) => ({ type: 'transfer', at, agentId, ...destination(n, agentId, index) }),
  handOver: ({ n, at }) => ({ type: 'handOver', at, visitId: 'v', wrapUpMs: n * 10_000 }),
  consult: ({ n, agentId, at, index }) => ({
    type: 'consult',
    at,
    agentId,
    partyId: `p${index}`,
    who: n > 1 ? { kind: 'number', number: '+14255550177' } : EXPERT,
    ringMs: 15_000,
    isBlind: n === 0,
  }),
  answerParty: ({ n, at }) => ({ type: 'answerParty', at, partyId: 'p', who: EXPERT, wrapUpMs: n * 10_000 }),
  failParty: ({ n, at }) => ({ type: 'failParty', at, partyId: 'p', why: n > 1 ? 'left' : 'busy' }),
  cancelConsult: ({ agentId, at }) => ({ type: 'cancelConsult', at, agentId }),
  joinParty: ({ agentId, at }) => ({ type: 'joinParty', at, agentId }),
  completeConsult: ({ n, agentId, at }) => ({ type: 'completeConsult', at, agentId, wrapUpMs: n * 10_000 }),
  failHandover: ({ at }) => ({ type: 'failHandover', at, visitId: null, why: 'closed' }),
  connect: ({ agentId, at }) => ({ type: 'connect', at, agentId }),
  hold: ({ agentId, at }) => ({ type: 'hold', at, agentId }),
  unhold: ({ agentId, at }) => ({ type: 'unhold', at, agentId }),
  pauseRecording: ({ agentId, at }) => ({ type: 'pauseRecording', at, agentId, resumeAt: at + 120_000 }),
  confirmPause: ({ agentId, at }) => ({ type: 'confirmPause', at, agentId }),
  resumeRecording: ({ n, agentId, at }) => ({ type: 'resumeRecording', at, agentId: n > 1 ? null : agentId }),
  beginMeeting: ({ agentId, at, index }) => ({
    ...{ type: 'beginMeeting', at, agentId, meetingId: `m${index}`, joinUrl: 'https://meet.test/m' },
    ...{ untilAt: at + 3_600_000, invitation: { kind: 'sendText', text: 'come' } },
  }),
  endMeeting: ({ agentId, at }) => ({ type: 'endMeeting', at, agentId }),
  park: ({ agentId, at }) => ({ type: 'park', at, agentId }),
  failConnect: ({ agentId, at }) => ({ type: 'failConnect', at, agentId, failure: 'notAnswered' }),
  relayLater: ({ at }) => ({ type: 'relayLater', at }),
  resume: ({ at, index }) => ({ type: 'resume', at, visit: visit(index, at) }),
  loseAgent: ({ n, agentId, at, index }) =>
    n > 2
      ? { type: 'loseAgent', at, agentId, loss: 'legFailed', visit: visit(index, at), wrapUpMs: 30_000 }
      : { type: 'loseAgent', at, agentId, loss: 'signedOut', visit: visit(index, at), wrapUpMs: 0 },
  defer: ({ n, at, index }) => ({
    type: 'defer',
    at,
    work: workOf(n),
    visit: { ...visit(index, at), work: workOf(n).kind },
    notBefore: 0,
    words: lastWords,
  }),
  confirmCustomer: ({ at }) => ({ type: 'confirmCustomer', at, connectWithinMs: 25_000 }),
  failDial: ({ n, at }) => ({
    type: 'failDial',
    at,
    why: n > 2 ? 'noLine' : 'busy',
    retryAt: at + 1000,
    attempts: 2,
    lastText: null,
  }),
  leaveQueue: ({ n, at, index }) => ({
    type: 'leaveQueue',
    at,
    visitId: `v${n}`,
    outcome: 'expired',
    then: flowCommand(n, index),
  }),
  moveVisit: ({ n, at, index }) => ({ type: 'moveVisit', at, visitId: `v${n}`, visit: visit(index, at) }),
  // A silence lasts before it is broken.
  nudge: ({ n, at }) => ({
    type: 'nudge',
    at,
    quietSince: at - (n + 1) * 1000,
    text: 'still there?',
    agentOwesAnswer: n > 1,
  }),
  leave: ({ at }) => ({ type: 'leave', at, reason: 'customerLeft', shortAbandonMs: 5000, wrapUpMs: 30_000 }),
  finish: ({ n, agentId, code, at }) => ({
    type: 'finish',
    at,
    agentId,
    code,
    ends: code === null && n % 2 === 0 ? 'conversation' : 'all',
    wrapUpMs: 30_000,
  }),
  wrapUpExpired: ({ n, at }) => ({ type: 'wrapUpExpired', at, assignmentId: assignmentIdOf(`assignment${n}`) }),
  end: ({ at }) => ({ type: 'end', at, reason: 'idle', words: lastWords, shortAbandonMs: 5000, wrapUpMs: 30_000 }),
};

/** The command as the flows make it. */
export function toCommand(drawn: Drawn, index: number): InteractionCommand {
  const { n, type } = drawn;
  return MAKERS[type]({
    ...drawn,
    at: (index + 1) * 1000,
    index,
    offerId: offerIdOf(`offer${n}`),
    assignmentId: assignmentIdOf(`assignment${index}`),
    shardId: shardIdOf('s1'),
  });
}
