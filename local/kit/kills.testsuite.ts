/** How often a crash test kills: as `KILLS=n` says, else 100 times in `npm run test:full`, else so often. */
export function killsOf(quick: number): number {
  const wanted = process.env['KILLS'];
  if (wanted === undefined) return process.env['FULL'] === '1' ? 100 : quick;
  const kills = Number(wanted);
  if (!Number.isInteger(kills) || kills < 1) throw new Error(`KILLS must be a number of deaths, not '${wanted}'.`);
  return kills;
}
