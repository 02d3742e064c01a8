import type { AgentId, TenantId } from '../../core/lib/ids';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Message } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { FlowError, mayPass } from '../lib/flow-error';
import { lookTwice } from '../lib/look-twice';
import { tellAgent } from '../lib/tell-agent';
import { notThrough } from './not-through';
import { written } from './relay-desk-text';
import { replyIn } from './reply';

/** What an agent made of a text of theirs in the chat with our bot, after it was sent. */
export interface ChangedText {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  /** `sourceId` of the text. */
  readonly messageId: string;
  /** Null where it was taken away. */
  readonly text: string | null;
  readonly changedAt: number;
}

/** Marks a correction in every language, and in the alphabet that text messages are charged least for. */
const CORRECTION = '* ';

/**
 * No channel lets a sent text be changed for its customer: an edit goes to them as a correction, where they can tell what
 * it is of. Where it goes to nobody the agent is told so; their own chat shows what nobody else sees.
 */
export async function correctDeskText(deps: Deps, changed: ChangedText): Promise<void> {
  const { agentId, messageId, text, changedAt } = changed;
  const sourceId = `${messageId}/${changedAt}`;
  const told = (words: string, interactionId: string | null = null) =>
    tellAgent(deps, { ...changed, sourceId }, interactionId, words);
  const found = await sentAs(deps, changed);
  if (found === undefined) return told('That conversation is over: the customer keeps what you wrote first.');
  const { seen, message } = found;
  const { interactionId, channel } = seen.interaction.facts;
  if (text === null) return told('The customer has it already: nothing can be taken back.', interactionId);
  if (text === message.text) return;
  if (channel === 'email') return told('A mail that was sent stays as it is: please write another.', interactionId);
  try {
    const correction = { agentId, text: `${CORRECTION}${text}`, sourceId, sentAt: changedAt };
    const { delivery } = await replyIn(deps, seen, correction);
    if (delivery !== 'left' && delivery.status === 'failed') await told(notThrough(delivery.code), interactionId);
  } catch (error) {
    if (!(error instanceof FlowError) || mayPass(error)) throw error;
    await told(error.message, interactionId);
  }
}

/** A text that went out, and the interaction in which it did. */
interface SentText {
  readonly seen: SeenInteraction;
  readonly message: Message;
}

/** That it is nowhere is said by what stands: Teams does not bring it again. */
const sentAs = (deps: Deps, changed: ChangedText): Promise<SentText | undefined> =>
  lookTwice(async (how) => sentIn(deps, changed, await written(deps, changed, how)));

async function sentIn(
  deps: Deps,
  changed: ChangedText,
  mine: readonly SeenInteraction[],
): Promise<SentText | undefined> {
  for (const seen of mine) {
    const messages = await deps.messages.list(seen.interaction.facts);
    const found = messages.find(({ message }) => message.direction === 'out' && message.sourceId === changed.messageId);
    if (found !== undefined) return { seen, message: found.message };
  }
  return undefined;
}
