import type { AgentId, InteractionId, InteractionRef } from '../../core/lib/ids';
import type { PastInteraction, ProfileRef } from '../../ports/customer-history';
import type { SeenInteraction } from '../../ports/interaction-store';
import { interactionOfAgent } from '../agents/handle-interaction';
import { holdersOf } from '../live/agent-changes';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { profileOf } from './profile-of';

/** What the customer of an interaction did before. */
export interface History {
  /** By which address they are known; null: nobody whom we would know again, so there is nothing before. */
  readonly address: string | null;
  readonly past: readonly (PastInteraction & { readonly stored: SeenInteraction })[];
}

/** What a customer did before, on every channel with the same address. Only for an agent who holds the interaction now. */
export async function readHistory(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<History> {
  const profile = await profileFor(deps, ref, agentId);
  if (profile === null) return { address: null, past: [] };
  const all = await deps.history.list(profile);
  const group = groupOf(all, ref.interactionId);
  const others = all.filter((one) => one.interactionId !== ref.interactionId && one.group === group);
  const past = await Promise.all(
    others.map(async (one) => {
      const stored = await deps.interactions.glance({ ...ref, interactionId: one.interactionId });
      return stored === undefined ? [] : [{ ...one, stored }];
    }),
  );
  return { address: profile.address, past: past.flat() };
}

/** One that is not entered yet (the feed is behind) is of whom the address is. */
const groupOf = (all: readonly PastInteraction[], interactionId: InteractionId): string | null =>
  all.find((one) => one.interactionId === interactionId)?.group ?? null;

/** An earlier interaction of the same customer; any other is not there. */
export async function readPast(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  pastId: InteractionId,
): Promise<SeenInteraction> {
  const { past } = await readHistory(deps, ref, agentId);
  const found = past.find(({ interactionId }) => interactionId === pastId);
  if (found === undefined) throw new FlowError('notFound', 'There is no such interaction of this customer.');
  return found.stored;
}

/**
 * The agent says that an earlier interaction under the same address was somebody else's (a shared telephone, a reception's
 * mailbox), or takes that back. From then on it is in nobody's history but its own.
 */
export async function setSamePerson(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  pastId: InteractionId,
  isSamePerson: boolean,
): Promise<void> {
  const profile = await profileFor(deps, ref, agentId);
  const all = profile === null ? [] : await deps.history.list(profile);
  if (profile === null || pastId === ref.interactionId || !all.some(({ interactionId }) => interactionId === pastId))
    throw new FlowError('notFound', 'There is no such interaction of this customer.');
  const group = isSamePerson ? groupOf(all, ref.interactionId) : pastId;
  await deps.history.setGroup(profile, pastId, group);
  deps.log.info(isSamePerson ? 'history joined' : 'history parted', {
    ...{ tenantId: ref.tenantId, interactionId: ref.interactionId, pastId, agentId },
  });
}

async function profileFor(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<ProfileRef | null> {
  const { interaction } = await interactionOfAgent(deps, ref, agentId);
  if (!holdersOf(interaction).includes(agentId))
    throw new FlowError('notYours', 'The history of a customer opens only while you hold their interaction.');
  return profileOf(deps, interaction.facts);
}
