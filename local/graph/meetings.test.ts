import { NOW, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const path = '/users/ada-oid/onlineMeetings/createOrGet';
const instant = (at: number) => new Date(at).toISOString();
const wanted = {
  externalId: 'contact-1',
  subject: 'Contoso',
  startDateTime: instant(NOW),
  endDateTime: instant(NOW + 1_800_000),
};

test('a meeting is made once for each external id of its organiser', async () => {
  const made = await graph.call('POST', path, wanted);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ ...wanted, participants: { organizer: { upn: 'ada@contoso.example' } } });
  const again = await graph.call('POST', path, { ...wanted, subject: 'Other' });
  expect([again.status, again.body]).toEqual([200, made.body]);
  const other = await graph.call('POST', '/users/adam@contoso.example/onlineMeetings/createOrGet', wanted);
  expect(other.status).toBe(201);
  expect(other.body['joinWebUrl']).not.toBe(made.body['joinWebUrl']);
});

test('without instants it begins now and lasts an hour, and nothing can be joined by its link', async () => {
  const { body } = await graph.call('POST', path, { externalId: 'contact-2' });
  expect(body).toMatchObject({ subject: null, startDateTime: instant(NOW), endDateTime: instant(NOW + 3_600_000) });
  expect(String(body['joinWebUrl'])).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\//);
});

test.each([
  ['no external id', { subject: 'Contoso' }],
  ['an empty external id', { externalId: '' }],
  ['an end alone', { externalId: 'x', endDateTime: instant(NOW) }],
  ['an end before its beginning', { ...wanted, endDateTime: instant(NOW - 1) }],
  ['no instant', { ...wanted, startDateTime: 'soon' }],
])('%s is refused', async (_what, body) => {
  expect((await graph.call('POST', path, body)).status).toBe(400);
});

test('who is nobody holds no meeting', async () => {
  expect((await graph.call('POST', '/users/nobody/onlineMeetings/createOrGet', wanted)).status).toBe(404);
});
