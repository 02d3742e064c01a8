import type { InteractionRef } from '../../core/lib/ids';
import type { SeenInteraction, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from './deps';

/**
 * An interaction of which something is reported that `fits` it. One that is not there, or does not fit, may have been read as it was
 * before another process wrote what the report is about: it is answered as it stands now, whether it fits or not.
 */
export async function loadWhere(
  { interactions }: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  fits: (stored: StoredInteraction) => boolean,
  known: StoredInteraction | null = null,
): Promise<StoredInteraction | undefined> {
  const stored = known ?? (await interactions.load(ref));
  return stored !== undefined && fits(stored) ? stored : interactions.latest(ref);
}

/** The same for who only looks. */
export async function seeWhere(
  { interactions }: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  fits: (seen: SeenInteraction) => boolean,
): Promise<SeenInteraction | undefined> {
  const seen = await interactions.glance(ref);
  return seen !== undefined && fits(seen) ? seen : interactions.latest(ref);
}
