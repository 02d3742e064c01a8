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
  deps.log.warn('access refused', { operation, status, why, ...(caller && subjectOf(caller)) });
}

const subjectOf = ({ entraTenantId, objectId }: Caller) => ({ directory: entraTenantId, subject: objectId });

/** The audit line of what only few may do, each time that somebody does it; at the level that no environment filters away. */
export function auditUse({ deps }: App, what: string, caller: Caller, facts: Readonly<Record<string, unknown>>): void {
  deps.log.warn(what, { ...subjectOf(caller), ...facts });
}

/** What a supervisor did by hand; ids only. */
export type Deed = { readonly operation: OperationId } & Readonly<Record<string, unknown>>;

/** The audit line of everything that a supervisor does by hand; operators search for `supervisor acted`. */
export const auditDeed = ({ deps }: App, caller: Caller, deed: Deed): void =>
  deps.log.info('supervisor acted', { ...deed, ...subjectOf(caller) });
