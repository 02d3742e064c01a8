import { mayContact, type Permission } from '../../core/outbound-guard/may-contact';
import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';

/** Whether a caller may be handed to a number: the guard of everything that goes out, at any hour, for they are there. */
export async function transferAllowed(deps: Deps, tenantId: TenantId, number: string): Promise<Permission> {
  const { config } = await deps.configs.live(tenantId);
  const to = deps.numbers.facts(number);
  if (to === null) return { kind: 'refused', code: 'notE164' };
  const { countries: tenantCountries, quietHours } = config.tenant;
  return mayContact({ to, purpose: 'reply', tenantCountries, consent: 'unknown', quietHours, localTime: null });
}
