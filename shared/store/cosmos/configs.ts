import type { Container } from '@azure/cosmos';
import { tenantIdOf, type TenantId } from '../../core/lib/ids';
import type { ConfigStore, ConfigVersion } from '../../ports/config-store';
import { create, documentId, partitionKey, read, replace, type Document } from './documents';

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
  first: number,
  files: ConfigVersion['files'],
): Promise<number | undefined> {
  for (let version = first; version < first + MOST_ORPHANS; version += 1) {
    const document: VersionDocument = { id: versionId(version), pk, version, files };
    if ((await create(container, document)).kind === 'created') return version;
  }
  return undefined;
}

/** The `config` container: immutable versions by tenant and the pointer to the live one. */
export function cosmosConfigs(container: Container): ConfigStore {
  const pointer = (tenantId: TenantId) => read<PointerDocument>(container, LIVE_ID, partitionKey(tenantId));

  return {
    liveVersion: async (tenantId) => (await pointer(tenantId))?.version,
    async read(tenantId, version) {
      const found = await read<VersionDocument>(container, versionId(version), partitionKey(tenantId));
      return found && { version: found.version, files: found.files };
    },
    async publish(tenantId, files) {
      const pk = partitionKey(tenantId);
      const before = await pointer(tenantId);
      const version = await store(container, pk, (before?.version ?? 0) + 1, files);
      if (version === undefined) return { kind: 'conflict' };
      await container.items.upsert({ id: documentId(tenantId), pk: TENANTS_PK, tenantId });
      const live: PointerDocument = { id: LIVE_ID, pk, version };
      const moved = before === undefined ? await create(container, live) : await replace(container, live, before.etag);
      return moved.kind === 'created' || moved.kind === 'replaced'
        ? { kind: 'published', version }
        : { kind: 'conflict' };
    },
    async tenants() {
      const { resources } = await container.items
        .query<TenantDocument>('SELECT c.tenantId FROM c', { partitionKey: TENANTS_PK })
        .fetchAll();
      return resources.map(({ tenantId }) => tenantIdOf(tenantId));
    },
  };
}
