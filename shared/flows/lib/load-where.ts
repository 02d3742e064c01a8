import type { InteractionRef } from '../../core/lib/ids';
import type { AddressOwner } from '../../ports/directory';
import type { InboxKey, OpenOnLine } from '../../ports/inbox';
import type { SeenInteraction, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from './deps';
import { lookTwice, type Freshness } from './look-twice';

/**
 * An interaction of which something is reported that `fits` it. One that is not there, or does not fit, may have been read as it was
 * before another process wrote what the report is about: it is answered as it stands now, whether it fits or not.
 */
export const loadWhere = (
  { interactions }: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  fits: (stored: StoredInteraction) => boolean,
  known: StoredInteraction | null = null,
): Promise<StoredInteraction | undefined> =>
  lookTwice(
    async (how) => (how === 'latest' ? interactions.latest(ref) : (known ?? interactions.load(ref))),
    (stored) => stored !== undefined && fits(stored),
  );

/** The same for who only looks. */
export const seeWhere = (
  deps: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  fits: (seen: SeenInteraction) => boolean,
): Promise<SeenInteraction | undefined> =>
  lookTwice(
    (how) => seeInteraction(deps, ref, how),
    (seen) => seen !== undefined && fits(seen),
  );

/** An interaction, for who only looks, as current as they need it. */
export const seeInteraction = (
  { interactions }: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  how: Freshness,
): Promise<SeenInteraction | undefined> => (how === 'latest' ? interactions.latest(ref) : interactions.glance(ref));

/** Whose an address is: somebody whom it `fits`, or whoever has it now. */
export const ownerWhere = (
  { addresses }: Pick<Deps, 'addresses'>,
  address: string,
  fits: (owner: AddressOwner) => boolean,
): Promise<AddressOwner | undefined> =>
  lookTwice(
    (how) => (how === 'latest' ? addresses.latest(address) : addresses.find(address)),
    (owner) => owner !== undefined && fits(owner),
  );

/** What is open on a line. */
export const openOn = ({ inbox }: Pick<Deps, 'inbox'>, line: InboxKey): Promise<OpenOnLine | undefined> =>
  lookTwice(async (how) => {
    const head = await (how === 'latest' ? inbox.latest(line) : inbox.head(line));
    return head?.open ?? undefined;
  });
