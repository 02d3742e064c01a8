import type { ChatText } from '../../ports/channels';
import type { AddressOwner } from '../../ports/directory';
import type { Deps } from '../lib/deps';
import { entryPointOf } from '../lib/entry-point';
import { ownerWhere } from '../lib/load-where';
import { attachmentsOf } from '../customers/chat-files';
import { chatAddress } from '../customers/start-chat';
import type { Received } from './received';
import { receiveMessage } from './receive-message';

/** A text in one of our threads. Anybody else's thread, and anybody but the customer it was started for, is not ours. */
export async function receiveChat(deps: Deps, chat: ChatText): Promise<Received> {
  const owner = await ownerOf(deps, chatAddress(chat.threadId));
  if (owner === undefined || owner.customer?.address !== chat.customerAddress) return { kind: 'notOurs' };
  const { entryPoint } = await entryPointOf(deps, owner, { channel: 'chat', ourAddress: chat.threadId });
  if (entryPoint === undefined) return { kind: 'notOurs' };
  return receiveMessage(deps, {
    channel: 'chat',
    owner,
    ourAddress: entryPoint.address,
    customerAddress: chat.customerAddress,
    customerName: owner.customer.name ?? chat.customerName,
    externalRef: chat.threadId,
    sourceId: chat.sourceId,
    sentAt: chat.sentAt,
    text: chat.text,
    html: chat.html,
    attachments: await attachmentsOf(deps, { tenantId: owner.tenantId, threadId: chat.threadId }, chat.fileIds),
    replyTo: null,
  });
}

async function ownerOf(deps: Deps, address: string): Promise<AddressOwner | undefined> {
  const known = deps.lines.recallThread(address);
  if (known !== undefined) return known;
  // The first word of a chat may come to another process than the one that began it.
  const owner = await ownerWhere(deps, address, () => true);
  if (owner !== undefined) deps.lines.keepThread(address, owner);
  return owner;
}
