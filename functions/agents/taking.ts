import { interactionRefOf } from '../../shared/core/lib/ids';
import { cancelConsult, completeConsult, consult, joinConsult } from '../../shared/flows/agents/consult';
import { findExperts } from '../../shared/flows/agents/find-experts';
import { cancelTransfer, transferInteraction } from '../../shared/flows/agents/transfer';
import { transferTargets } from '../../shared/flows/agents/transfer-choices';
import { listWaiting, pullVisit, queuesOfAgent } from '../../shared/flows/routing/take-visit';
import { agentOperation } from '../operations';
import { changedOf, summaryOf } from './views';

/** What agents take by hand, and hand to others. */
export function registerTaking(): void {
  agentOperation('listWaiting', async ({ deps }, { tenantId, agentId }) => {
    const queueIds = await queuesOfAgent(deps, tenantId, agentId);
    return { waiting: await listWaiting(deps, tenantId, queueIds) };
  });
  agentOperation('pullInteraction', async ({ deps }, { tenantId, agentId }, { params }) => {
    const ref = interactionRefOf(tenantId, params.interactionId);
    return { interaction: await summaryOf(deps, await pullVisit(deps, ref, agentId), agentId) };
  });
  agentOperation('listTransferTargets', ({ deps }, { tenantId, agentId }) => transferTargets(deps, tenantId, agentId));
  agentOperation('findExperts', async ({ deps }, { tenantId, agentId }, { body }) => ({
    experts: await findExperts(deps, tenantId, agentId, body.words),
  }));
  agentOperation('transferInteraction', async ({ deps }, { tenantId, agentId }, { params, body }) => {
    const ref = interactionRefOf(tenantId, params.interactionId);
    return changedOf(deps, await transferInteraction(deps, { ref, agentId, ...body }), agentId);
  });
  agentOperation('consult', async ({ deps }, { tenantId, agentId }, { params, body }) => {
    const ref = interactionRefOf(tenantId, params.interactionId);
    const asked = { ref, agentId, with: body.with, isBlind: body.blind };
    return changedOf(deps, await consult(deps, asked), agentId);
  });
  for (const [id, then] of Object.entries(AFTER_CONSULT) as [keyof typeof AFTER_CONSULT, AfterConsult][])
    agentOperation(id, async ({ deps }, { tenantId, agentId }, { params }) => {
      const ref = interactionRefOf(tenantId, params.interactionId);
      return changedOf(deps, await then(deps, ref, agentId), agentId);
    });
  agentOperation('cancelTransfer', async ({ deps }, { tenantId, agentId }, { params }) => {
    const ref = interactionRefOf(tenantId, params.interactionId);
    return changedOf(deps, await cancelTransfer(deps, ref, agentId), agentId);
  });
}

const AFTER_CONSULT = { completeConsult, joinConsult, cancelConsult } as const;
type AfterConsult = (typeof AFTER_CONSULT)[keyof typeof AFTER_CONSULT];
