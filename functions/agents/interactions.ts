import { interactionIdOf, interactionRefOf, type InteractionRef } from '../../shared/core/lib/ids';
import { addNote } from '../../shared/flows/agents/add-note';
import { agentWork } from '../../shared/flows/agents/agent-work';
import { endConversation, finishInteraction } from '../../shared/flows/agents/finish-interaction';
import { handleInteraction, interactionOfAgent } from '../../shared/flows/agents/handle-interaction';
import { endMeeting, meet } from '../../shared/flows/agents/meet';
import { reply } from '../../shared/flows/agents/reply';
import type { Deps } from '../../shared/flows/lib/deps';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { SeenInteraction } from '../../shared/ports/interaction-store';
import { agentOperation, type AgentCaller } from '../operations';
import { changedOf, deliveryOf, noteOf, summaryOf, viewOf } from './views';

/** What an agent sees of their interactions and does with them. */
export function registerInteractions(): void {
  agentOperation('listInteractions', async ({ deps }, caller) => ({
    interactions: await Promise.all(
      (await held(deps, caller)).map((stored) => summaryOf(deps, stored, caller.agentId)),
    ),
  }));
  agentOperation('getInteraction', async ({ deps }, caller, { params }) => {
    const ref = refOf(caller, params.interactionId);
    const stored = await interactionOfAgent(deps, ref, caller.agentId);
    const isCall = stored.interaction.facts.channel === 'voice';
    const [timeline, messages, notes, transcript] = await Promise.all([
      deps.interactions.timeline(ref),
      deps.messages.list(ref),
      deps.notes.list(ref),
      isCall ? deps.transcripts.of(ref) : [],
    ]);
    return viewOf(deps, stored, caller.agentId, { timeline, messages, notes, transcript });
  });
  agentOperation('replyToCustomer', async ({ deps }, caller, { params, body }) => {
    checkInstant(deps, body.writtenAt);
    const { agentId } = caller;
    const ref = refOf(caller, params.interactionId);
    const { text, key, writtenAt, fileIds } = body;
    const sourceId = `desk:${agentId}:${key}`;
    const { message, delivery } = await reply(deps, { ref, agentId, text, fileIds, sourceId, sentAt: writtenAt });
    return { key: message.key, delivery: deliveryOf(delivery) };
  });
  agentOperation('addNote', async ({ deps }, caller, { params, body }) =>
    noteOf(await addNote(deps, { ref: refOf(caller, params.interactionId), agentId: caller.agentId, ...body })),
  );
  registerVerbs();
}

function registerVerbs(): void {
  for (const verb of ['park', 'hold', 'unhold'] as const) {
    agentOperation(verb, async ({ deps }, caller, { params }) => {
      const changed = await handleInteraction(deps, refOf(caller, params.interactionId), caller.agentId, verb);
      return changedOf(deps, changed, caller.agentId);
    });
  }
  for (const [id, then] of Object.entries(MEETING) as [keyof typeof MEETING, typeof meet][])
    agentOperation(id, async ({ deps }, caller, { params }) =>
      changedOf(deps, await then(deps, refOf(caller, params.interactionId), caller.agentId), caller.agentId),
    );
  agentOperation('hangUp', async ({ deps }, caller, { params }) => {
    const changed = await endConversation(deps, refOf(caller, params.interactionId), caller.agentId);
    return changedOf(deps, changed, caller.agentId);
  });
  agentOperation('complete', async ({ deps }, caller, { params, body }) => {
    const ref = refOf(caller, params.interactionId);
    return changedOf(deps, await finishInteraction(deps, ref, caller.agentId, body.wrapUpCode), caller.agentId);
  });
}

const MEETING = { meet, endMeeting } as const;

/** An interaction of the caller's tenant. Whose it is among its agents is for the flow to check. */
export const refOf = ({ tenantId }: AgentCaller, interactionId: string): InteractionRef =>
  interactionRefOf(tenantId, interactionId);

async function held(deps: Deps, { tenantId, agentId }: AgentCaller): Promise<readonly SeenInteraction[]> {
  const { assignments } = await agentWork(deps, tenantId, agentId);
  const all = await Promise.all(
    assignments.map(({ interactionId }) =>
      deps.interactions.glance({ tenantId, interactionId: interactionIdOf(interactionId) }),
    ),
  );
  return all.filter((stored) => stored !== undefined);
}

/** Clocks of desks differ from ours by less than this; a text from another time would be sorted to another place. */
const SKEW_MS = 5 * 60_000;

/** Refuses an instant of writing that no desk's clock can have shown just now; `writtenAt` in milliseconds since the epoch. */
export function checkInstant({ clock }: Deps, writtenAt: number): void {
  if (Math.abs(clock.now() - writtenAt) > SKEW_MS)
    throw new FlowError('invalid', 'The instant of writing is too far from now.', [
      { path: 'body.writtenAt', message: 'must be within five minutes of now' },
    ]);
}
