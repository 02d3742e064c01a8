import type { Me } from '../../shared/contracts/http/desk';
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
      agent: found === undefined ? null : { agentId: found.agent.id, name: found.agent.name, tenantId: found.tenantId },
      oversees: holdsOneOf(caller.roles, ['supervisor']) ? await tenantsOf(app, caller) : [],
    };
  });
}

async function tenantsOf({ deps }: App, { entraTenantId }: Caller): Promise<Me['oversees']> {
  const ids = await deps.configs.tenants();
  const all = await Promise.all(ids.map(async (tenantId) => ({ tenantId, ...(await deps.configs.live(tenantId)) })));
  return all
    .filter(({ config }) => config.tenant.entraTenantId === entraTenantId)
    .map(({ tenantId, config }) => ({ tenantId, name: config.tenant.name }));
}
