import type { Me } from '../../shared/contracts/http/desk';
import { isSoftphoneEntry } from '../../shared/core/config/softphone-entry';
import { agentOfPerson } from '../../shared/flows/agents/agent-of-person';
import type { Caller } from '../../shared/security/entra';
import { holdsOneOf } from '../../shared/security/roles';
import type { App } from '../compose';
import { personOperation } from '../operations';

/** Tells whoever signs in what is theirs: work as an agent, the floor as a supervisor, both, or nothing. */
export function registerMe(): void {
  personOperation('getMe', async (app, caller): Promise<Me> => {
    const found = caller.kind === 'person' ? await agentOfPerson(app.deps, caller) : undefined;
    return {
      name: caller.kind === 'person' ? caller.name : null,
      agent: found === undefined ? null : await agentView(app, found),
      oversees: holdsOneOf(caller.roles, ['supervisor']) ? await tenantsOf(app, caller) : [],
      hears: holdsOneOf(caller.roles, ['listener']) ? await tenantsOf(app, caller) : [],
      holds: holdsOneOf(caller.roles, ['admin']),
    };
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof agentOfPerson>>>;

async function agentView({ deps }: App, { agent, tenantId }: Found): Promise<Me['agent']> {
  const { config } = await deps.configs.live(tenantId);
  const hasSoftphone = [...config.entryPoints.values()].some(isSoftphoneEntry);
  return { agentId: agent.id, name: agent.name, tenantId, hasSoftphone };
}

async function tenantsOf({ deps }: App, { entraTenantId }: Caller): Promise<Me['oversees']> {
  const ids = await deps.configs.tenants();
  const all = await Promise.all(ids.map(async (tenantId) => ({ tenantId, ...(await deps.configs.live(tenantId)) })));
  return all
    .filter(({ config }) => config.tenant.entraTenantId === entraTenantId)
    .map(({ tenantId, config }) => ({ tenantId, name: config.tenant.name }));
}
