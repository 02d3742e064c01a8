import type { HttpResponseInit } from '@azure/functions';
import { interactionIdOf, tenantIdOf, type InteractionRef } from '../../shared/core/lib/ids';
import { agentOfPerson } from '../../shared/flows/agents/agent-of-person';
import { pauseRecording } from '../../shared/flows/agents/pause-recording';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { audioOf, recordingOf } from '../../shared/flows/play-recording';
import type { Recording } from '../../shared/ports/recordings';
import type { ListedRecording, RecordingView } from '../../shared/contracts/http/recordings';
import type { Caller } from '../../shared/security/entra';
import { holdsOneOf } from '../../shared/security/roles';
import { utteranceOf } from '../agents/views';
import { auditUse } from '../audit';
import type { App } from '../compose';
import { agentOperation, listenerOperation, roleOperation } from '../operations';
import { ownTenant } from '../supervisors/metrics';

/** Recordings: who may hear them, and how long they are kept. */
export function registerCallRecordings(): void {
  for (const [id, wanted] of [
    ['pauseRecording', 'pause'],
    ['resumeRecording', 'resume'],
  ] as const)
    agentOperation(id, async ({ deps }, { tenantId, agentId }, { params }) => ({
      recording: await pauseRecording(deps, refOf(tenantId, params.interactionId), agentId, wanted),
    }));
  listenerOperation('listRecordings', async (app, caller, { params, query }) => {
    const ref = refOf(query.tenantId, params.interactionId);
    const isAudible = await earsOf(app, caller, ref);
    const recordings = (await app.deps.recordings.of(ref)).filter(isAudible).map(viewOf);
    return { status: 200, jsonBody: { recordings } };
  });
  listenerOperation('listTenantRecordings', async (app, caller, { query }) => {
    if (!holdsOneOf(caller.roles, ['listener'])) throw new FlowError('notFound', 'There is no such tenant.');
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const span = { from: Date.parse(query.from), to: Date.parse(query.to) };
    if (span.to - span.from > LONGEST_SPAN_MS) throw new FlowError('invalid', 'At most 31 days are listed at once.');
    const found = await app.deps.recordings.begunIn(tenantId, span, MOST_LISTED);
    auditUse(app, 'recordings listed', caller, { tenantId, count: found.length });
    return { status: 200, jsonBody: { recordings: await Promise.all(found.map((one) => listedOf(app, one))) } };
  });
  listenerOperation('playRecording', async (app, caller, { params, query }) => {
    const ref = refOf(query.tenantId, params.interactionId);
    const isAudible = await earsOf(app, caller, ref);
    const recording = await recordingOf(app.deps, ref, params.recordingId);
    if (!isAudible(recording)) throw new FlowError('notFound', 'There is no such recording.');
    return play(app, caller, recording);
  });
  listenerOperation('readTranscript', async (app, caller, { params, query }) => {
    const ref = refOf(query.tenantId, params.interactionId);
    if (!holdsOneOf(caller.roles, ['listener'])) throw new FlowError('notFound', 'There is no such interaction.');
    await ownTenant(app, caller, ref.tenantId);
    const stored = await app.deps.interactions.glance(ref);
    if (stored === undefined) throw new FlowError('notFound', 'There is no such interaction.');
    const { config } = await app.deps.configs.live(ref.tenantId);
    auditUse(app, 'transcript read', caller, { interactionId: ref.interactionId });
    const transcript = (await app.deps.transcripts.of(ref)).map(utteranceOf(config, stored.interaction));
    return { status: 200, jsonBody: { transcript } };
  });
  roleOperation('holdRecording', async (app, caller, { params, query, body }) => {
    const ref = refOf(await ownTenant(app, caller, query.tenantId), params.interactionId);
    const { recordingRef } = await recordingOf(app.deps, ref, params.recordingId);
    const { isOnHold } = body;
    const changed = await app.deps.recordings.change(recordingRef, (known) => ({ ...known, isOnHold }));
    auditUse(app, 'recording hold', caller, { recordingRef, isOnHold });
    if (changed === undefined) throw new FlowError('notFound', 'There is no such recording.');
    return viewOf(changed);
  });
}

const refOf = (tenantId: string, interactionId: string): InteractionRef => ({
  tenantId: tenantIdOf(tenantId),
  interactionId: interactionIdOf(interactionId),
});

/** Which recordings of an interaction a caller may hear: listeners of the tenant all, its agents what callers left them. */
async function earsOf(app: App, caller: Caller, ref: InteractionRef): Promise<(recording: Recording) => boolean> {
  if (holdsOneOf(caller.roles, ['listener'])) {
    await ownTenant(app, caller, ref.tenantId);
    return () => true;
  }
  const found = caller.kind === 'person' ? await agentOfPerson(app.deps, caller) : undefined;
  const seen = found?.tenantId === ref.tenantId ? await app.deps.interactions.glance(ref) : undefined;
  if (!seen?.interaction.segments.some(({ agentId }) => agentId === found?.agent.id))
    throw new FlowError('notFound', 'There is no such interaction.');
  return ({ of }) => of === 'voicemail';
}

async function play(app: App, caller: Caller, recording: Recording): Promise<HttpResponseInit> {
  const { copy, content } = await audioOf(app.deps, recording);
  const { recordingRef, interaction } = recording;
  // Who heard what: an audit asks.
  auditUse(app, 'recording played', caller, { recordingRef, interactionId: interaction.interactionId });
  const headers = {
    'content-type': copy.contentType,
    'cache-control': 'no-store',
    'content-disposition': 'attachment; filename="recording.wav"',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: content };
}

const LONGEST_SPAN_MS = 31 * 86_400_000;
const MOST_LISTED = 200;

/** Of an interaction that is gone its recording alone is told. */
async function listedOf({ deps }: App, recording: Recording): Promise<ListedRecording> {
  const { interaction: ref } = recording;
  const [seen, { config }] = await Promise.all([deps.interactions.glance(ref), deps.configs.live(ref.tenantId)]);
  const { facts, segments = [] } = seen?.interaction ?? {};
  const agents = [...new Set(segments.map(({ agentId }) => config.agents.get(agentId)?.name ?? agentId))];
  return {
    ...viewOf(recording),
    interactionId: ref.interactionId,
    customerName: facts?.customerName ?? null,
    customerAddress: facts?.customerAddress ?? '',
    agents,
  };
}

const viewOf = ({ recordingRef, of, beganAt, gaps, copy, isOnHold }: Recording): RecordingView => ({
  recordingId: recordingRef,
  of,
  beganAt,
  gaps: gaps.map(({ from, to, by, confirmedAt = from }) => ({ from, to, by, confirmedAt })),
  file: copy && {
    lengthMs: copy.lengthMs,
    sizeBytes: copy.sizeBytes,
    sha256: copy.sha256,
    storedAt: copy.storedAt,
    keepUntil: copy.keepUntil,
  },
  isOnHold,
});
