import { DEFAULT_THRESHOLDS, type Thresholds } from './figures';

const keyOf = (tenantId: string) => `switchboard.thresholds.${tenantId}`;

/** The thresholds of a supervisor, kept in their browser. */
export function readThresholds(tenantId: string): Thresholds {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(tenantId)) ?? '{}') as Readonly<Record<string, unknown>>;
    const number = (name: keyof Thresholds) => {
      const value = kept[name];
      return typeof value === 'number' && value >= 0 ? value : DEFAULT_THRESHOLDS[name];
    };
    return { waiting: number('waiting'), waitMs: number('waitMs'), serviceLevel: number('serviceLevel') };
  } catch {
    return DEFAULT_THRESHOLDS;
  }
}

export function keepThresholds(tenantId: string, thresholds: Thresholds): void {
  try {
    localStorage.setItem(keyOf(tenantId), JSON.stringify(thresholds));
  } catch {
    // A browser that keeps nothing: they hold until the page is left.
  }
}
