import type { Interaction } from '../../core/interaction/state';
import { interactionIdOf, type AgentId, type InteractionId, type OfferId, type TenantId } from '../../core/lib/ids';
import type { Outcome } from '../../core/routing/outcomes';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import { knownAgent } from '../lib/known-agent';
import { seeWhere } from '../lib/load-where';
import { lookTwice, type Freshness } from '../lib/look-twice';
import { pauseAtMost } from '../lib/pause';
import { submitToShard } from '../routing/submit-to-shard';
import { agentWork } from './agent-work';

/** Who answers which offer. Two answers to one offer have two command ids; the shard lets one win. */
export interface OfferAnswer {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly offerId: OfferId;
}

/** Accepts: the shard decides whether this agent has it; if so it is connected before this returns. */
export async function acceptOffer(deps: Deps, { tenantId, agentId, offerId }: OfferAnswer): Promise<Outcome> {
  const { shard } = await knownAgent(deps, tenantId, agentId);
  const outcome = await submitToShard(deps, shard, { name: 'accept', commandId: deps.ids.next(), offerId, agentId });
  if (outcome.kind === 'alreadyAccepted') await connectedByTheFirst(deps, { tenantId, agentId, offerId });
  return outcome;
}

/** Whether an interaction came to an agent by this offer. */
export const wasTaken = ({ segments }: Interaction, offerId: string): boolean =>
  segments.some((segment) => segment.offerId === offerId);

/**
 * The interaction that an agent holds by an offer that they accepted; undefined where its customer waits no more. The shard may give it to
 * an agent in the very moment in which the customer leaves: the interaction has the last word.
 */
export async function takenBy(
  deps: Deps,
  { tenantId, agentId, offerId }: OfferAnswer,
): Promise<SeenInteraction | undefined> {
  const interactionId = await heldBy(deps, { tenantId, agentId, offerId });
  if (interactionId === undefined) return undefined;
  const isTaken = ({ interaction }: SeenInteraction) => wasTaken(interaction, offerId);
  const seen = await seeWhere(deps, { tenantId, interactionId }, isTaken);
  return seen !== undefined && isTaken(seen) ? seen : undefined;
}

/** An assignment has the id of its offer. That there is none is said by what stands: another process may have seen the accept. */
export const heldBy = (deps: Deps, answer: OfferAnswer): Promise<InteractionId | undefined> =>
  lookTwice((how) => assignedBy(deps, answer, how));

async function assignedBy(
  deps: Deps,
  { tenantId, agentId, offerId }: OfferAnswer,
  how: Freshness,
): Promise<InteractionId | undefined> {
  const { assignments } = await agentWork(deps, tenantId, agentId, how);
  const held = assignments.find(({ assignmentId }) => assignmentId === offerId);
  return held && interactionIdOf(held.interactionId);
}

const LOOKS = 20;
const BETWEEN_LOOKS_MS = 100;

/** The shard has decided, and whoever accepted first is at what follows: until it is written the offer still stands in the interaction. */
async function connectedByTheFirst(deps: Deps, answer: OfferAnswer): Promise<void> {
  const { tenantId, offerId } = answer;
  // This process has just been answered by the shard: its replica has what the answer was decided on.
  const interactionId = await assignedBy(deps, answer, 'replica');
  if (interactionId === undefined) return;
  const ref = { tenantId, interactionId };
  for (let look = 1; look <= LOOKS; look += 1) {
    const stored = await deps.interactions.glance(ref);
    if (stored === undefined || wasTaken(stored.interaction, offerId)) return;
    const { name } = stored.interaction.phase;
    if (name !== 'queued' && name !== 'alerting') return;
    await pauseAtMost(BETWEEN_LOOKS_MS);
  }
}

/** Declines: the interaction waits on in its place, and is not offered to this agent again for a while. */
export async function declineOffer(deps: Deps, { tenantId, agentId, offerId }: OfferAnswer): Promise<Outcome> {
  const { shard } = await knownAgent(deps, tenantId, agentId);
  const outcome = await submitToShard(deps, shard, {
    name: 'decline',
    commandId: deps.ids.next(),
    offerId,
    agentId,
    cause: 'declined',
  });
  // The next agent need not wait for the tick.
  await submitToShard(deps, shard, { name: 'match', commandId: deps.ids.next() });
  return outcome;
}
