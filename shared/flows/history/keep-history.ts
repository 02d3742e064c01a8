import type { MeasuredEvent } from '../../core/metrics/measured';
import { profileKeyOf } from '../../core/lib/profile-key';
import type { Deps } from '../lib/deps';

/** Enters interactions that opened among those of their customer's address, once however often the change feed says it. */
export async function keepHistory({ history }: Pick<Deps, 'history'>, events: readonly MeasuredEvent[]): Promise<void> {
  for (const { event } of events) {
    if (event.type !== 'opened') continue;
    const { tenantId, interactionId, channel, customerAddress, openedAt } = event.facts;
    const address = profileKeyOf(channel, customerAddress);
    if (address !== null) await history.add({ tenantId, address }, { interactionId, channel, openedAt });
  }
}
