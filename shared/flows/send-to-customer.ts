import type { CustomerMessage, SendResult } from '../ports/channels';
import type { SeenInteraction } from '../ports/interaction-store';
import type { Message } from '../ports/message-store';
import { hasSaidGoodbye } from '../core/interaction/outcomes';
import { lastSegment } from '../core/interaction/segments';
import { fillIn } from '../core/flow/text-for';
import type { Deps } from './lib/deps';
import { noticeOf } from './lib/notice';
import { sendGuarded } from './send-guarded';

/** Sends one stored message through the channel of its interaction. */
export async function sendToCustomer(deps: Deps, stored: SeenInteraction, message: Message): Promise<SendResult> {
  const { facts } = stored.interaction;
  if (facts.channel === 'voice') return { kind: 'failed', code: 'rejected', retryable: false };
  // The thread takes it, and nobody reads it.
  if (facts.channel === 'chat' && message.author.kind === 'agent' && hasSaidGoodbye(stored.interaction))
    return { kind: 'failed', code: 'customerLeft', retryable: false };
  const key = `${facts.tenantId}/${facts.interactionId}/${message.key}`;
  const outgoing: CustomerMessage = {
    key,
    ourAddress: facts.ourAddress,
    customerAddress: facts.customerAddress,
    externalRef: facts.externalRef,
    authorName: message.author.name ?? (await deps.configs.live(facts.tenantId)).config.tenant.name,
    text: await signed(deps, stored, message),
    html: message.html,
    attachments: message.attachments,
    ...(await answering(deps, stored, message)),
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

/** A mail of an agent's ends as the tenant has mails end. What the agent wrote is kept without. */
async function signed(deps: Deps, { interaction }: SeenInteraction, { author, text }: Message): Promise<string> {
  const { channel, tenantId } = interaction.facts;
  if (channel !== 'email' || author.kind !== 'agent') return text;
  const { config } = await deps.configs.live(tenantId);
  const visit = lastSegment(interaction, author.id)?.visit;
  const signature = noticeOf(config, 'mailSignature', visit?.language ?? config.tenant.languages[0]);
  const queue = (visit && config.queues.get(visit.queueId)?.name) ?? '';
  if (signature === null) return text;
  return `${text}\n\n${fillIn(signature, { agent: author.name ?? '', queue })}`;
}

/** Mail answers the customer's newest message, not that of somebody else in the thread; the other channels have one place to write to. */
async function answering(
  deps: Deps,
  stored: SeenInteraction,
  { replyTo, author }: Message,
): Promise<Pick<CustomerMessage, 'replyTo' | 'quoted'>> {
  const { facts } = stored.interaction;
  if (facts.channel !== 'email') return { replyTo };
  const all = await deps.messages.list(facts);
  const written = all.flatMap(({ message }) => (message.direction === 'in' ? [message] : []));
  const newest = written.filter(({ author }) => author.id === facts.customerAddress).at(-1) ?? written.at(-1);
  if (newest === undefined) return { replyTo };
  // What a machine answers is not sent back to whoever may have been named as its sender.
  if (author.kind !== 'agent') return { replyTo: replyTo ?? newest.replyTo };
  const quoted = { from: newest.author.name ?? newest.author.id, at: newest.sentAt, text: newest.text };
  return { replyTo: replyTo ?? newest.replyTo, quoted };
}
