import { readEnvelope } from './envelope';

const data = { a: 1 };

test.each([
  ['a CloudEvent', { specversion: '1.0', type: 'T', id: 'i', source: 's', time: '2026-01-01T00:00:00Z', data }],
  [
    'a CloudEvent whose version is misspelt',
    { specVersion: '1.0', type: 'T', id: 'i', time: '2026-01-01T00:00:00Z', data },
  ],
  ['an Event Grid event', { eventType: 'T', id: 'i', eventTime: '2026-01-01T00:00:00Z', subject: 's', data }],
])('%s is read', (_what, event) => {
  const subject = 'subject' in event ? event.subject : null;
  expect(readEnvelope(event)).toEqual({ id: 'i', type: 'T', at: Date.UTC(2026, 0, 1), subject, data });
});

test('an instant that is missing or no instant is null', () => {
  expect(readEnvelope({ type: 'T', id: 'i', data })).toMatchObject({ at: null });
  expect(readEnvelope({ type: 'T', id: 'i', time: 'yesterday', data })).toMatchObject({ at: null });
});

test.each([[null], ['text'], [[]], [{ type: 'T' }], [{ id: 'i' }], [{ id: '', type: 'T' }]])(
  '%j is no event',
  (event) => {
    expect(readEnvelope(event)).toBeUndefined();
  },
);
