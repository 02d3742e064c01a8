import type { MeasuredEvent } from '../../core/metrics/measured';
import type { Deps } from '../lib/deps';
import { profileOf } from './profile-of';

/** Enters interactions that opened among those of their customer's address, once however often the change feed says it. */
export async function keepHistory({ history }: Pick<Deps, 'history'>, events: readonly MeasuredEvent[]): Promise<void> {
  for (const { event } of events) {
    if (event.type !== 'opened') continue;
    const { interactionId, channel, openedAt } = event.facts;
    const profile = await profileOf({ history }, event.facts);
    if (profile !== null) await history.add(profile, { interactionId, channel, openedAt });
  }
}
