import type { InteractionRef } from '../../core/lib/ids';
import type { AddressOwner } from '../../ports/directory';
import type { InboxHead } from '../../ports/inbox';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { lineOf } from '../lib/line-of';
import { ownerWhere } from '../lib/load-where';
import { chatAddress } from './start-chat';

/** The customer of a chat, as their token says. */
export interface Writer {
  readonly threadId: string;
  readonly userId: string;
}

/** A chat that is the caller's. */
export interface OwnThread extends Writer {
  readonly owner: AddressOwner;
}

/** Somebody else's thread is not there. One that has just begun may have been begun by another process. */
export async function threadOf(deps: Pick<Deps, 'addresses'>, { threadId, userId }: Writer): Promise<OwnThread> {
  const owner = await ownerWhere(deps, chatAddress(threadId), ({ customer }) => customer?.address === userId);
  if (owner?.customer?.address !== userId) throw new FlowError('notFound', 'There is no such chat.');
  return { threadId, userId, owner };
}

/** Which conversation is open in a chat, and which were before. */
export async function headOf(
  { configs, inbox }: Pick<Deps, 'configs' | 'inbox'>,
  { owner, threadId, userId }: OwnThread,
): Promise<InboxHead | undefined> {
  const { config } = await configs.live(owner.tenantId);
  const ourAddress = config.entryPoints.get(owner.entryPoint)?.address ?? '';
  const { tenantId } = owner;
  return inbox.head(lineOf({ tenantId, channel: 'chat', ourAddress, customerAddress: userId, externalRef: threadId }));
}

/** The conversations of a chat that are still known, the newest first: the one that is open, and those that were before. */
export async function conversationsIn(
  deps: Pick<Deps, 'configs' | 'inbox'>,
  thread: OwnThread,
): Promise<readonly InteractionRef[]> {
  const head = await headOf(deps, thread);
  const { tenantId } = thread.owner;
  return [...(head?.open ? [head.open] : []), ...(head?.recent ?? [])].map(({ interactionId }) => {
    return { tenantId, interactionId };
  });
}

/** The conversation that is open in a chat. */
export async function openIn(deps: Deps, thread: OwnThread): Promise<SeenInteraction | undefined> {
  const open = (await headOf(deps, thread))?.open;
  const { tenantId } = thread.owner;
  return open ? deps.interactions.glance({ tenantId, interactionId: open.interactionId }) : undefined;
}
