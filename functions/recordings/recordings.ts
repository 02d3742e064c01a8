import type { HttpResponseInit } from '@azure/functions';
import { interactionRefOf, type InteractionRef } from '../../shared/core/lib/ids';
import { agentOfPerson } from '../../shared/flows/agents/agent-of-person';
import { pauseRecording } from '../../shared/flows/agents/pause-recording';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { audioOf, recordingOf } from '../../shared/flows/play-recording';
import type { Recording } from '../../shared/ports/recordings';
import type { RecordingView } from '../../shared/contracts/http/recordings';
import type { Caller } from '../../shared/security/entra';
import { holdsOneOf } from '../../shared/security/roles';
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
      recording: await pauseRecording(deps, interactionRefOf(tenantId, params.interactionId), agentId, wanted),
    }));
  listenerOperation('listRecordings', async (app, caller, { params, query }) => {
    const ref = interactionRefOf(query.tenantId, params.interactionId);
    const isAudible = await earsOf(app, caller, ref);
    const recordings = (await app.deps.recordings.of(ref)).filter(isAudible).map(viewOf);
    return { status: 200, jsonBody: { recordings } };
  });
  listenerOperation('playRecording', async (app, caller, { params, query }) => {
    const ref = interactionRefOf(query.tenantId, params.interactionId);
    const isAudible = await earsOf(app, caller, ref);
    const recording = await recordingOf(app.deps, ref, params.recordingId);
    if (!isAudible(recording)) throw new FlowError('notFound', 'There is no such recording.');
    return play(app, caller, recording);
  });
  roleOperation('holdRecording', async (app, caller, { params, query, body }) => {
    const ref = interactionRefOf(await ownTenant(app, caller, query.tenantId), params.interactionId);
    const { recordingRef } = await recordingOf(app.deps, ref, params.recordingId);
    const { isOnHold } = body;
    const changed = await app.deps.recordings.change(recordingRef, (known) => ({ ...known, isOnHold }));
    auditUse(app, 'recording hold', caller, { recordingRef, isOnHold });
    if (changed === undefined) throw new FlowError('notFound', 'There is no such recording.');
    return viewOf(changed);
  });
}

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

/** A recording as the API shows it. A gap that an earlier release wrote, without the instant of its confirmation, counts from its beginning. */
export const viewOf = ({ recordingRef, of, beganAt, gaps, copy, isOnHold }: Recording): RecordingView => ({
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
