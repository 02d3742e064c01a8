import type { LookUp } from '../core/config/look-up';
import type { TenantId } from '../core/lib/ids';

/** What another system said. */
export type LookedUp =
  | { readonly kind: 'found'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'notFound' }
  /** It was not asked, did not answer in time, or not with what was agreed; `why` carries nothing of the customer. */
  | { readonly kind: 'failed'; readonly why: LookUpFailure };

/** What became of digits that another system was given. */
export type Captured =
  | { readonly kind: 'taken'; readonly values: Readonly<Record<string, string>> }
  /** It would not have them: the customer may key them in again. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly why: LookUpFailure };

/** Digits that are told to one system and kept by nobody. */
export interface Sealed {
  /** The same for every repeat: the other system takes them once. */
  readonly key: string;
  readonly interactionId: string;
  readonly field: string;
  readonly digits: string;
}

/** Why another system gave no answer that could be used. */
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
  /** Gives a look-up that takes digits some. Nothing of them is kept here, in no cache either. */
  give(
    tenantId: TenantId,
    lookUp: LookUp,
    variables: Readonly<Record<string, string>>,
    sealed: Sealed,
  ): Promise<Captured>;
}
