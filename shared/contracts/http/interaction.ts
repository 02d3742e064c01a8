import { z } from 'zod';
import { VOICE_APP_KINDS } from '../../core/config/voice-app-source';
import { CHANNELS } from '../../core/lib/channel';

const at = z.number().int().meta({ description: 'Milliseconds since the epoch.' });
const channel = z.enum(CHANNELS);

/** An interaction as a list shows it. */
export const interactionSummary = z
  .object({
    interactionId: z.string(),
    channel,
    customerName: z.string().nullable(),
    customerAddress: z.string(),
    phase: z.enum([
      'arriving',
      'selfService',
      'queued',
      'alerting',
      'connecting',
      'active',
      'handedOn',
      'parked',
      'ended',
      'closed',
    ]),
    /** What the caller is to it: their own part, or none but an offer. */
    segment: z.enum(['connecting', 'talking', 'onHold', 'consulting', 'wrappingUp', 'done']).nullable(),
    /** The offer that brought it to the caller: Connect names it. */
    offerId: z.string().nullable(),
    queueName: z.string().nullable(),
    /** Who is asked to take the customer over; null: nobody. */
    handover: z.object({ kind: z.enum(['queue', 'agent']), id: z.string(), name: z.string() }).nullable(),
    /** Whom the agent brought into the call. */
    parties: z
      .array(
        z.object({
          partyId: z.string(),
          kind: z.enum(['expert', 'number', 'voiceApp']),
          name: z.string(),
          /** `private`: with the agent, while the customer hears music. */
          leg: z.enum(['ringing', 'private', 'joined']),
        }),
      )
      .readonly(),
    /** Where the agent and the customer meet; null: nowhere else. By `untilAt` silence in the conversation counts again. */
    meeting: z.object({ joinUrl: z.string(), untilAt: at }).nullable(),
    /** What the colleague who handed the customer over wants known. */
    note: z.string().nullable(),
    openedAt: at,
  })
  .meta({ id: 'InteractionSummary' });

const delivery = z.discriminatedUnion('status', [
  z.object({ status: z.literal('pending') }),
  z.object({ status: z.literal('sent'), at }),
  z.object({ status: z.literal('delivered'), at }),
  z.object({ status: z.literal('failed'), at, code: z.string() }),
]);

export const message = z
  .object({
    key: z.string(),
    direction: z.enum(['in', 'out']),
    author: z.object({ kind: z.enum(['customer', 'agent', 'system']), name: z.string().nullable() }),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(
      z.object({ name: z.string(), contentType: z.string(), sizeBytes: z.number(), url: z.string() }),
    ),
    sentAt: at,
    delivery,
  })
  .meta({ id: 'Message' });

/** What happened, in order; `seq` counts from 1 without gaps. Which fields an entry has beside these depends on its type. */
export const timelineEntry = z
  .object({ seq: z.number().int(), event: z.looseObject({ type: z.string(), at }) })
  .meta({ id: 'TimelineEntry' });

/** What an agent wrote down for colleagues. Customers never see it. */
export const note = z
  .object({ key: z.string(), author: z.string(), text: z.string(), writtenAt: at })
  .meta({ id: 'Note' });

/** What somebody said in a call, as speech recognition understood it, without what may be a card number. */
export const utterance = z
  .object({
    key: z.string(),
    /** `name` is null where it is not known; `other` is somebody whom an agent brought in. */
    speaker: z.object({ kind: z.enum(['customer', 'agent', 'other']), name: z.string().nullable() }),
    text: z.string(),
    saidAt: at,
  })
  .meta({ id: 'Utterance' });

/** How the customer says that it was, from 1 to 5. */
export const surveyAnswer = z
  .object({ score: z.number().int(), comment: z.string().nullable(), answeredAt: at })
  .meta({ id: 'SurveyAnswer' });

export const interactionView = interactionSummary
  .extend({
    ourAddress: z.string(),
    /** What the network that a call came over says of it. */
    headers: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
    timeline: z.array(timelineEntry),
    messages: z.array(message),
    notes: z.array(note),
    /** Calls of queues that have them written down. */
    transcript: z.array(utterance),
    /** Whoever the timeline names. */
    agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
    /** Whether what is said is kept; `pausing` until the platform has stopped. `pausedAt` is null while it is not asked to. */
    recording: z.object({ now: z.enum(['none', 'on', 'pausing', 'paused']), pausedAt: at.nullable() }),
    /** When the caller's wrap-up ends by itself; null before it began. */
    wrapUpBy: at.nullable(),
    /** One of these is asked for at the end; without any the end asks nothing. */
    wrapUpCodes: z.array(z.object({ code: z.string(), title: z.string() })),
    /** Teams auto attendants and call queues that this call can be brought to; none where its voice profile cannot. */
    voiceApps: z.array(z.object({ voiceAppId: z.string(), name: z.string(), kind: z.enum(VOICE_APP_KINDS) })),
    /** In the customer's language, for this channel. */
    cannedReplies: z.array(z.object({ id: z.string(), title: z.string(), text: z.string() })),
  })
  .meta({ id: 'Interaction' });

/** What became of an agent's request: a repeat, or one that came too late, changes nothing and says why. */
export const changed = z
  .discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('changed'), interaction: interactionSummary }),
    z.object({ outcome: z.literal('ignored'), reason: z.string(), interaction: interactionSummary }),
  ])
  .meta({ id: 'Changed' });

export const sentMessage = z
  .object({ key: z.string(), delivery })
  .meta({ id: 'SentMessage', description: '`pending` goes out behind an earlier message.' });

export type InteractionSummary = z.infer<typeof interactionSummary>;
export type InteractionView = z.infer<typeof interactionView>;
export type MessageView = z.infer<typeof message>;
export type DeliveryView = z.infer<typeof delivery>;
export type UtteranceView = z.infer<typeof utterance>;
export type NoteView = z.infer<typeof note>;
export type ChangedView = z.infer<typeof changed>;
