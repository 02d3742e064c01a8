import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { shownTo, storyOf, type Evidence } from '../evidence';
import type { InChat, Told } from '../stories/told';
import { need, type Kept } from './promise';

export const saidOnce: Kept = {
  says: 'Nothing is said twice, neither to a customer nor to an agent.',
  check: (evidence) => evidence.told.flatMap((one) => repeatedIn(evidence, one)),
  async breakIt({ endpoints }, evidence) {
    const { answered, chat } = storyOf(evidence, 'chat');
    const thread = await threadAsService(endpoints.communication, need(chat ?? undefined, 'thread'));
    const { id } = await thread.sendMessage({ content: need(answered[0], 'answer') });
    return () => thread.deleteMessage(id);
  },
};

function repeatedIn(evidence: Evidence, one: Told): string[] {
  const shown = shownTo(evidence, one.agentId);
  return [
    ...repeats(one.answered, evidence.heard.get(one) ?? [], one.customer),
    ...repeats(one.written, shown, one.agentId ?? 'nobody'),
  ];
}

const repeats = (said: readonly string[], heard: readonly string[], who: string): string[] =>
  said
    .map((text) => ({ text, times: heard.filter((one) => one.includes(text)).length }))
    .filter(({ times }) => times > 1)
    .map(({ text, times }) => `'${text}' stands ${times} times before ${who}`);

/** The thread as the product's own user in it sees it: whoever holds the resource's key can be anybody. */
async function threadAsService({ endpoint, connectionString }: Connection, { threadId, serviceUserId }: InChat) {
  const identities = new CommunicationIdentityClient(connectionString);
  const { token } = await identities.getToken({ communicationUserId: serviceUserId }, ['chat']);
  return new ChatClient(endpoint, new AzureCommunicationTokenCredential(token)).getChatThreadClient(threadId);
}

interface Connection {
  readonly endpoint: string;
  readonly connectionString: string;
}
