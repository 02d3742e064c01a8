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
import { decide } from './decide';
import { evolve } from './evolve';
import type { InteractionCommand } from './commands';
import type { Interaction, Phase, QueueVisit } from './state';

const visit: QueueVisit = {
  visitId: visitIdOf('v'),
  attempt: 0,
  queueId: queueIdOf('support'),
  shardId: shardIdOf('main'),
  beganAt: 0,
  waitingSince: 0,
  targetMs: 0,
  priority: 0,
  requirements: [],
  preferredAgentId: null,
  deadlineAt: 600_000,
  position: '',
  language: 'en',
  work: 'live' as const,
};

const inPhase = (phase: Phase): Interaction => ({
  facts: {
    tenantId: tenantIdOf('contoso'),
    interactionId: interactionIdOf('i1'),
    channel: 'chat',
    customerAddress: 'c',
    customerName: null,
    ourAddress: 'o',
    externalRef: 't',
    flowId: 'f',
    configVersion: 1,
    openedAt: 0,
    continues: null,
  },
  deferred: null,
  seq: 3,
  phase,
  segments: [
    {
      agentId: agentIdOf('ada'),
      assignmentId: assignmentIdOf('a1'),
      offerId: offerIdOf('o1'),
      shardId: shardIdOf('main'),
      visit,
      acceptedAt: 1000,
      state: { name: 'talking' },
    },
  ],
});

const ACTIVE: Phase = { name: 'active', segment: 0, lastActivityAt: 1000, nudgedAt: null };
const nudge = (quietSince: number, agentOwesAnswer = false): InteractionCommand => ({
  type: 'nudge',
  at: quietSince + 180_000,
  quietSince,
  text: 'Are you still there?',
  agentOwesAnswer,
});

test('given a chat gone quiet, a nudge is one text to the customer', () => {
  const decision = decide(nudge(2000), inPhase(ACTIVE));
  expect(decision).toEqual({
    kind: 'decided',
    events: [{ type: 'nudged', at: 182_000 }],
    acts: [{ kind: 'sendText', text: 'Are you still there?' }],
  });
});

test('given a customer who waits for an answer, the agent is reminded too', () => {
  const decision = decide(nudge(2000, true), inPhase(ACTIVE));
  expect(decision).toMatchObject({ acts: [{ kind: 'sendText' }, { kind: 'showAgent', what: 'customerWaits' }] });
});

test('given a silence that was broken by a nudge, no other; given a new silence, another', () => {
  const nudged = evolve(inPhase(ACTIVE), { type: 'nudged', at: 182_000 });
  expect(decide(nudge(2000), nudged)).toEqual({ kind: 'ignored', reason: 'alreadyNudged' });
  expect(decide(nudge(190_000), nudged)).toMatchObject({ kind: 'decided' });
});

test('given anything but a conversation, nobody is nudged', () => {
  expect(decide(nudge(2000), inPhase({ name: 'queued', visit }))).toEqual({ kind: 'ignored', reason: 'notTalking' });
});
