import { mayContact, type Consent, type ContactPurpose, type Permission } from '../../core/outbound-guard/may-contact';
import { zonesOf } from '../../core/outbound-guard/zones-of';
import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { localTimeAt } from '../lib/local-time';

interface OfTenant {
  readonly tenantId: TenantId;
}

/** Whether a customer who asked for a call may be called at an instant: it must be daytime wherever they may be. */
export const mayCallBack = (deps: Deps, of: OfTenant, number: string, at?: number): Promise<Permission> =>
  mayReach(deps, of, number, { purpose: 'callback', consent: 'unknown', at: at ?? deps.clock.now() });

/** Why a number is to be reached, what its owner has said to us, and when. */
export interface Reaching {
  readonly purpose: Extract<ContactPurpose, 'callback' | 'proactive'>;
  readonly consent: Consent;
  readonly at: number;
}

/** The guard's word on reaching a number by call or text, where the hour counts: it must do wherever they may be. */
export async function mayReach(
  deps: Deps,
  { tenantId }: OfTenant,
  number: string,
  { at, ...why }: Reaching,
): Promise<Permission> {
  const { config } = await deps.configs.live(tenantId);
  const to = deps.numbers.facts(number);
  if (to === null) return { kind: 'refused', code: 'notE164' };
  const { countries: tenantCountries, quietHours } = config.tenant;
  const request = { to, tenantCountries, quietHours, ...why } as const;
  const zones = zonesOf(to);
  if (zones.length === 0) return mayContact({ ...request, localTime: null });
  const judged = zones.map((zone) => mayContact({ ...request, localTime: localTimeAt(zone, at) }));
  return judged.find(({ kind }) => kind === 'refused') ?? { kind: 'allowed' };
}

const STEP_MS = 15 * 60_000;
const STEPS = (48 * 60 * 60_000) / STEP_MS;

/** The first instant from `from` on at which they may be called; null when no hour will ever do. */
export async function whenMayCallBack(deps: Deps, of: OfTenant, number: string, from: number): Promise<number | null> {
  for (let step = 0; step < STEPS; step += 1) {
    // Quiet hours end at full quarters in every zone of the world.
    const at = step === 0 ? from : Math.ceil(from / STEP_MS) * STEP_MS + (step - 1) * STEP_MS;
    const permission = await mayCallBack(deps, of, number, at);
    if (permission.kind === 'allowed') return at;
    if (permission.code !== 'quietHours') return null;
  }
  return null;
}
