import { decodeSmsThread } from './address';
import { parseSmsEvent } from './parse';

/** Shaped after azure-rest-api-specs, eventgrid/Microsoft.Communication (PascalCase) and the SDK's types (camelCase). */
const received = {
  MessageId: 'Incoming_20261005_1',
  From: '14255550123',
  To: '+14255550199',
  Message: 'Hello',
  ReceivedTimestamp: '2026-10-05T12:00:00.000Z',
};
const report = {
  MessageId: 'Outgoing_1',
  From: '+14255550199',
  To: '14255550123',
  DeliveryStatus: 'Delivered',
  DeliveryStatusDetails: 'No error.',
  ReceivedTimestamp: '2026-10-05T12:00:05.000Z',
  DeliveryAttempts: [{ Timestamp: '2026-10-05T12:00:05.000Z', SegmentsSucceeded: 1, SegmentsFailed: 0 }],
  Tag: 'key-1',
};
const camel = (data: object) =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
const receive = (data: unknown) => parseSmsEvent({ type: 'Microsoft.Communication.SMSReceived', data });
const deliver = (data: unknown) => parseSmsEvent({ type: 'Microsoft.Communication.SMSDeliveryReportReceived', data });

test.each([
  ['capital letters', received],
  ['small letters', camel(received)],
])('a text with fields in %s', (_what, data) => {
  const event = receive(data);
  expect(event).toMatchObject({
    kind: 'message',
    sourceId: 'Incoming_20261005_1',
    customerAddress: '+14255550123',
    ourAddress: '+14255550199',
    text: 'Hello',
    sentAt: Date.UTC(2026, 9, 5, 12),
  });
  expect(event.kind === 'message' && decodeSmsThread(event.externalRef)).toEqual({
    ourNumber: '+14255550199',
    customerNumber: '+14255550123',
  });
});

test.each([
  ['capital letters', report],
  ['small letters', camel(report)],
])('a delivery report with fields in %s', (_what, data) => {
  expect(deliver(data)).toEqual({
    kind: 'report',
    sourceId: 'Outgoing_1/delivered',
    providerId: 'Outgoing_1',
    key: 'key-1',
    line: { customerAddress: '+14255550123', ourAddress: '+14255550199' },
    outcome: { status: 'delivered' },
    at: Date.UTC(2026, 9, 5, 12, 0, 5),
  });
});

test.each([
  ['Sender blocked for given recipient.', 'optedOut'],
  ['The recipient has opted out', 'optedOut'],
  ['Unreachable carrier', 'unreachable'],
])('a failure because of %p is %s', (detail, code) => {
  expect(deliver({ ...report, DeliveryStatus: 'Failed', DeliveryStatusDetails: detail })).toMatchObject({
    outcome: { status: 'failed', code, detail },
  });
});

test('an empty text is a text, and an instant that cannot be read is none', () => {
  expect(receive({ ...received, Message: undefined, ReceivedTimestamp: 'x' })).toMatchObject({
    text: '',
    sentAt: null,
  });
});

test('a report without a tag has no key', () => {
  expect(deliver({ ...report, Tag: '' })).toMatchObject({ key: null });
});

test('a status between is nothing yet', () => {
  expect(deliver({ ...report, DeliveryStatus: 'Queued' }).kind).toBe('unsupported');
});

test('other events are not ours', () => {
  expect(parseSmsEvent({ type: 'Microsoft.Communication.Other', data: {} }).kind).toBe('unsupported');
});

test.each([undefined, null, 'x', [], {}, { ...received, From: '' }, { ...received, MessageId: 5 }])(
  '%p is malformed',
  (data) => {
    expect(receive(data)).toEqual({ kind: 'malformed', why: expect.stringMatching(/\w/) });
  },
);
