import { isCommunicationUserIdentifier, type CommunicationUserIdentifier } from '@azure/communication-common';
import { isRestError } from '@azure/core-rest-pipeline';
import type { ChatThreadClient } from '@azure/communication-chat';
import type { CommunicationUserToken } from '@azure/communication-identity';
import type { ChatConnection, ChatThreads } from '../../ports/channels';
import { repeatabilityId } from '../repeatability';
import { writtenBetween } from './written';
import type { AcsChatClients, AcsChatOptions } from './acs-client';

/** May write and read, and neither bring anybody in nor throw anybody out. */
const CUSTOMER_SCOPE = 'chat.join.limited';

/** Too many requests, or none for now: what was made is found by a repeat. */
const BUSY: readonly number[] = [429, 503];

/** ACS answered with success and did not do it. */
export class ChatStartFailed extends Error {
  constructor(readonly code: 'noThread' | 'customerRefused') {
    super(`The chat could not be started: ${code}.`);
  }
}

/** Threads of ACS chat. */
export function createAcsThreads(
  { identities, chat }: AcsChatClients,
  { endpoint, serviceUserId, sign, seenAt }: Pick<AcsChatOptions, 'endpoint' | 'serviceUserId' | 'sign' | 'seenAt'>,
): ChatThreads {
  async function tokenFor(user: CommunicationUserIdentifier): Promise<CommunicationUserToken> {
    return { user, ...(await identities.getToken(user, [CUSTOMER_SCOPE])) };
  }

  async function bringIn(thread: ChatThreadClient, displayName: string): Promise<CommunicationUserToken> {
    const customer = await identities.createUserAndToken([CUSTOMER_SCOPE]);
    const participants = [{ id: customer.user, displayName }];
    const { invalidParticipants = [] } = await thread.addParticipants({ participants });
    if (invalidParticipants.length > 0) throw new ChatStartFailed('customerRefused');
    return customer;
  }

  async function startThread({
    tenantId,
    key,
    customerName,
    topic,
  }: Parameters<ChatThreads['start']>[0]): Promise<ChatConnection> {
    // All tenants share one resource, and a page chooses its key: what another tenant's page was given is not for this one.
    const idempotencyToken = repeatabilityId('createChatThread', JSON.stringify([tenantId, key]));
    const { chatThread } = await chat.createChatThread({ topic }, { idempotencyToken });
    if (!chatThread) throw new ChatStartFailed('noThread');
    const thread = chat.getChatThreadClient(chatThread.id);
    const known = await customerIn(thread, serviceUserId);
    const customer = known ? await tokenFor(known) : await bringIn(thread, customerName);
    const { token: pass } = await sign({ threadId: chatThread.id, userId: customer.user.communicationUserId });
    return connectionOf({ endpoint, threadId: chatThread.id, pass }, customer);
  }

  return {
    async start(request) {
      try {
        return await startThread(request);
      } catch (error) {
        if (isRestError(error) && BUSY.includes(error.statusCode ?? 0)) return 'busy';
        throw error;
      }
    },

    writtenBetween: (threadId, from, until) => writtenBetween(chat.getChatThreadClient(threadId), from, until),
    carrierOf: () => 'acs',
    // ACS tells nobody whether a browser is still there; our own pages do.
    seenAt,

    async close(threadId, customerAddress) {
      try {
        await chat.getChatThreadClient(threadId).removeParticipant({ communicationUserId: customerAddress });
      } catch (error) {
        // Gone already: the thread, or the customer from it.
        if (!isRestError(error) || error.statusCode !== 404) throw error;
      }
    },
  };
}

/** Only one customer is ever in a thread: a repeat finds the one that the first try brought in. */
async function customerIn(
  thread: ChatThreadClient,
  serviceUserId: string,
): Promise<CommunicationUserIdentifier | undefined> {
  for await (const { id } of thread.listParticipants()) {
    if (isCommunicationUserIdentifier(id) && id.communicationUserId !== serviceUserId) return id;
  }
  return undefined;
}

const connectionOf = (
  place: { readonly endpoint: string; readonly threadId: string; readonly pass: string },
  customer: CommunicationUserToken,
): ChatConnection => ({
  provider: 'acs',
  ...place,
  userId: customer.user.communicationUserId,
  token: customer.token,
  tokenExpiresAt: customer.expiresOn.getTime(),
});
