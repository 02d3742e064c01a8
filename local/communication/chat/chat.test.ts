import type { ChatClient } from '@azure/communication-chat';
import { NOON, startTrial, type Trial } from '../trial.testsuite';
import { listOf, startThread } from './thread.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

test('a thread has its creator and those named, and says what it is', async () => {
  const service = await trial.newUser();
  const other = await trial.newUser();
  const { chatThread, invalidParticipants } = await service.chat.createChatThread(
    { topic: 'Sales' },
    {
      metadata: { queue: 'sales' },
      participants: [{ id: { communicationUserId: other.id } }, { id: { communicationUserId: '8:acs:x_nobody' } }],
    },
  );
  expect(chatThread).toMatchObject({
    id: expect.stringMatching(/^19:[0-9a-f]{32}@thread\.v2$/),
    topic: 'Sales',
    createdOn: new Date(NOON),
    createdBy: { communicationUserId: service.id },
    metadata: { queue: 'sales' },
  });
  expect(invalidParticipants).toEqual([expect.objectContaining({ code: '404', target: '8:acs:x_nobody' })]);
  const thread = service.chat.getChatThreadClient(chatThread?.id ?? '');
  const participants = await listOf(thread.listParticipants());
  expect(participants.map(({ id }) => id)).toEqual([
    { kind: 'communicationUser', communicationUserId: service.id },
    { kind: 'communicationUser', communicationUserId: other.id },
  ]);
  expect(await thread.getProperties()).toMatchObject({ topic: 'Sales', metadata: { queue: 'sales' } });
});

test('a creation that is repeated under its id answers the same thread; another id or user makes another', async () => {
  const service = await trial.newUser();
  const other = await trial.newUser();
  const create = (chat: ChatClient, idempotencyToken: string) =>
    chat.createChatThread({ topic: 'Sales' }, { idempotencyToken });
  const [first, again] = await Promise.all([create(service.chat, 'a'), create(service.chat, 'a')]);
  expect(again).toEqual(first);
  const rest = [await create(service.chat, 'b'), await create(other.chat, 'a')];
  expect(new Set([first, again, ...rest].map(({ chatThread }) => chatThread?.id)).size).toBe(3);
  await trial.settle();
  expect(trial.eventsOf('ChatThreadCreated')).toHaveLength(3);
});

test('a message is found as it was sent', async () => {
  const { ours, service } = await startThread(trial);
  const { id } = await ours.sendMessage(
    { content: '<b>Hello</b>' },
    { type: 'html', senderDisplayName: 'Ada', metadata: { key: 'k1' } },
  );
  expect(await ours.getMessage(id)).toMatchObject({
    id,
    type: 'html',
    content: { message: '<b>Hello</b>' },
    senderDisplayName: 'Ada',
    sender: { communicationUserId: service.id },
    createdOn: new Date(NOON),
    metadata: { key: 'k1' },
    sequenceId: expect.stringMatching(/^\d+$/),
    version: id,
  });
});

test('both sides hear of a message: the thread once, and every participant but the sender', async () => {
  const { id: threadId, theirs, service, customer } = await startThread(trial);
  const { id: messageId } = await theirs.sendMessage(
    { content: 'Where is my order?' },
    { senderDisplayName: 'Grace', metadata: { page: '/orders' } },
  );
  await trial.settle();
  expect(trial.events).toHaveLength(2);
  expect(trial.eventsOf('ChatMessageReceivedInThread')).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      topic: expect.stringContaining('/providers/Microsoft.Communication/communicationServices/'),
      subject: `thread/${threadId}/sender/${customer.id}`,
      eventType: 'Microsoft.Communication.ChatMessageReceivedInThread',
      eventTime: '2026-10-05T12:00:00.000Z',
      dataVersion: '1.0',
      metadataVersion: '1',
      data: {
        messageBody: 'Where is my order?',
        messageId,
        metadata: { page: '/orders' },
        type: 'Text',
        version: messageId,
        senderDisplayName: 'Grace',
        senderCommunicationIdentifier: { rawId: customer.id, communicationUser: { id: customer.id } },
        composeTime: new Date(Number(messageId)).toISOString().replace('Z', '+00:00'),
        threadId,
        transactionId: expect.any(String),
      },
    },
  ]);
  expect(trial.eventsOf('ChatMessageReceived')).toMatchObject([
    {
      data: {
        recipientId: service.id,
        version: Number(messageId),
        composeTime: new Date(Number(messageId)).toISOString(),
      },
    },
  ]);
});

test('an edit and a deletion show in the message and are told', async () => {
  const { ours } = await startThread(trial);
  const { id } = await ours.sendMessage({ content: 'Hello?' }, { metadata: { key: 'k' } });
  await trial.step(1_000);
  await ours.updateMessage(id, { content: 'Hello' });
  const edited = await ours.getMessage(id);
  expect(edited).toMatchObject({
    content: { message: 'Hello' },
    editedOn: new Date(NOON + 1_000),
    metadata: { key: 'k' },
  });
  expect(Number(edited.version)).toBeGreaterThan(Number(id));
  await ours.deleteMessage(id);
  const deleted = await ours.getMessage(id);
  expect(deleted.deletedOn).toEqual(new Date(NOON + 1_000));
  expect(deleted.content).toEqual({});
  await expect(ours.updateMessage(id, { content: 'x' })).rejects.toMatchObject({ statusCode: 404 });
  await trial.settle();
  expect(trial.eventsOf('ChatMessageEditedInThread')).toMatchObject([
    { data: { messageId: id, messageBody: 'Hello' } },
  ]);
  expect(trial.eventsOf('ChatMessageDeletedInThread')).toMatchObject([
    { data: { messageId: id, deleteTime: '2026-10-05T12:00:01.000+00:00' } },
  ]);
  expect(trial.eventsOf('ChatMessageEdited')).toHaveLength(1);
  expect(trial.eventsOf('ChatMessageDeleted')).toHaveLength(1);
});

describe('what a customer with chat.join.limited may do', () => {
  test('write, read, correct what they wrote, say that they type and have read', async () => {
    const { theirs } = await startThread(trial);
    const { id } = await theirs.sendMessage({ content: 'Hello' });
    await theirs.updateMessage(id, { content: 'Hello!' });
    await theirs.sendReadReceipt({ chatMessageId: id });
    expect(await theirs.sendTypingNotification({ senderDisplayName: 'Grace' })).toBe(true);
    expect(await listOf(theirs.listReadReceipts())).toMatchObject([{ chatMessageId: id, readOn: new Date(NOON) }]);
    expect((await theirs.getProperties()).topic).toBe('Sales');
    await theirs.deleteMessage(id);
    await trial.settle();
    expect(trial.eventsOf('ChatTypingIndicatorReceivedInThread')).toMatchObject([
      { data: { senderDisplayName: 'Grace' } },
    ]);
  });
});

test('who is not in a thread, or no longer, may neither read nor write', async () => {
  const { id, ours, theirs, customer } = await startThread(trial);
  const stranger = (await trial.newUser()).chat.getChatThreadClient(id);
  await expect(stranger.sendMessage({ content: 'x' })).rejects.toMatchObject({ statusCode: 403 });
  await ours.removeParticipant({ communicationUserId: customer.id });
  await expect(theirs.sendMessage({ content: 'x' })).rejects.toMatchObject({ statusCode: 403 });
  await expect(listOf(theirs.listMessages())).rejects.toMatchObject({ statusCode: 403 });
  // Again is nothing, and told to nobody.
  await ours.removeParticipant({ communicationUserId: customer.id });
  await trial.settle();
  expect(trial.eventsOf('ChatThreadParticipantRemoved')).toMatchObject([
    {
      data: {
        participantRemoved: { displayName: 'Grace', participantCommunicationIdentifier: { rawId: customer.id } },
      },
    },
  ]);
});

test('adding somebody twice is adding them once', async () => {
  const { ours } = await startThread(trial);
  const participants = [{ id: { communicationUserId: (await trial.newUser()).id }, displayName: 'Lin' }];
  await ours.addParticipants({ participants });
  await ours.addParticipants({ participants });
  await trial.settle();
  expect(trial.eventsOf('ChatThreadParticipantAdded')).toMatchObject([
    { data: { participantAdded: { displayName: 'Lin' } } },
  ]);
  expect(await listOf(ours.listParticipants())).toHaveLength(3);
});

test('what happened to the thread is among its messages', async () => {
  const { ours, customer } = await startThread(trial);
  await ours.updateTopic('Support');
  const listed = await listOf(ours.listMessages());
  expect(listed.map(({ type }) => type)).toEqual([
    'topicUpdated',
    'participantAdded',
    'participantAdded',
    'topicUpdated',
  ]);
  expect(listed[0]?.content?.topic).toBe('Support');
  expect(listed[1]?.content?.participants).toMatchObject([{ id: { communicationUserId: customer.id } }]);
  await trial.settle();
  expect(trial.eventsOf('ChatThreadPropertiesUpdated')).toMatchObject([{ data: { properties: { topic: 'Support' } } }]);
});

test('a deleted thread is gone for everybody, and they are told', async () => {
  const { id, service, theirs, customer } = await startThread(trial);
  await service.chat.deleteChatThread(id);
  await expect(theirs.sendMessage({ content: 'x' })).rejects.toMatchObject({ statusCode: 404 });
  expect(await listOf(customer.chat.listChatThreads())).toEqual([]);
  await trial.settle();
  expect(trial.eventsOf('ChatThreadDeleted')).toHaveLength(1);
  expect(trial.eventsOf('ChatThreadWithUserDeleted')).toMatchObject([{ data: { recipientId: customer.id } }]);
});

test('the simulator sees chats and writes for their participants', async () => {
  const { id, theirs, customer } = await startThread(trial);
  await theirs.sendMessage({ content: 'Hello' }, { senderDisplayName: 'Grace' });
  const messageId = await trial.chats.write({ threadId: id, userId: customer.id, text: 'Anybody there?' });
  expect(trial.chats.messages(id)).toMatchObject([
    { text: 'Hello', by: customer.id, displayName: 'Grace', sentAt: expect.any(Number) },
    { id: messageId, text: 'Anybody there?' },
  ]);
  expect(trial.chats.threads()).toMatchObject([{ threadId: id, topic: 'Sales', deletedAt: null }]);
  await trial.settle();
  expect(trial.eventsOf('ChatMessageReceivedInThread')).toHaveLength(2);
  await expect(trial.chats.write({ threadId: id, userId: '8:acs:x_y', text: 'x' })).rejects.toMatchObject({
    code: 'notInThread',
  });
});
