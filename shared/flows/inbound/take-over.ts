import type { Message } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { pause } from '../lib/pause';
import { RELAY_CLAIM_MS } from '../relay-messages';

/** Whether it is on record what became of a message, well or not. */
export const isRelayed = async (deps: Deps, { ref, key }: Message): Promise<boolean> =>
  (await deps.messages.delivery(ref, key)) !== undefined;

/** Of one in other hands it is seen whether they end soon: a later word may have brought it along. Real time, as they need. */
const LOOKS_MS = [40, 80, 160, 320];

/** A message that another delivery of its event, or a word behind it, has stored: this caller's to relay, or somebody's. */
export async function takeOver(deps: Deps, message: Message): Promise<Message | 'taken' | 'delivered'> {
  if (await isRelayed(deps, message)) return 'delivered';
  const now = deps.clock.now();
  const claim = message.claimedUntil <= now ? await deps.messages.claim(message, now + RELAY_CLAIM_MS) : null;
  if (claim?.kind === 'claimed') return claim.message;
  for (const lookMs of LOOKS_MS) {
    await pause(lookMs);
    if (await isRelayed(deps, message)) return 'delivered';
  }
  return 'taken';
}
