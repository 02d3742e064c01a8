import { leaveLine } from '../lib/leave-line';
import { lostBrowserAt } from '../lost-browser';
import { AFTER_MS, nextLook, restsSoonest } from '../next-look';
import { DONE, type ActOutcome } from './act-outcome';
import type { ActOf, Doing } from './doing';

/** Starts the durable owner of the interaction. */
export async function startOrchestration({ deps, stored, open }: Doing): Promise<ActOutcome> {
  const { tenantId, interactionId } = stored.interaction.facts;
  // By then whoever is at it is done, or died.
  const checkAt = open.claimedUntil + AFTER_MS;
  await deps.orchestrations.start({ tenantId, interactionId, checkAt });
  return DONE;
}

/** Tells the durable owner what happened. */
export async function tell({ deps, stored }: Doing, act: ActOf<'tell'>): Promise<ActOutcome> {
  const { interaction } = stored;
  const { config } = await deps.configs.live(interaction.facts.tenantId);
  const goneAt = await lostBrowserAt(deps, interaction);
  const checkAt = nextLook(deps.clock.now(), interaction, [restsSoonest(config, interaction), goneAt]);
  await deps.orchestrations.tell(interaction.facts, { signal: act.signal, stage: interaction.phase.name, checkAt });
  return DONE;
}

/** What the customer begins next on this line is an interaction of its own. */
export async function leaveInbox({ deps, stored }: Doing): Promise<ActOutcome> {
  await leaveLine(deps, stored.interaction);
  return DONE;
}
