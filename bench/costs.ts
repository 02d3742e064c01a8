import { gather } from '../demo/evidence';
import { playStories } from '../demo/stories/play';
import type { World } from '../demo/world';
import { figure, round } from './figure';

/** What the demo's interactions cost in Azure, by the frozen tables: a story of each channel. */
export async function benchCosts(world: World): Promise<void> {
  const played = await playStories(world, () => undefined);
  const { costs, messages } = await gather(world, played);
  for (const one of played.told) {
    const cost = costs.get(one);
    if (cost === undefined) continue;
    const { storageTransactions, historyEvents, episodes, requestUnits } = cost;
    figure('modelled cost of an interaction', {
      channel: one.channel,
      story: one.name,
      messages: messages.filter(({ ref }) => ref.interactionId === one.interactionId).length,
      storageTransactions,
      historyEvents,
      // A batch of history rows counts as one transaction above; here every row does.
      storageTransactionsRowByRow: storageTransactions - episodes + historyEvents,
      requestUnits: round(requestUnits),
    });
  }
}
