import type { OperationId } from '../shared/contracts/http/routes';
import type { Caller } from '../shared/security/entra';
import type { TokenRefusal } from '../shared/security/verify';
import type { App } from './compose';

/** Somebody was refused. A subject is a directory and an object id in it: neither names nor tokens are ever logged. */
export interface Refusal {
  readonly operation: OperationId;
  readonly status: 401 | 403 | 404;
  readonly why: TokenRefusal | 'notTheirs' | 'clientState' | 'forged' | 'stale';
  /** Whoever showed a good token. */
  readonly caller?: Caller;
}

/** The audit line of every request that somebody had no right to; operators search for `access refused`. */
export function auditRefusal({ deps }: App, { operation, status, why, caller }: Refusal): void {
  const subject = caller && { directory: caller.entraTenantId, subject: caller.objectId };
  deps.log.warn('access refused', { operation, status, why, ...subject });
}

/** What a supervisor did by hand; ids only. */
export type Deed = { readonly operation: OperationId } & Readonly<Record<string, unknown>>;

/** The audit line of everything that a supervisor does by hand; operators search for `supervisor acted`. */
export const auditDeed = ({ deps }: App, { entraTenantId, objectId }: Caller, deed: Deed): void =>
  deps.log.info('supervisor acted', { ...deed, directory: entraTenantId, subject: objectId });
