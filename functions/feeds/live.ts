import { app as host, type InvocationContext } from '@azure/functions';
import { interactionChanges, type InteractionChange } from '../../shared/contracts/events/live-feed';
import type { LiveUpdate } from '../../shared/contracts/live';
import type { AgentId, TenantId } from '../../shared/core/lib/ids';
import type { Deps } from '../../shared/flows/lib/deps';
import { agentChanges, type AgentChange } from '../../shared/flows/live/agent-changes';
import { messageOf, offerOf, summaryOf } from '../agents/views';
import { appOf } from '../compose';
import { reasonOf } from '../reason-of';
import { withDurableClient } from '../register';

/** Desks are told within this time and what the services between take. */
const POLL_MS = 500;

/** What changes in interactions, from the change feed to the desks of the agents concerned. A batch that fails comes again. */
export const registerLiveFeed = (): void =>
  host.cosmosDB('live', {
    connection: 'COSMOS',
    databaseName: '%COSMOS_DATABASE%',
    containerName: 'interactions',
    leaseContainerName: 'leases',
    leaseContainerPrefix: 'live-',
    feedPollDelay: POLL_MS,
    retry: { strategy: 'fixedDelay', delayInterval: { seconds: 2 }, maxRetryCount: -1 },
    ...withDurableClient,
    handler: (documents: unknown[], context: InvocationContext) => tellDesks(appOf(context).deps, documents),
  });

/** Tells each agent concerned what the documents say, in one publication for each. Looking it up costs request units: only for whom it may reach. */
export async function tellDesks(deps: Deps, documents: readonly unknown[]): Promise<void> {
  if (!deps.live.isThere) return;
  const changes = interactionChanges(documents);
  const desks = new Map<string, Desk>();
  for (const change of await heardOf(deps, changes))
    for (const one of await agentChanges(deps, change)) {
      const { tenantId } = one.ref;
      const desk = desks.get(`${tenantId}/${one.agentId}`) ?? { tenantId, agentId: one.agentId, updates: [] };
      desk.updates.push(...(await updatesOf(deps, one)));
      desks.set(`${tenantId}/${one.agentId}`, desk);
    }
  await tellPages(deps, changes);
  await Promise.all(
    [...desks.values()].map(({ updates, ...agent }) => deps.live.publish({ kind: 'agent', ...agent }, updates)),
  );
}

/** Those of tenants that have a desk open. A service that does not say counts as one that has. */
async function heardOf({ live }: Deps, changes: readonly InteractionChange[]): Promise<readonly InteractionChange[]> {
  const tenants = [...new Set(changes.map(({ ref }) => ref.tenantId))];
  const heard = await Promise.all(tenants.map((tenantId) => live.hasDesks(tenantId).catch(() => true)));
  return changes.filter(({ ref }) => heard[tenants.indexOf(ref.tenantId)] === true);
}

/** Pages of customers ask where they stand whenever that may have changed. Best effort: they ask from time to time anyway. */
async function tellPages(deps: Deps, changes: readonly InteractionChange[]): Promise<void> {
  const threads = changes.flatMap(({ interaction }) =>
    interaction?.facts.channel === 'chat' ? [interaction.facts.externalRef] : [],
  );
  const told = [...new Set(threads)].map((threadId) => deps.live.tellChat(threadId, { kind: 'changed' }));
  for (const one of await Promise.allSettled(told))
    if (one.status === 'rejected') deps.log.warn('page of a chat not told', { why: reasonOf(one.reason) });
}

interface Desk {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly updates: LiveUpdate[];
}

async function updatesOf(deps: Deps, change: AgentChange): Promise<LiveUpdate[]> {
  const { ref, agentId, stored, offer, isHeld, messages } = change;
  const { interactionId } = ref;
  const contact = {
    interactionId,
    seq: stored.interaction.seq,
    offer: offer === null ? null : await offerOf(deps, ref.tenantId, offer, stored),
    interaction: isHeld ? await summaryOf(deps, stored, agentId) : null,
  };
  return [
    { kind: 'contact', contact },
    ...messages.map((one) => ({ kind: 'message' as const, interactionId, message: messageOf(one) })),
  ];
}
