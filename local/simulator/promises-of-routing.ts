import { grouped, type Evidence, type Promised } from './promised';
import type { JournalEntry } from './stored';

/** What the journals of the routing shards show. */
export function journalPromises({ journal }: Evidence): readonly Promised[] {
  const shards = [...grouped(journal, ({ shard }) => shard)].map(
    ([shard, entries]) => [shard, [...entries].sort((a, b) => a.seq - b.seq)] as const,
  );
  return [
    {
      name: 'The routing journal has no gap',
      checked: journal.length,
      broken: shards.flatMap(([shard, entries]) => gapsIn(shard, entries)),
    },
    {
      name: 'No offer is live for two agents',
      checked: journal.flatMap(({ acts }) => acts.filter(({ kind }) => kind === 'offer')).length,
      broken: shards.flatMap(([, entries]) => doubleOffers(entries)),
    },
  ];
}

function gapsIn(shard: string, entries: readonly JournalEntry[]): string[] {
  return entries.flatMap(({ seq }, index) => {
    const before = entries[index - 1]?.seq ?? seq - 1;
    return seq === before + 1 ? [] : [`${shard}: ${seq} follows ${before}`];
  });
}

/** An offer lives until an entry says how it ended. */
function doubleOffers(entries: readonly JournalEntry[]): string[] {
  const live = new Map<string, string>();
  const broken: string[] = [];
  for (const { command, outcome, acts } of entries) {
    for (const ended of [command['offerId'], outcome['offerId']])
      if (typeof ended === 'string' && command.name !== 'delivered' && outcome.kind !== 'offered') live.delete(ended);
    for (const { kind, offerId, interactionId } of acts) {
      if (offerId === undefined || interactionId === undefined) continue;
      if (kind !== 'offer') {
        live.delete(offerId);
        continue;
      }
      const other = [...live].find(([, of]) => of === interactionId);
      if (other !== undefined) broken.push(`${interactionId} is offered by ${other[0]} and ${offerId}`);
      live.set(offerId, interactionId);
    }
  }
  return broken;
}
