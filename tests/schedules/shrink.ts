import type { Move } from './draw';

type Fails = (moves: readonly Move[]) => Promise<boolean>;

/** The shortest schedule found that still fails: ever smaller parts are left out, then whatever goes wrong without being needed. */
export async function shrink(moves: readonly Move[], fails: Fails): Promise<readonly Move[]> {
  let shortest = moves;
  for (let size = Math.ceil(shortest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < shortest.length;) {
      const without = [...shortest.slice(0, from), ...shortest.slice(from + size)];
      if (await fails(without)) shortest = without;
      else from += size;
    }
  for (let at = 0; at < shortest.length; at += 1)
    for (const calm of CALM) {
      const calmer = shortest.map((move, index) => (index === at ? { ...move, ...calm } : move));
      if (await fails(calmer)) shortest = calmer;
    }
  return shortest;
}

const CALM: readonly Partial<Move>[] = [
  { delivery: 'once' },
  { store: 'none' },
  { crashAt: null },
  { skewMs: null },
  { isActFailing: false },
  { afterMs: 0 },
  { via: 0 },
];

/** A schedule to read, one move a line. */
export const trace = (moves: readonly Move[]): string => moves.map(line).join('\n');

function line({ afterMs, via, deed, delivery, store, crashAt, skewMs, isActFailing, order }: Move): string {
  const { name, ...details } = deed;
  const what = Object.entries(details).map(([key, value]) => `${key} ${String(value)}`);
  return [
    `  +${afterMs} ms at ${'ab'[via]}: ${[name, ...what].join(', ')}`,
    ...(delivery === 'once' ? [] : [`${delivery} (order ${order})`]),
    ...(store === 'none' ? [] : [`store: ${store}`]),
    ...(crashAt === null ? [] : [`dies ${crashAt}`]),
    ...(skewMs === null ? [] : [`clock off by ${skewMs} ms`]),
    ...(isActFailing ? ['an act fails'] : []),
  ].join('; ');
}
