import { lineOf } from '../lib/line-of';
import { stepFlow } from '../walk-flow';
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

/** Asks the assistant; whatever it does not answer sends the customer on to a person. */
export async function askAssistant({ deps, stored }: Doing, act: ActOf<'askAssistant'>): Promise<ActOutcome> {
  const { question } = act;
  const { facts } = stored.interaction;
  const { config } = await deps.configs.live(facts.tenantId);
  const assistant = config.assistants.get(question.assistantId);
  const answer =
    assistant === undefined ? ({ kind: 'failed' } as const) : await deps.assistant.answer(assistant, question);
  const { turn } = question;
  const input =
    answer.kind === 'failed'
      ? ({ kind: 'assistantFailed', turn } as const)
      : ({ kind: 'assistantAnswered', turn, answer } as const);
  return {
    kind: 'carried',
    async change(known) {
      const changed = await stepFlow(deps, facts, input, { known });
      return changed.kind === 'changed' ? changed.stored : null;
    },
  };
}
