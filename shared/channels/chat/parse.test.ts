import { parseChatEvent } from './parse';

/** Shaped after azure-rest-api-specs, eventgrid/Microsoft.Communication, ChatMessageReceivedInThread. */
const data = {
  messageBody: 'Where is my order?',
  messageId: '1613784602000',
  metadata: { page: '/orders' },
  type: 'Text',
  version: '1613784602000',
  senderDisplayName: 'Grace',
  senderCommunicationIdentifier: {
    rawId: '8:acs:resource_grace',
    communicationUser: { id: '8:acs:resource_grace' },
  },
  composeTime: '2026-10-05T12:00:00.000+00:00',
  threadId: '19:thread@thread.v2',
  transactionId: 't',
};
const own = { serviceUserIds: new Set(['8:acs:resource_service']) };
const parse = (change: object, type = 'Microsoft.Communication.ChatMessageReceivedInThread') =>
  parseChatEvent({ type, data: { ...data, ...change } }, own);

test("a customer's message", () => {
  expect(parse({})).toEqual({
    kind: 'message',
    sourceId: '19:thread@thread.v2/1613784602000',
    threadId: '19:thread@thread.v2',
    customerAddress: '8:acs:resource_grace',
    customerName: 'Grace',
    text: 'Where is my order?',
    html: null,
    fileIds: [],
    sentAt: Date.UTC(2026, 9, 5, 12),
  });
});

test.each([
  ['version a number', { version: 1613784602000 }, {}],
  ['no version', { version: undefined }, {}],
  ['no metadata', { metadata: null }, {}],
  ['no name', { senderDisplayName: undefined }, { customerName: null }],
  ['an empty name', { senderDisplayName: ' ' }, { customerName: null }],
  ['no instant', { composeTime: undefined }, { sentAt: null }],
  ['no body', { messageBody: undefined }, { text: '' }],
  ['no raw id', { senderCommunicationIdentifier: { communicationUser: { id: '8:acs:resource_grace' } } }, {}],
  [
    'html',
    { type: 'RichText/Html', messageBody: '<p>Hi <b>you</b></p>' },
    { text: 'Hi you', html: '<p>Hi <b>you</b></p>' },
  ],
  ['html by its other name', { type: 'html', messageBody: '<i>x</i>' }, { text: 'x', html: '<i>x</i>' }],
])('a message with %s is read', (_what, change, expected) => {
  expect(parse(change)).toMatchObject({ kind: 'message', customerAddress: '8:acs:resource_grace', ...expected });
});

const ours = { rawId: '8:acs:resource_service' };

test('what the service identity sent is an echo with the key of the send', () => {
  const echo = parse({ senderCommunicationIdentifier: ours, metadata: { switchboardMessageId: 'k' } });
  expect(echo).toEqual({ kind: 'echo', threadId: '19:thread@thread.v2', key: 'k', providerId: '1613784602000' });
});

test('an echo without our metadata is still an echo', () => {
  expect(parse({ senderCommunicationIdentifier: ours })).toMatchObject({ kind: 'echo', key: null });
});

test('a customer who sets our metadata is not taken for us', () => {
  expect(parse({ metadata: { switchboardMessageId: 'k' } }).kind).toBe('message');
});

test.each(['ChatMessageReceived', 'ChatMessageEditedInThread', 'ChatThreadParticipantAdded'])(
  '%s is not ours',
  (name) => {
    const type = `Microsoft.Communication.${name}`;
    expect(parse({}, type)).toEqual({ kind: 'unsupported', type });
  },
);

test.each([
  ['no message id', { messageId: undefined }],
  ['no thread', { threadId: '' }],
  ['no sender', { senderCommunicationIdentifier: {} }],
  ['a list as metadata', { metadata: [1] }],
])('%s is malformed and says why', (_what, change) => {
  expect(parse(change)).toEqual({ kind: 'malformed', why: expect.stringMatching(/\w/) });
});

test.each([undefined, null, 'x', 7, []])('data %p is malformed', (wrong) => {
  const type = 'Microsoft.Communication.ChatMessageReceivedInThread';
  expect(parseChatEvent({ type, data: wrong }, own).kind).toBe('malformed');
});
