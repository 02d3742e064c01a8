import { interactionIdOf, tenantIdOf, type InteractionRef } from '../../shared/core/lib/ids';

export const AT = Date.UTC(2026, 0, 5, 12);
export const tenantId = tenantIdOf('contoso');
let count = 0;

/** Every test works on ids of its own, which hold what no document id may: the stores are shared. */
export const fresh = (what: string): string => `${what}/${(count += 1)} #?\\%`;
export const freshRef = (): InteractionRef => ({ tenantId, interactionId: interactionIdOf(fresh('interaction')) });
