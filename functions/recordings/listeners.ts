import type { ListedRecording } from '../../shared/contracts/http/recordings';
import type { CompiledConfig } from '../../shared/core/config/compiled';
import { interactionRefOf } from '../../shared/core/lib/ids';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { Recording } from '../../shared/ports/recordings';
import { holdsOneOf } from '../../shared/security/roles';
import { utteranceOf } from '../agents/views';
import { auditUse } from '../audit';
import type { App } from '../compose';
import { listenerOperation } from '../operations';
import { ownTenant } from '../supervisors/metrics';
import { viewOf } from './recordings';

/** What those who may hear a tenant's recordings find and read of them. */
export function registerListeners(): void {
  listenerOperation('listTenantRecordings', async (app, caller, { query }) => {
    if (!holdsOneOf(caller.roles, ['listener'])) throw new FlowError('notFound', 'There is no such tenant.');
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const span = { from: Date.parse(query.from), to: Date.parse(query.to) };
    if (span.to - span.from > LONGEST_SPAN_MS) throw new FlowError('invalid', 'At most 31 days are listed at once.');
    const found = await app.deps.recordings.begunIn(tenantId, span, MOST_LISTED);
    auditUse(app, 'recordings listed', caller, { tenantId, count: found.length });
    const { config } = await app.deps.configs.live(tenantId);
    const recordings = await Promise.all(found.map((one) => listedOf(app, config, one)));
    return { status: 200, jsonBody: { recordings } };
  });
  listenerOperation('readTranscript', async (app, caller, { params, query }) => {
    const ref = interactionRefOf(query.tenantId, params.interactionId);
    if (!holdsOneOf(caller.roles, ['listener'])) throw new FlowError('notFound', 'There is no such interaction.');
    await ownTenant(app, caller, ref.tenantId);
    const stored = await app.deps.interactions.glance(ref);
    if (stored === undefined) throw new FlowError('notFound', 'There is no such interaction.');
    const { config } = await app.deps.configs.live(ref.tenantId);
    auditUse(app, 'transcript read', caller, { interactionId: ref.interactionId });
    const transcript = (await app.deps.transcripts.of(ref)).map(utteranceOf(config, stored.interaction));
    return { status: 200, jsonBody: { transcript } };
  });
}

const LONGEST_SPAN_MS = 31 * 86_400_000;
const MOST_LISTED = 200;

/** Of an interaction that is gone its recording alone is told. */
async function listedOf({ deps }: App, config: CompiledConfig, recording: Recording): Promise<ListedRecording> {
  const { interaction: ref } = recording;
  const seen = await deps.interactions.glance(ref);
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
