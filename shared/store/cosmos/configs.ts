import type { Container } from '@azure/cosmos';
import { tenantIdOf, type TenantId } from '../../core/lib/ids';
import type { ConfigEntry, ConfigStore, ConfigVersion } from '../../ports/config-store';
import { create, documentId, partitionKey, read, replace, select, upsert, type Document } from './documents';

interface PointerDocument extends Document {
  readonly version: number;
}

interface VersionDocument extends Document, ConfigVersion {}

interface TenantDocument extends Document {
  readonly tenantId: string;
}

const LIVE_ID = 'live';
const TENANTS_PK = 'tenants';
const versionId = (version: number): string => `version:${String(version)}`;

/** Publishers that died before they moved the pointer leave versions that nobody reads: so many are stepped over. */
const MOST_ORPHANS = 20;

/** Stores the files under the first version that is free. */
async function store(
  container: Container,
  pk: string,
  next: Omit<ConfigVersion, 'version'>,
): Promise<number | undefined> {
  const first = next.change.replaces + 1;
  for (let version = first; version < first + MOST_ORPHANS; version += 1) {
    const document: VersionDocument = { id: versionId(version), pk, version, ...next };
    if ((await create(container, document)).kind === 'created') return version;
  }
  return undefined;
}

/** From what is live back: whatever no version replaced was never live. */
function chainFrom(live: number, stored: readonly ConfigEntry[], limit: number): readonly ConfigEntry[] {
  const byVersion = new Map(stored.map((entry) => [entry.version, entry]));
  const chain: ConfigEntry[] = [];
  for (let entry = byVersion.get(live); entry !== undefined; entry = byVersion.get(entry.change.replaces)) {
    if (chain.length === limit) break;
    chain.push(entry);
  }
  return chain;
}

/** The `config` container: immutable versions by tenant and the pointer to the live one. */
export function cosmosConfigs(container: Container): ConfigStore {
  const pointer = (tenantId: TenantId) => read<PointerDocument>(container, LIVE_ID, partitionKey(tenantId));

  return {
    liveVersion: async (tenantId) => (await pointer(tenantId))?.version,
    async read(tenantId, version) {
      const found = await read<VersionDocument>(container, versionId(version), partitionKey(tenantId));
      return found && { version: found.version, files: found.files, change: found.change };
    },
    async publish(tenantId, next) {
      const pk = partitionKey(tenantId);
      const before = await pointer(tenantId);
      if ((before?.version ?? 0) !== next.change.replaces) return { kind: 'conflict' };
      const version = await store(container, pk, next);
      if (version === undefined) return { kind: 'conflict' };
      await upsert(container, { id: documentId(tenantId), pk: TENANTS_PK, tenantId });
      const live: PointerDocument = { id: LIVE_ID, pk, version };
      const moved = before === undefined ? await create(container, live) : await replace(container, live, before.etag);
      return moved.kind === 'created' || moved.kind === 'replaced'
        ? { kind: 'published', version }
        : { kind: 'conflict' };
    },
    async history(tenantId, limit) {
      const pk = partitionKey(tenantId);
      const live = (await pointer(tenantId))?.version ?? 0;
      const resources = await select<VersionDocument>(
        container,
        'SELECT c.id, c.schema, c.version, c.change FROM c WHERE IS_DEFINED(c.files)',
        {
          partitionKey: pk,
        },
      );
      const stored = resources.map((one) => ({ version: one.version, change: one.change }));
      return chainFrom(live, stored, limit);
    },
    async tenants() {
      const resources = await select<TenantDocument>(container, 'SELECT c.tenantId FROM c', {
        partitionKey: TENANTS_PK,
      });
      return resources.map(({ tenantId }) => tenantIdOf(tenantId));
    },
  };
}
