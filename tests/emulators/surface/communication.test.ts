import { ChatClient, ChatThreadClient } from '@azure/communication-chat';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { EmailClient } from '@azure/communication-email';
import { SmsClient } from '@azure/communication-sms';
import { startTrial, type Trial } from '../../../local/communication/trial.testsuite';
import { coverSurface } from './surface';

const LONG_TO_CONNECT = 60_000;

let trial: Trial;
let grace: Awaited<ReturnType<Trial['newUser']>>;
let ada: Awaited<ReturnType<Trial['newUser']>>;
let threadId: string;

beforeAll(async () => {
  trial = await startTrial();
  grace = await trial.newUser();
  ada = await trial.newUser();
  threadId = await newThread();
}, LONG_TO_CONNECT);
afterAll(() => trial.stop());

const newThread = async (): Promise<string> => {
  const participants = [{ id: { communicationUserId: ada.id } }];
  const { chatThread } = await grace.chat.createChatThread({ topic: 'Order' }, { participants });
  return chatThread!.id;
};
const thread = () => grace.chat.getChatThreadClient(threadId);
const say = async () => (await thread().sendMessage({ content: 'Hello' })).id;
const text = { content: 'Hello again' };

coverSurface('ChatClient', ChatClient, {
  internal: ['listChatThreadsPage', 'listChatThreadsAll', 'subscribeToSignalingEvents'],
  calls: {
    getChatThreadClient: thread,
    createChatThread: newThread,
    listChatThreads: () => grace.chat.listChatThreads(),
    deleteChatThread: async () => grace.chat.deleteChatThread(await newThread()),
    // Signalling is for browsers alone: in Node the client itself refuses.
    startRealtimeNotifications: () => expect(grace.chat.startRealtimeNotifications()).rejects.toThrow(),
    stopRealtimeNotifications: () => expect(grace.chat.stopRealtimeNotifications()).rejects.toThrow(),
    on: () => expect(() => grace.chat.on('chatMessageReceived', () => undefined)).toThrow(),
    off: () => expect(() => grace.chat.off('chatMessageReceived', () => undefined)).toThrow(),
  },
});

coverSurface('ChatThreadClient', ChatThreadClient, {
  internal: [
    'listMessagesPage',
    'listMessagesAll',
    'listParticipantsPage',
    'listParticipantsAll',
    'listReadReceiptsPage',
    'listReadReceiptsAll',
    'canPostTypingNotification',
  ],
  calls: {
    getProperties: () => thread().getProperties(),
    updateTopic: () => thread().updateTopic('Other'),
    updateProperties: () => thread().updateProperties({ topic: 'Another' }),
    sendMessage: say,
    getMessage: async () => thread().getMessage(await say()),
    listMessages: () => thread().listMessages(),
    deleteMessage: async () => thread().deleteMessage(await say()),
    updateMessage: async () => thread().updateMessage(await say(), text),
    addParticipants: async () => {
      const guest = await trial.newUser();
      return thread().addParticipants({ participants: [{ id: { communicationUserId: guest.id } }] });
    },
    listParticipants: () => thread().listParticipants(),
    removeParticipant: async () => {
      const guest = await trial.newUser();
      const id = { communicationUserId: guest.id };
      await thread().addParticipants({ participants: [{ id }] });
      return thread().removeParticipant(id);
    },
    sendTypingNotification: () => thread().sendTypingNotification(),
    sendReadReceipt: async () => {
      const chatMessageId = await say();
      return ada.chat.getChatThreadClient(threadId).sendReadReceipt({ chatMessageId });
    },
    listReadReceipts: () => thread().listReadReceipts(),
  },
});

coverSurface('SmsClient', SmsClient, {
  calls: { send: () => trial.sms.send({ from: '+18335550100', to: ['+14255550123'], message: 'Hello' }) },
});

coverSurface('EmailClient', EmailClient, {
  calls: {
    beginSend: () =>
      trial.email.beginSend({
        senderAddress: 'help@contoso.example',
        content: { subject: 'Hello', plainText: 'Hello' },
        recipients: { to: [{ address: 'grace@example.com' }] },
      }),
  },
});

coverSurface('CommunicationIdentityClient', CommunicationIdentityClient, {
  refused: ['getTokenForTeamsUser'],
  calls: {
    createUser: () => trial.identities.createUser(),
    createUserAndToken: () => trial.identities.createUserAndToken(['chat']),
    getToken: () => trial.identities.getToken({ communicationUserId: grace.id }, ['chat']),
    revokeTokens: async () => trial.identities.revokeTokens(await trial.identities.createUser()),
    deleteUser: async () => trial.identities.deleteUser(await trial.identities.createUser()),
    getTokenForTeamsUser: () =>
      trial.identities.getTokenForTeamsUser({ teamsUserAadToken: 'token', clientId: 'app', userObjectId: 'ada' }),
  },
});
