/**
 * How current a look is to be. `replica`: as this process's replica of the store has it, which may be behind what another process has just
 * written: fine for whoever writes what follows, for then the store refuses. `latest`: with all that was written by now, by a dearer
 * read: for whoever is to say that something is not there, or not to be done.
 */
export type Freshness = 'replica' | 'latest';

/**
 * What the replica shows where that `fits`. Where it does not, the replica may be behind: then what stands now is answered, whether it
 * fits or not. Without a `fits`, anything that is there does.
 */
export async function lookTwice<Seen>(
  look: (how: Freshness) => Promise<Seen>,
  fits: (seen: Seen) => boolean = (seen) => seen !== undefined,
): Promise<Seen> {
  const seen = await look('replica');
  return fits(seen) ? seen : look('latest');
}
