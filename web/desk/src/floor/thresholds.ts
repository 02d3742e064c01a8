import type { Thresholds } from './figures';

const keyOf = (tenantId: string) => `switchboard.thresholds.${tenantId}`;

/** The thresholds of a supervisor, kept in their browser; null: those of the configuration hold. */
export function readThresholds(tenantId: string): Thresholds | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(tenantId)) ?? 'null') as Partial<Thresholds> | null;
    const { waiting, waitMs, serviceLevel } = kept ?? {};
    return isSize(waiting) && isSize(waitMs) && isSize(serviceLevel) ? { waiting, waitMs, serviceLevel } : null;
  } catch {
    return null;
  }
}

const isSize = (value: unknown): value is number => typeof value === 'number' && value >= 0;

export function keepThresholds(tenantId: string, thresholds: Thresholds | null): void {
  try {
    if (thresholds === null) localStorage.removeItem(keyOf(tenantId));
    else localStorage.setItem(keyOf(tenantId), JSON.stringify(thresholds));
  } catch {
    // A browser that keeps nothing: they hold until the page is left.
  }
}
