import { InvocationContext } from '@azure/functions';
import { registered } from '../tests/contracts/fakes/functions-core';
import { createWorld, OPEN_AT, SHARD, TENANT, type World } from '../tests/contracts/fakes/world';
import type { Quarantined } from '../shared/ports/quarantine';
import { startChat } from '../shared/flows/customers/start-chat';
import type { App } from './compose';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: Partial<App> | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

let world: World;
let quarantined: Quarantined[];
let thread: { readonly threadId: string; readonly userId: string };

beforeEach(async () => {
  world = await createWorld();
  quarantined = [];
  mockApp = {
    deps: world.deps,
    quarantine: { put: async (item) => void quarantined.push(item) },
    chatServiceUsers: async () => new Set(['8:acs:test_service']),
  };
  const request = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
  thread = await startChat(world.deps, request);
});

const deliver = async (name: string, event: unknown): Promise<void> => {
  await registered.get(name)!.callback(event, new InvocationContext());
};

const CHAT = 'Microsoft.Communication.ChatMessageReceivedInThread';
const time = new Date(OPEN_AT).toISOString();
const chatData = (from = thread.userId, messageId = 'm1') => ({
  messageId,
  threadId: thread.threadId,
  messageBody: 'My printer is broken',
  senderCommunicationIdentifier: { rawId: from },
});
const opened = () => world.told.filter(({ signal }) => signal === 'started').length;

test.each([
  ['a CloudEvent', { specversion: '1.0', id: 'e1', type: CHAT, source: '/acs', time }],
  ['a CloudEvent whose version is misspelt', { specVersion: '1.0', id: 'e1', type: CHAT, source: '/acs', time }],
  ['an Event Grid event', { id: 'e1', eventType: CHAT, eventTime: time, subject: 's', dataVersion: '1.0' }],
])('%s is taken', async (_schema, envelope) => {
  await deliver('chatMessageReceived', { ...envelope, data: chatData() });
  expect(opened()).toBe(1);
  expect(quarantined).toEqual([]);
});

test('an event of another kind is acknowledged and left alone', async () => {
  await deliver('chatMessageReceived', { id: 'e1', type: 'Microsoft.Communication.ChatThreadDeleted', time, data: {} });
  expect(opened()).toBe(0);
  expect(quarantined).toEqual([]);
});

test('an event that can never be read is kept for an operator and acknowledged', async () => {
  await deliver('chatMessageReceived', { id: 'e2', type: CHAT, time, data: { threadId: 't' } });
  await deliver('chatMessageReceived', 'rubbish');
  expect(quarantined).toMatchObject([{ source: 'chatMessageReceived', id: 'e2' }, { content: 'rubbish' }]);
});

test('what may pass later is thrown, so that Event Grid brings it again', async () => {
  const { inbox } = world.deps;
  const away = { ...world.deps, inbox: { ...inbox, head: () => Promise.reject(new Error('The store is away.')) } };
  mockApp = { ...mockApp, deps: away };
  await expect(deliver('chatMessageReceived', { id: 'e1', type: CHAT, time, data: chatData() })).rejects.toThrow();
  expect(quarantined).toEqual([]);
});

test('our own words and those of strangers open nothing', async () => {
  await deliver('chatMessageReceived', { id: 'e1', type: CHAT, time, data: chatData('8:acs:test_service') });
  await deliver('chatMessageReceived', { id: 'e2', type: CHAT, time, data: chatData('8:acs:test_stranger') });
  expect(opened()).toBe(0);
});

test('work that waits is offered when its event comes, and an event without its data is kept', async () => {
  await world.ready('cameron');
  await deliver('chatMessageReceived', { id: 'e1', type: CHAT, time, data: chatData() });
  await deliver('chatMessageReceived', {
    id: 'e2',
    type: CHAT,
    time: new Date(OPEN_AT + 1).toISOString(),
    data: { ...chatData(thread.userId, 'm2'), messageBody: '2' },
  });
  const [event] = world.published.filter(({ type }) => type === 'Switchboard.WorkQueued');
  expect(event).toMatchObject({ tenantId: TENANT, shardId: SHARD });
  await deliver('assign', { id: 'w1', type: 'Switchboard.WorkQueued', data: event });
  expect(world.desk.shown.filter(({ card }) => card !== null)).toHaveLength(1);
  await deliver('assign', { id: 'w2', type: 'Switchboard.WorkQueued', data: {} });
  expect(quarantined).toMatchObject([{ source: 'assign', id: 'w2' }]);
});
