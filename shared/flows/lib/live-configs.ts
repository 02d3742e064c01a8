import type { Agent, CompiledConfig } from '../../core/config/compiled';
import type { AgentId, TenantId } from '../../core/lib/ids';
import type { ConfigStore, ConfigVersion } from '../../ports/config-store';
import type { Clock } from '../../ports/time-and-ids';
import { FlowError } from './flow-error';

/** A version of a configuration, compiled. */
export interface LiveConfig {
  readonly version: number;
  readonly config: CompiledConfig;
}

/** The configuration that is live, compiled. Immutable versions are compiled once in a process. */
export interface LiveConfigs {
  live(tenantId: TenantId): Promise<LiveConfig>;
  at(tenantId: TenantId, version: number): Promise<LiveConfig>;
  tenants(): Promise<readonly TenantId[]>;
}

/** Instances read the live pointer at most every second (design §4): a change is everywhere a second later. */
const POINTER_MS = 1_000;

/** A tenant comes once in a while, and events wake its shards from the first moment: only ticks wait so long for it. */
const TENANTS_MS = 10_000;

/** `compile` throws only for what `publish` would have refused. */
export function liveConfigs(
  store: ConfigStore,
  clock: Clock,
  compile: (files: ConfigVersion['files']) => CompiledConfig,
): LiveConfigs {
  const pointers = new Map<TenantId, { version: number; readAt: number }>();
  const compiled = new Map<string, Promise<LiveConfig>>();
  let tenants: { ids: readonly TenantId[]; readAt: number } | undefined;

  /** A stamp without any is one that is being set up: it is asked again at once. */
  async function readTenants(): Promise<NonNullable<typeof tenants>> {
    const ids = await store.tenants();
    return { ids, readAt: ids.length === 0 ? Number.NEGATIVE_INFINITY : clock.now() };
  }

  async function liveVersion(tenantId: TenantId): Promise<number> {
    const known = pointers.get(tenantId);
    if (known !== undefined && clock.now() - known.readAt < POINTER_MS) return known.version;
    const version = await store.liveVersion(tenantId);
    if (version === undefined) throw new FlowError('notFound', 'The tenant has no configuration.');
    pointers.set(tenantId, { version, readAt: clock.now() });
    return version;
  }

  async function load(tenantId: TenantId, version: number): Promise<LiveConfig> {
    const found = await store.read(tenantId, version);
    if (found === undefined) throw new FlowError('notFound', `Version ${version} of the configuration is not stored.`);
    return { version, config: compile(found.files) };
  }

  function at(tenantId: TenantId, version: number): Promise<LiveConfig> {
    const key = `${version}/${tenantId}`;
    const known = compiled.get(key) ?? load(tenantId, version);
    compiled.set(key, known);
    // A failed read is no answer to keep.
    known.catch(() => compiled.delete(key));
    return known;
  }

  return {
    at,
    live: async (tenantId) => at(tenantId, await liveVersion(tenantId)),
    async tenants() {
      const isFresh = tenants !== undefined && clock.now() - tenants.readAt < TENANTS_MS;
      if (tenants === undefined || !isFresh) tenants = await readTenants();
      return tenants.ids;
    },
  };
}

/** An agent of the live configuration; undefined for one who left it. */
export async function agentOf(
  deps: { readonly configs: LiveConfigs },
  tenantId: TenantId,
  agentId: AgentId,
): Promise<Agent | undefined> {
  const { config } = await deps.configs.live(tenantId);
  return config.agents.get(agentId);
}
