import type { LookUp } from '../core/config/compiled';
import type { TenantId } from '../core/lib/ids';

/** What another system said. */
export type LookedUp =
  | { readonly kind: 'found'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'notFound' }
  /** It was not asked, did not answer in time, or not with what was agreed; `why` carries nothing of the customer. */
  | { readonly kind: 'failed'; readonly why: LookUpFailure };

export type LookUpFailure =
  | 'hostNotAllowed'
  | 'noKey'
  | 'badAddress'
  | 'timedOut'
  | 'unreachable'
  | 'refused'
  | 'redirected'
  | 'tooLarge'
  | 'notJson';

/** Asks another system of a tenant by a signed https request. */
export interface LookUps {
  ask(tenantId: TenantId, lookUp: LookUp, variables: Readonly<Record<string, string>>): Promise<LookedUp>;
}
