import { z } from 'zod';
import { agentState, offer } from './http/agents';
import { interactionSummary, message } from './http/interaction';
import { liveFigures } from './http/metrics';

/** What an interaction is to one agent: an offer to them, something they hold or held, or (both null) theirs no more. */
export const liveContact = z
  .object({
    interactionId: z.string(),
    /** Number of events of the interaction so far: of two contacts with the same id the higher one is true. */
    seq: z.number().int(),
    offer: offer.nullable(),
    interaction: interactionSummary.nullable(),
  })
  .meta({ id: 'LiveContact' });

/**
 * What changed. Every update says how things are, not how they differ, so that repeats and late ones do no harm.
 * `reload`: something is too large for the stream; the snapshot has it.
 */
export const liveUpdate = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('contact'), contact: liveContact }),
    z.object({ kind: z.literal('message'), interactionId: z.string(), message }),
    z.object({ kind: z.literal('agentState'), seq: z.number().int(), state: agentState }),
    z.object({ kind: z.literal('figures'), figures: liveFigures }),
    /** The customer writes, and has not sent it: shown for some seconds. */
    z.object({ kind: z.literal('typing'), interactionId: z.string() }),
    z.object({ kind: z.literal('reload') }),
  ])
  .meta({ id: 'LiveUpdate' });

/**
 * One message of the stream. `n` counts the frames of one writer to one listener's group from 1 without gaps: who hears
 * a number without the one before it has missed something, and loads the snapshot.
 */
export const liveFrame = z
  .object({ writer: z.string().min(1), n: z.number().int().positive(), updates: z.array(liveUpdate) })
  .meta({ id: 'LiveFrame', description: 'One message over Web PubSub, as JSON.' });

/** Everything that the stream of an agent goes on from. */
export const agentSnapshot = z
  .object({
    stateSeq: z.number().int(),
    state: agentState,
    contacts: z.array(liveContact.extend({ messages: z.array(message) })),
  })
  .meta({ id: 'AgentSnapshot' });

export type LiveContact = z.infer<typeof liveContact>;
export type LiveUpdate = z.infer<typeof liveUpdate>;
export type LiveFrame = z.infer<typeof liveFrame>;
export type AgentSnapshot = z.infer<typeof agentSnapshot>;
