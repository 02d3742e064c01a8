import type { TenantId } from '../core/lib/ids';

/** A version of a tenant's configuration as its files, which is what is compiled. */
export interface ConfigVersion {
  readonly version: number;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** Immutable versions and the live pointer; moving the pointer is the commit. */
export interface ConfigStore {
  liveVersion(tenantId: TenantId): Promise<number | undefined>;
  read(tenantId: TenantId, version: number): Promise<ConfigVersion | undefined>;
  /** Stores the next version and makes it live. `conflict`: another was published meanwhile. */
  publish(
    tenantId: TenantId,
    files: ConfigVersion['files'],
  ): Promise<{ readonly kind: 'published'; readonly version: number } | { readonly kind: 'conflict' }>;
  tenants(): Promise<readonly TenantId[]>;
}
