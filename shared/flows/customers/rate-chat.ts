import type { Interaction } from '../../core/interaction/state';
import type { InteractionRef } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { seeInteraction } from '../lib/load-where';
import { lookTwice, type Freshness } from '../lib/look-twice';
import { headOf, threadOf, type OwnThread, type Writer } from './chat-thread';

/** Nobody remembers how yesterday's conversation was, and a page's token is over by then. */
const RATED_WITHIN_MS = 24 * 60 * 60_000;

/** Whether the last conversation of a chat is over for the customer, was with an agent, and was not rated yet. */
export async function mayRate(deps: Deps, thread: OwnThread): Promise<boolean> {
  const ref = await lastWithAgent(deps, thread, 'replica');
  return ref !== undefined && (await deps.surveys.of(ref)) === undefined;
}

/** The customer says how it was. A repeat of the answer changes nothing; where there is nothing to rate it is refused. */
export async function rateChat(
  deps: Deps,
  writer: Writer,
  { score, comment }: { readonly score: number; readonly comment: string | null },
): Promise<void> {
  const thread = await threadOf(deps, writer);
  const ref = await lookTwice((how) => lastWithAgent(deps, thread, how));
  if (ref === undefined) throw new FlowError('refused', 'There is no conversation that may be rated.');
  await deps.surveys.keep(ref, { score, comment: comment === '' ? null : comment, answeredAt: deps.clock.now() });
}

/** The last conversation of a chat, if it is one that may be rated. */
async function lastWithAgent(deps: Deps, thread: OwnThread, how: Freshness): Promise<InteractionRef | undefined> {
  const { tenantId } = thread.owner;
  const { config } = await deps.configs.live(tenantId);
  if (!config.conversation.surveyInChat) return undefined;
  const head = await headOf(deps, thread);
  const last = head?.open ?? head?.recent[0];
  if (last === undefined) return undefined;
  const ref = { tenantId, interactionId: last.interactionId };
  const seen = await seeInteraction(deps, ref, how);
  return seen !== undefined && isOver(seen.interaction, deps.clock.now()) ? ref : undefined;
}

/** The customer's side is over, whether or not the agent still writes notes. */
function isOver({ phase, facts, segments }: Interaction, now: number): boolean {
  const hasEnded = phase.name === 'ended' || phase.name === 'closed';
  return hasEnded && segments.length > 0 && now - facts.openedAt < RATED_WITHIN_MS;
}
