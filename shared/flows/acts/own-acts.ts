import { lineOf } from '../lib/line-of';
import { DONE, type ActOutcome } from './act-outcome';
import type { ActOf, Doing } from './doing';

export async function startOrchestration({ deps, stored }: Doing): Promise<ActOutcome> {
  await deps.orchestrations.start(stored.interaction.facts);
  return DONE;
}

export async function tell({ deps, stored }: Doing, act: ActOf<'tell'>): Promise<ActOutcome> {
  await deps.orchestrations.tell(stored.interaction.facts, act.signal);
  return DONE;
}

/** From now on a text on this line opens a new interaction, which knows who handled this one. */
export async function leaveInbox({ deps, stored }: Doing): Promise<ActOutcome> {
  const { facts, phase, segments } = stored.interaction;
  const closedAt = phase.name === 'closed' ? phase.closedAt : deps.clock.now();
  await deps.inbox.leave(lineOf(facts), facts.interactionId, { agentId: segments.at(-1)?.agentId ?? null, closedAt });
  return DONE;
}
