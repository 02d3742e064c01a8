import { lineOf } from '../lib/line-of';
import { lostBrowserAt } from '../lost-browser';
import { AFTER_MS, nextLook, restsSoonest } from '../next-look';
import { DONE, type ActOutcome } from './act-outcome';
import type { ActOf, Doing } from './doing';

export async function startOrchestration({ deps, stored, open }: Doing): Promise<ActOutcome> {
  const { tenantId, interactionId } = stored.interaction.facts;
  // By then whoever is at it is done, or died.
  const checkAt = open.claimedUntil + AFTER_MS;
  await deps.orchestrations.start({ tenantId, interactionId, checkAt });
  return DONE;
}

export async function tell({ deps, stored }: Doing, act: ActOf<'tell'>): Promise<ActOutcome> {
  const { interaction } = stored;
  const { config } = await deps.configs.live(interaction.facts.tenantId);
  const goneAt = await lostBrowserAt(deps, interaction);
  const checkAt = nextLook(deps.clock.now(), interaction, [restsSoonest(config, interaction), goneAt]);
  await deps.orchestrations.tell(interaction.facts, { signal: act.signal, stage: interaction.phase.name, checkAt });
  return DONE;
}

/** From now on a text on this line opens a new interaction, which knows who handled this one. */
export async function leaveInbox({ deps, stored }: Doing): Promise<ActOutcome> {
  const { facts, phase, segments } = stored.interaction;
  const closedAt = phase.name === 'closed' ? phase.closedAt : deps.clock.now();
  await deps.inbox.leave(lineOf(facts), facts.interactionId, { agentId: segments.at(-1)?.agentId ?? null, closedAt });
  return DONE;
}
