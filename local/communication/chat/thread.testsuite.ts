import type { ChatClient } from '@azure/communication-chat';
import type { Trial } from '../trial.testsuite';

export const listOf = async <T>(all: AsyncIterable<T>): Promise<T[]> => {
  const listed: T[] = [];
  for await (const one of all) listed.push(one);
  return listed;
};

/** A thread of our service and a customer; what happened so far is forgotten. */
export async function startThread(trial: Trial) {
  const thread = await newThread(trial);
  await trial.settle();
  trial.events.length = 0;
  return thread;
}

/** A thread of our service and a customer, on any resource. */
export async function newThread(trial: Pick<Trial, 'newUser'>) {
  const service = await trial.newUser(['chat']);
  const customer = await trial.newUser(['chat.join.limited']);
  const { chatThread } = await service.chat.createChatThread({ topic: 'Sales' });
  const id = chatThread?.id ?? '';
  await service.chat
    .getChatThreadClient(id)
    .addParticipants({ participants: [{ id: { communicationUserId: customer.id }, displayName: 'Grace' }] });
  const threadOf = (client: ChatClient) => client.getChatThreadClient(id);
  return { id, service, customer, ours: threadOf(service.chat), theirs: threadOf(customer.chat) };
}
