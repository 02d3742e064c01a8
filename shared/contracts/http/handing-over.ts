import { z } from 'zod';
import { REACHABILITIES } from '../../core/agent/reachability';
import { CHANNELS } from '../../core/lib/channel';
import { changed } from './interaction';
import { interactionParams, none, onInteraction } from './on-interaction';
import { operation } from './operation';

/** What the next agent should know. */
const handoverNote = z.string().trim().min(1).max(1_000);

/** A Teams auto attendant or call queue: one of the interaction's `voiceApps`. */
const voiceAppTarget = z.object({ kind: z.literal('voiceApp'), voiceAppId: z.string().min(1).max(60) });

const transferTarget = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('queue'), queueId: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('agent'), agentId: z.string().min(1).max(60) }),
    voiceAppTarget,
  ])
  .meta({ id: 'TransferTarget' });

const consultTarget = z
  .discriminatedUnion('kind', [
    /** Any Teams user of the organisation, by object id. */
    z.object({ kind: z.literal('expert'), userId: z.uuid(), name: z.string().trim().min(1).max(120) }),
    z.object({ kind: z.literal('colleague'), agentId: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('number'), number: z.string().regex(/^\+[1-9]\d{6,14}$/) }),
    voiceAppTarget,
  ])
  .meta({ id: 'ConsultTarget' });

const transferTargets = z
  .object({
    queues: z
      .array(
        z.object({
          queueId: z.string(),
          name: z.string(),
          channels: z.array(z.enum(CHANNELS)).readonly(),
          isOpen: z.boolean(),
          waiting: z.number().int(),
          /** Agents who are Ready there. */
          ready: z.number().int(),
        }),
      )
      .readonly(),
    agents: z.array(z.object({ agentId: z.string(), name: z.string(), availability: z.string() })).readonly(),
  })
  .meta({ id: 'TransferTargets' });

const expert = z
  .object({
    userId: z.string(),
    name: z.string(),
    title: z.string().nullable(),
    /** By their presence in Teams. */
    reachability: z.enum(REACHABILITIES),
  })
  .meta({ id: 'Expert' });

/** How an agent brings a customer to somebody else. */
export const handingOverOperations = {
  listTransferTargets: operation({
    method: 'GET',
    path: '/agent/transfer-targets',
    summary: 'Queues and colleagues to whom a customer may be handed over, as they are now.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: transferTargets,
  }),
  findExperts: operation({
    method: 'POST',
    path: '/agent/experts',
    summary:
      'People of the organisation, agents or not, by how the words of their name or their mail address begin, as Teams shows them now: who answers most likely first. A POST, so that no name stands in a log of addresses. Answers 409 where the directory cannot be asked.',
    access: 'agent',
    params: none,
    query: none,
    body: z.object({ words: z.string().trim().min(2).max(100) }),
    answer: z.object({ experts: z.array(expert).readonly() }),
  }),
  transferInteraction: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/transfer',
    summary:
      'Hands the customer over: to a queue at once, to a colleague when they accept, to a Teams auto attendant or call queue when it answers (which gets no note). Answers 409 when the target takes nobody now; the customer has not moved then.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: z.object({ to: transferTarget, note: handoverNote.nullable().default(null) }),
    answer: changed,
  }),
  consult: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/consult',
    summary:
      'Rings somebody beside a caller, who hears music. `blind`: whoever answers has the caller at once, and an answering machine does too.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: z.object({ with: consultTarget, blind: z.boolean().default(false) }),
    answer: changed,
  }),
  completeConsult: onInteraction('consult/complete', 'Leaves the caller with whoever was brought in.'),
  joinConsult: onInteraction('consult/join', 'All talk with each other.'),
  cancelConsult: onInteraction('consult/cancel', 'Goes back to the caller; whoever was asked is let go.'),
  cancelTransfer: onInteraction('transfer/cancel', 'Keeps a customer whom no colleague has accepted yet.'),
} as const;
