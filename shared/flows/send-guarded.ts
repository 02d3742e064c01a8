import { mayContact, type ContactPurpose, type Destination, type Permission } from '../core/outbound-guard/may-contact';
import type { MessageChannelKind } from '../core/interaction/state';
import type { TenantId } from '../core/lib/ids';
import type { CustomerMessage, MessageChannel, SendFailure, SendResult } from '../ports/channels';
import type { Deps } from './lib/deps';
import { entryPointAt } from './lib/entry-point';

/** A message on its way out, and why it goes. */
export interface Outgoing {
  readonly tenantId: TenantId;
  readonly channel: MessageChannelKind;
  readonly purpose: Extract<ContactPurpose, 'reply' | 'keywordAnswer'>;
  readonly message: CustomerMessage;
}

/** The one way out to customers in writing: nothing is sent that the outbound guard refuses (design §5). */
export async function sendGuarded(deps: Deps, outgoing: Outgoing): Promise<SendResult> {
  const permission = await permissionOf(deps, outgoing);
  if (permission.kind === 'allowed') return (await senderOf(deps, outgoing)).send(await asAddress(deps, outgoing));
  deps.log.warn('message refused', { tenantId: outgoing.tenantId, channel: outgoing.channel, code: permission.code });
  const code: SendFailure = permission.code === 'optedOut' ? 'optedOut' : 'blocked';
  return { kind: 'failed', code, retryable: false };
}

/** A mail leaves as the address that the entry point of its mailbox says now. */
async function asAddress(deps: Deps, { tenantId, channel, message }: Outgoing): Promise<CustomerMessage> {
  if (channel !== 'email') return message;
  const { config } = await deps.configs.live(tenantId);
  const sendAs = entryPointAt(config, { channel, ourAddress: message.ourAddress })?.sendAs ?? null;
  return sendAs === null ? message : { ...message, sendAs };
}

async function permissionOf(deps: Deps, { tenantId, channel, purpose, message }: Outgoing): Promise<Permission> {
  const to = destinationOf(deps, channel, message.customerAddress);
  if (to === null) return { kind: 'refused', code: 'notE164' };
  const { config } = await deps.configs.live(tenantId);
  const { ourAddress, customerAddress } = message;
  const isOut = channel === 'sms' && (await deps.directory.hasOptedOut(tenantId, ourAddress, customerAddress));
  return mayContact({
    to,
    purpose,
    tenantCountries: config.tenant.countries,
    consent: isOut ? 'optedOut' : 'unknown',
    quietHours: config.tenant.quietHours,
    // Whoever wrote to us gets an answer at any hour.
    localTime: null,
  });
}

function destinationOf(deps: Deps, channel: MessageChannelKind, address: string): Destination | null {
  switch (channel) {
    case 'chat':
      return { kind: 'chatThread' };
    case 'email':
      return { kind: 'mailbox', address };
    case 'sms':
      return deps.numbers.facts(address);
  }
}

async function senderOf(deps: Deps, { channel, tenantId }: Outgoing): Promise<MessageChannel> {
  switch (channel) {
    case 'chat':
      return deps.chat;
    case 'sms':
      return deps.sms[(await deps.configs.live(tenantId)).config.tenant.smsSender];
    case 'email':
      return deps.email[(await deps.configs.live(tenantId)).config.tenant.emailSender];
  }
}
