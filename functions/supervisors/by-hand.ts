import { agentIdOf, interactionRefOf, type AgentId, type TenantId } from '../../shared/core/lib/ids';
import { setAgentState } from '../../shared/flows/agents/set-agent-state';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { agentOf } from '../../shared/flows/lib/live-configs';
import { assignVisit, listWaiting, queuesOfAgent, waitingVisit } from '../../shared/flows/routing/take-visit';
import { moveAgent } from '../../shared/flows/supervisors/move-agent';
import { overseenQueues } from '../../shared/flows/supervisors/oversight';
import { heldBy, takeBack } from '../../shared/flows/supervisors/take-back';
import type { Caller } from '../../shared/security/entra';
import { stateOf } from '../agents/state';
import { changedOf } from '../agents/views';
import { auditDeed } from '../audit';
import type { App } from '../compose';
import { roleOperation } from '../operations';
import { ownTenant } from './metrics';

/** What supervisors do by hand. Whatever is not in their queues is not there for them. */
export function registerByHand(): void {
  roleOperation('listWaitingInTenant', async (app, caller, { query }) => {
    const { tenantId, overseen } = await placeOf(app, caller, query.tenantId);
    return { waiting: await listWaiting(app.deps, tenantId, overseen) };
  });
  registerByInteraction();
  registerByAgent();
}

function registerByInteraction(): void {
  roleOperation('assignInteraction', async (app, caller, { params, query, body }) => {
    const { tenantId, overseen } = await placeOf(app, caller, query.tenantId);
    const ref = interactionRefOf(tenantId, params.interactionId);
    mustOversee(overseen, [(await waitingVisit(app.deps, ref)).queueId]);
    const agentId = agentIdOf(body.agentId);
    const { objectId: by } = caller;
    const seen = await assignVisit(app.deps, { ref, agentId, by, isForced: body.force });
    auditDeed(app, caller, { operation: 'assignInteraction', ...ref, agentId, force: body.force });
    return { agentId, phase: seen.interaction.phase.name };
  });
  roleOperation('takeBackInteraction', async (app, caller, { params, query, body }) => {
    const { tenantId, overseen } = await placeOf(app, caller, query.tenantId);
    const ref = interactionRefOf(tenantId, params.interactionId);
    const seen = await app.deps.interactions.glance(ref);
    const held = seen === undefined ? undefined : heldBy(seen.interaction);
    if (held === undefined) throw new FlowError('notFound', 'No agent has such an interaction.');
    mustOversee(overseen, [held.visit.queueId]);
    const changed = await takeBack(app.deps, { ref, by: caller.objectId, queueId: body.queueId });
    auditDeed(app, caller, { operation: 'takeBackInteraction', ...ref, agentId: held.agentId, outcome: changed.kind });
    return changedOf(app.deps, changed, null);
  });
}

function registerByAgent(): void {
  roleOperation('forceAgentState', async (app, caller, { params, query, body }) => {
    const { tenantId, overseen } = await placeOf(app, caller, query.tenantId);
    const { agentId } = await overseenAgent(app, tenantId, overseen, params.agentId);
    await setAgentState(app.deps, tenantId, agentId, body, caller.objectId);
    auditDeed(app, caller, { operation: 'forceAgentState', tenantId, agentId, state: body.kind });
    return stateOf(app.deps, { tenantId, agentId });
  });
  roleOperation('moveAgent', async (app, caller, { params, query, body }) => {
    const { tenantId, overseen } = await placeOf(app, caller, query.tenantId);
    const { agentId } = await overseenAgent(app, tenantId, overseen, params.agentId);
    const { join: joins, leave: leaves } = body;
    mustOversee(overseen, [...joins, ...leaves]);
    await moveAgent(app.deps, { tenantId, agentId, joins, leaves, by: caller.objectId });
    auditDeed(app, caller, { operation: 'moveAgent', tenantId, agentId, joins, leaves });
    return { agentId, queueIds: [...(await queuesOfAgent(app.deps, tenantId, agentId))] };
  });
}

async function placeOf(app: App, caller: Caller, asked: string) {
  const tenantId = await ownTenant(app, caller, asked);
  return { tenantId, overseen: await overseenQueues(app.deps, tenantId, caller.objectId) };
}

function mustOversee(overseen: ReadonlySet<string>, queueIds: readonly string[]): void {
  if (queueIds.every((queueId) => overseen.has(queueId))) return;
  throw new FlowError('notFound', 'There is no such thing in the queues of the caller.');
}

/** An agent of at least one queue of the supervisor: by the configuration, or because they were moved there. */
async function overseenAgent({ deps }: App, tenantId: TenantId, overseen: ReadonlySet<string>, id: string) {
  const agentId: AgentId = agentIdOf(id);
  const agent = await agentOf(deps, tenantId, agentId);
  const queueIds = agent === undefined ? [] : [...(await queuesOfAgent(deps, tenantId, agentId)), ...agent.queueIds];
  if (agent === undefined || !queueIds.some((queueId) => overseen.has(queueId)))
    throw new FlowError('notFound', 'There is no such agent.');
  return { agentId, agent };
}
