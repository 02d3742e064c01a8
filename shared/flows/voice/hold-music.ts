/** Shorter is no music, longer would keep a caller whose callback is lost waiting in silence for as long. */
const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 60;

/**
 * The music of a queue: `own` is its file, by its own URL or beside ours. Our own music is asked for in the length that
 * the beat of comfort messages leaves (`lastsMs`, null when nothing more will be said); other files play as long as they are.
 */
export function musicUntil(ours: string, own: string | null, lastsMs: number | null): string {
  const url = new URL(own ?? ours, ours);
  if (url.href !== ours) return url.href;
  const seconds = lastsMs === null ? LONGEST_SECONDS : Math.ceil(lastsMs / 1000);
  url.searchParams.set('seconds', String(Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, seconds))));
  return url.href;
}
