import type { Estimate } from './estimate';
import type { FigureName } from './figures';

/** How a figure is called and written. */
interface Wording {
  readonly title: string;
  readonly unit: 'share' | 'ms' | 'count';
}

export const WORDINGS: Readonly<Record<FigureName, Wording>> = {
  offered: { title: 'a day', unit: 'count' },
  serviceLevel: { title: 'service level', unit: 'share' },
  asaMs: { title: 'ASA', unit: 'ms' },
  abandonment: { title: 'abandoned', unit: 'share' },
  unserved: { title: 'unserved', unit: 'share' },
  blocked: { title: 'busy tone', unit: 'share' },
  occupancy: { title: 'occupancy', unit: 'share' },
  longestWaitMs: { title: 'longest wait', unit: 'ms' },
  meanWaitMs: { title: 'mean wait', unit: 'ms' },
  waiting: { title: 'waiting', unit: 'count' },
  promiseKept: { title: 'told right', unit: 'share' },
};

/** What tables show; `--json` has all. */
export const SHOWN: readonly FigureName[] = [
  ...([
    'offered',
    'serviceLevel',
    'asaMs',
    'abandonment',
    'unserved',
    'occupancy',
    'longestWaitMs',
    'promiseKept',
  ] as const),
];

/** `81.2 % ± 1.4`; a dash where nothing was seen. */
export function written(name: FigureName, { value, halfWidth }: Estimate, isDifference = false): string {
  if (Number.isNaN(value)) return '–';
  const sign = isDifference && value > 0 ? '+' : '';
  const about = Number.isNaN(halfWidth) ? '' : ` ± ${inUnit(name, halfWidth)}`;
  return `${sign}${inUnit(name, value)}${suffix(name)}${about}`;
}

function inUnit(name: FigureName, value: number): string {
  const { unit } = WORDINGS[name];
  if (unit === 'share') return (value * 100).toFixed(1);
  return unit === 'ms' ? (value / 1_000).toFixed(1) : value.toFixed(1);
}

function suffix(name: FigureName): string {
  const { unit } = WORDINGS[name];
  if (unit === 'share') return ' %';
  return unit === 'ms' ? ' s' : '';
}

/** Zero is outside of the interval: more than luck. */
export const isCertain = ({ value, halfWidth }: Estimate): boolean => Math.abs(value) > halfWidth;
