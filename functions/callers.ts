import type { Settings } from '../shared/contracts/settings';
import type { LiveConfigs } from '../shared/flows/lib/live-configs';
import type { Clock } from '../shared/ports/time-and-ids';
import { createEntraTokens, type Caller, type EntraTokens } from '../shared/security/entra';
import type { FetchKeys } from '../shared/security/key-source';
import { API_SCOPE } from '../shared/security/roles';
import type { Validated } from '../shared/security/verify';

/** Says who calls our API by their Entra token. */
export interface EntraCallers {
  validate(authorization: string | null): Promise<Validated<Caller>>;
}

/** People and apps of our own directory and of those of all tenants configured; a tenant published is let in at once. */
export function createEntraCallers(
  settings: Settings,
  configs: LiveConfigs,
  clock: Clock,
  fetchKeys?: FetchKeys,
): EntraCallers {
  let known: { readonly key: string; readonly tokens: EntraTokens } | undefined;

  async function directories(): Promise<string[]> {
    const tenants = await configs.tenants();
    const own = await Promise.all(tenants.map(async (id) => (await configs.live(id)).config.tenant.entraTenantId));
    return [...new Set([settings.BOT_TENANT_ID, ...own])].sort();
  }

  async function tokens(): Promise<EntraTokens> {
    const entraTenantIds = await directories();
    const key = entraTenantIds.join();
    if (known?.key !== key) known = { key, tokens: create(entraTenantIds) };
    return known.tokens;
  }

  const create = (entraTenantIds: readonly string[]) =>
    createEntraTokens({
      authority: settings.ENTRA_AUTHORITY,
      entraTenantIds,
      audiences: settings.API_AUDIENCE,
      scope: API_SCOPE,
      clock,
      ...(fetchKeys ? { fetchKeys } : {}),
    });

  return { validate: async (authorization) => (await tokens()).validate(authorization) };
}
