import type { PastInteractionView } from '../../shared/contracts/http/with-customer';
import { interactionIdOf } from '../../shared/core/lib/ids';
import { interactionOfAgent } from '../../shared/flows/agents/handle-interaction';
import { keepMailFile } from '../../shared/flows/agents/mail-files';
import { openAttachment } from '../../shared/flows/agents/open-attachment';
import { sendFile } from '../../shared/flows/agents/send-file';
import { agentTypes } from '../../shared/flows/customers/type-in-chat';
import { readHistory, readPast, setSamePerson } from '../../shared/flows/history/read-history';
import type { Deps } from '../../shared/flows/lib/deps';
import type { SeenInteraction } from '../../shared/ports/interaction-store';
import { fileAnswer, fileIn } from '../body';
import { agentFiles, agentOperation } from '../operations';
import { checkInstant, refOf } from './interactions';
import { deliveryOf, messageOf, noteOf } from './views';

/** What an agent does with the customer beside answering: typing, files, and what was before. */
export function registerWithCustomer(): void {
  agentOperation('typeToCustomer', async ({ deps }, caller, { params }) => {
    await agentTypes(deps, refOf(caller, params.interactionId), caller.agentId);
    return undefined;
  });
  agentFiles('sendFileToCustomer', async ({ deps }, caller, { params, query }, request) => {
    checkInstant(deps, query.writtenAt);
    const { name, key, writtenAt: sentAt } = query;
    const given = { name, key, sentAt, content: await fileIn(request) };
    const ref = refOf(caller, params.interactionId);
    const { message, delivery } = await sendFile(deps, ref, caller.agentId, given);
    return { status: 200, jsonBody: { key: message.key, delivery: deliveryOf(delivery) } };
  });
  agentFiles('keepMailFile', async ({ deps }, caller, { params, query }, request) => {
    const given = { ...query, content: await fileIn(request) };
    const ref = refOf(caller, params.interactionId);
    return { status: 200, jsonBody: await keepMailFile(deps, ref, caller.agentId, given) };
  });
  agentFiles('getAttachment', async ({ deps }, caller, { params, query }) => {
    const ref = refOf(caller, params.interactionId);
    await interactionOfAgent(deps, ref, caller.agentId);
    const found = await openAttachment(deps, ref, { messageKey: query.message, index: params.index });
    return fileAnswer(found.attachment, found.content);
  });
  registerHistory();
}

function registerHistory(): void {
  agentOperation('getCustomerHistory', async ({ deps }, caller, { params }) => {
    const { address, past } = await readHistory(deps, refOf(caller, params.interactionId), caller.agentId);
    return { address, past: await Promise.all(past.map(({ stored }) => pastOf(deps, stored))) };
  });
  agentOperation('getPastInteraction', async ({ deps }, caller, { params }) => {
    const ref = refOf(caller, params.interactionId);
    const pastRef = refOf(caller, params.pastId);
    const stored = await readPast(deps, ref, caller.agentId, pastRef.interactionId);
    const [messages, notes, survey] = await Promise.all([
      deps.messages.list(pastRef),
      deps.notes.list(pastRef),
      deps.surveys.of(pastRef),
    ]);
    const said = { messages: messages.map(messageOf), notes: notes.map(noteOf), survey: survey ?? null };
    return { ...(await pastOf(deps, stored)), ...said };
  });
  agentOperation('setSamePerson', async ({ deps }, caller, { params, body }) => {
    const ref = refOf(caller, params.interactionId);
    await setSamePerson(deps, ref, caller.agentId, interactionIdOf(params.pastId), body.isSamePerson);
    return undefined;
  });
}

async function pastOf({ configs }: Deps, { interaction }: SeenInteraction): Promise<PastInteractionView> {
  const { facts, phase, segments } = interaction;
  const { config } = await configs.live(facts.tenantId);
  const queueId = segments.at(-1)?.visit.queueId;
  const names = segments.map(({ agentId }) => config.agents.get(agentId)?.name ?? agentId);
  return {
    interactionId: facts.interactionId,
    channel: facts.channel,
    openedAt: facts.openedAt,
    isOpen: phase.name !== 'closed',
    agentNames: [...new Set(names)],
    queueName: queueId === undefined ? null : (config.queues.get(queueId)?.name ?? null),
  };
}
