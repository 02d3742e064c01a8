import { z } from 'zod';
import { utterance } from './interaction';
import { operation } from './operation';

const none = z.object({});
const at = z.number().int();
const tenant = z.object({ tenantId: z.string().min(1).max(60) });
const interactionParams = z.object({ interactionId: z.string().min(1).max(100) });
const params = interactionParams.extend({ recordingId: z.string().min(1).max(200) });

const recording = z
  .object({
    recordingId: z.string(),
    of: z.enum(['voicemail', 'call']),
    beganAt: at,
    /** Parts of the call that were not recorded, and by whom that was asked; `to` is null while it lasts, `confirmedAt` until the platform has stopped. */
    gaps: z.array(z.object({ from: at, to: at.nullable(), by: z.string(), confirmedAt: at.nullable() })),
    /** Null until the file is there. */
    file: z
      .object({ lengthMs: at, sizeBytes: at, sha256: z.string(), storedAt: at, keepUntil: at.nullable() })
      .nullable(),
    isOnHold: z.boolean(),
  })
  .meta({ id: 'Recording' });
/** With whom: the caller, and the agents in the order in which they had them. */
const listed = recording
  .extend({
    interactionId: z.string(),
    customerName: z.string().nullable(),
    customerAddress: z.string(),
    agents: z.array(z.string()),
  })
  .meta({ id: 'ListedRecording' });
const paused = z.object({ recording: z.enum(['none', 'on', 'pausing', 'paused']) });

const pause = (verb: 'pause' | 'resume', summary: string) =>
  operation({
    method: 'POST',
    path: `/agent/interactions/{interactionId}/recording/${verb}`,
    summary,
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: paused,
  });

/** Recordings of calls, and what callers left behind. To hear one is a right of its own. */
export const recordingOperations = {
  pauseRecording: pause(
    'pause',
    'Stops recording: the customer says what nobody may keep. `pausing` until the platform has said that it stopped, and only then may be asked; a repeat answers how it stands. After two minutes it goes on by itself.',
  ),
  resumeRecording: pause('resume', 'Records on.'),
  listRecordings: operation({
    method: 'GET',
    path: '/interactions/{interactionId}/recordings',
    summary: 'What was recorded in an interaction. For listeners; agents see the voicemails of their own interactions.',
    access: 'listener',
    params: interactionParams,
    query: tenant,
    body: null,
    answer: z.object({ recordings: z.array(recording) }),
  }),
  listTenantRecordings: operation({
    method: 'GET',
    path: '/recordings',
    summary: 'What was recorded for a tenant in a span of at most 31 days, the newest 200. For listeners.',
    access: 'listener',
    params: none,
    query: tenant.extend({ from: z.iso.datetime(), to: z.iso.datetime() }),
    body: null,
    answer: z.object({ recordings: z.array(listed) }),
  }),
  playRecording: operation({
    method: 'GET',
    path: '/interactions/{interactionId}/recordings/{recordingId}/audio',
    summary: 'The audio (WAV). Each time leaves an audit line.',
    access: 'listener',
    params,
    query: tenant,
    body: null,
    answer: z.unknown(),
  }),
  readTranscript: operation({
    method: 'GET',
    path: '/interactions/{interactionId}/transcript',
    summary:
      'What was said in a call, of queues that have it written down. For listeners; each time leaves an audit line. It is deleted with the recording.',
    access: 'listener',
    params: interactionParams,
    query: tenant,
    body: null,
    answer: z.object({ transcript: z.array(utterance) }),
  }),
  holdRecording: operation({
    method: 'PUT',
    path: '/interactions/{interactionId}/recordings/{recordingId}/hold',
    summary: 'A legal hold keeps a recording whatever its time, until it is taken back.',
    access: 'admin',
    params,
    query: tenant,
    body: z.object({ isOnHold: z.boolean() }),
    answer: recording,
  }),
} as const;

export type ListedRecording = z.infer<typeof listed>;
export type RecordingView = z.infer<typeof recording>;
