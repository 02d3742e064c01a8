import type { CustomerMessage, SendResult } from '../ports/channels';
import type { SeenInteraction } from '../ports/interaction-store';
import type { Message } from '../ports/message-store';
import type { Deps } from './lib/deps';
import { sendGuarded } from './send-guarded';

/** Sends one stored message through the channel of its interaction. */
export async function sendToCustomer(deps: Deps, stored: SeenInteraction, message: Message): Promise<SendResult> {
  const { facts } = stored.interaction;
  if (facts.channel === 'voice') return { kind: 'failed', code: 'rejected', retryable: false };
  const key = `${facts.tenantId}/${facts.interactionId}/${message.key}`;
  const outgoing: CustomerMessage = {
    key,
    ourAddress: facts.ourAddress,
    customerAddress: facts.customerAddress,
    externalRef: facts.externalRef,
    authorName: message.author.name ?? (await deps.configs.live(facts.tenantId)).config.tenant.name,
    text: message.text,
    html: message.html,
    attachments: message.attachments,
    replyTo: message.replyTo ?? (await newestReplyTo(deps, stored)),
    automatic: message.author.kind === 'system',
  };
  const { tenantId, channel } = facts;
  const result = await sendGuarded(deps, { tenantId, channel, purpose: 'reply', message: outgoing });
  if (result.kind === 'sent' && result.internetMessageId !== undefined) {
    // The customer's answer names it, which is how it finds its thread again; so does its delivery report.
    const { ourAddress, externalRef } = facts;
    await deps.directory.putMailThread(tenantId, ourAddress, result.internetMessageId, externalRef, key);
  }
  return result;
}

/** Mail answers the customer's newest message, not that of somebody else in the thread; the other channels have one place to write to. */
async function newestReplyTo(deps: Deps, stored: SeenInteraction): Promise<string | null> {
  const { facts } = stored.interaction;
  if (facts.channel !== 'email') return null;
  const all = await deps.messages.list(facts);
  const written = all.flatMap(({ message }) => (message.direction === 'in' ? [message] : []));
  const newest = written.filter(({ author }) => author.id === facts.customerAddress).at(-1) ?? written.at(-1);
  return newest?.replyTo ?? null;
}
