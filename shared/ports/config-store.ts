import type { TenantId } from '../core/lib/ids';

/** Who changed what is live, when and why: the audit entry that every version carries. */
export interface ConfigChange {
  readonly at: number;
  readonly author: ConfigAuthor;
  readonly reason: string;
  /** The version that was live before; 0 for the first. */
  readonly replaces: number;
  /** The version whose files these are again; null for new ones. */
  readonly restores: number | null;
}

/** `id` names them for ever; `name` is what their token said. */
export interface ConfigAuthor {
  readonly id: string;
  readonly name: string | null;
}

/** A version of a tenant's configuration as its files, which is what is compiled. */
export interface ConfigVersion {
  readonly version: number;
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly change: ConfigChange;
}

/** A version without its files. */
export type ConfigEntry = Omit<ConfigVersion, 'files'>;

/** Immutable versions and the live pointer; moving the pointer is the commit. */
export interface ConfigStore {
  liveVersion(tenantId: TenantId): Promise<number | undefined>;
  read(tenantId: TenantId, version: number): Promise<ConfigVersion | undefined>;
  /** Stores the next version and makes it live. `conflict`: what it `replaces` is not live, or not any more. */
  publish(
    tenantId: TenantId,
    next: Omit<ConfigVersion, 'version'>,
  ): Promise<{ readonly kind: 'published'; readonly version: number } | { readonly kind: 'conflict' }>;
  /** What was live, newest first. Versions whose publisher died before the commit never were. */
  history(tenantId: TenantId, limit: number): Promise<readonly ConfigEntry[]>;
  tenants(): Promise<readonly TenantId[]>;
}
