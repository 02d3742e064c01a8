import type { MessageChannelKind } from '../core/interaction/state';
import type { MessageChannel, SendResult } from '../ports/channels';
import type { StoredInteraction } from '../ports/interaction-store';
import type { Message } from '../ports/message-store';
import type { Deps } from './lib/deps';
import { refusedByGuard } from './lib/refused-by-guard';

async function channelFor(deps: Deps, stored: StoredInteraction, kind: MessageChannelKind): Promise<MessageChannel> {
  switch (kind) {
    case 'chat':
      return deps.chat;
    case 'sms':
      return deps.sms;
    case 'email': {
      const { config } = await deps.configs.live(stored.interaction.facts.tenantId);
      return deps.email[config.tenant.emailSender];
    }
  }
}

/** Sends one stored message through the channel of its interaction. */
export async function sendToCustomer(deps: Deps, stored: StoredInteraction, message: Message): Promise<SendResult> {
  const { facts } = stored.interaction;
  if (facts.channel === 'voice') return { kind: 'failed', code: 'rejected', retryable: false };
  const refused = await refusedByGuard(deps, facts, 'reply');
  if (refused !== null) return { kind: 'failed', code: refused, retryable: false };
  const channel = await channelFor(deps, stored, facts.channel);
  const key = `${facts.tenantId}/${facts.interactionId}/${message.key}`;
  const result = await channel.send({
    key,
    ourAddress: facts.ourAddress,
    customerAddress: facts.customerAddress,
    externalRef: facts.externalRef,
    authorName: message.author.name ?? 'Switchboard',
    text: message.text,
    html: message.html,
    attachments: message.attachments,
    replyTo: message.replyTo ?? (await newestReplyTo(deps, stored)),
    automatic: message.author.kind === 'system',
  });
  if (result.kind === 'sent' && result.internetMessageId !== undefined) {
    // The customer's answer names it, which is how it finds its thread again; so does its delivery report.
    const { tenantId, ourAddress, externalRef } = facts;
    await deps.directory.putMailThread(tenantId, ourAddress, result.internetMessageId, externalRef, key);
  }
  return result;
}

/** Mail answers the customer's newest message; the other channels have one place to write to. */
async function newestReplyTo(deps: Deps, stored: StoredInteraction): Promise<string | null> {
  if (stored.interaction.facts.channel !== 'email') return null;
  const all = await deps.messages.list(stored.interaction.facts);
  return all.filter(({ message }) => message.direction === 'in').at(-1)?.message.replyTo ?? null;
}
