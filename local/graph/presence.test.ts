import { NOW, startGraph, type GraphUnderTest } from './test-graph';

const MINUTE_MS = 60_000;
let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const ada = '/users/ada-oid/presence';
const presence = async () => {
  const { availability, activity } = (await graph.call('GET', ada)).body;
  return `${String(availability)}/${String(activity)}`;
};
const set = (availability: string, activity: string, change: object = {}) =>
  graph.call('POST', `${ada}/setPresence`, { sessionId: 'app', availability, activity, ...change });

test('people are what their Teams client says', async () => {
  expect(await presence()).toBe('Available/Available');
  await graph.presence.set('ada-oid', 'Busy', 'InAMeeting');
  expect(await presence()).toBe('Busy/InAMeeting');
  await graph.presence.set('ada-oid', 'Offline');
  expect(await presence()).toBe('Offline/Offline');
});

test('many are asked for at once; of strangers nothing is known', async () => {
  const { body } = await graph.call('POST', '/communications/getPresencesByUserId', { ids: ['ada-oid', 'who'] });
  expect(body.value).toMatchObject([
    { id: 'ada-oid', availability: 'Available' },
    { id: 'who', availability: 'PresenceUnknown' },
  ]);
  const many = Array.from({ length: 651 }, (_, i) => String(i));
  expect((await graph.call('POST', '/communications/getPresencesByUserId', { ids: many })).status).toBe(400);
  expect((await graph.call('GET', '/users/who/presence')).status).toBe(404);
});

test('the busiest session counts until it is over or cleared', async () => {
  expect((await set('Busy', 'InACall', { expirationDuration: 'PT1H' })).status).toBe(200);
  expect(await presence()).toBe('Busy/InACall');
  await graph.stepTo(NOW + 60 * MINUTE_MS);
  expect(await presence()).toBe('Available/Available');
  await set('Busy', 'InACall');
  await graph.call('POST', `${ada}/clearPresence`, { sessionId: 'app' });
  expect(await presence()).toBe('Available/Available');
});

test('available fades where the app is the only one to say so', async () => {
  await graph.presence.set('ada-oid', 'Offline');
  await set('Available', 'Available', { expirationDuration: 'PT1H' });
  await graph.stepTo(NOW + 5 * MINUTE_MS);
  expect(await presence()).toBe('AvailableIdle/Inactive');
  await graph.stepTo(NOW + 10 * MINUTE_MS);
  expect(await presence()).toBe('Away/Away');
});

test('what a person prefers stands over all sessions, while there is one', async () => {
  const prefer = { availability: 'DoNotDisturb', activity: 'DoNotDisturb' };
  await graph.call('POST', `${ada}/setUserPreferredPresence`, prefer);
  expect(await presence()).toBe('DoNotDisturb/DoNotDisturb');
  await graph.stepTo(NOW + 24 * 60 * MINUTE_MS);
  expect(await presence()).toBe('Available/Available');
  await graph.call('POST', `${ada}/setUserPreferredPresence`, prefer);
  await graph.presence.set('ada-oid', 'Offline');
  expect(await presence()).toBe('Offline/Offline');
  await graph.presence.set('ada-oid', 'Away');
  await graph.call('POST', `${ada}/clearUserPreferredPresence`, {});
  expect(await presence()).toBe('Away/Away');
});

test.each([
  ['a combination that no app may set', { availability: 'Busy', activity: 'Presenting' }],
  ['too short a time', { expirationDuration: 'PT4M' }],
  ['too long a time', { expirationDuration: 'PT5H' }],
  ['no session', { sessionId: '' }],
])('%s is refused', async (_what, change) => {
  expect((await set('Busy', 'InACall', change)).status).toBe(400);
  expect(await presence()).toBe('Available/Available');
});

test('people are found by id and by principal name', async () => {
  const found = await graph.call('GET', '/users/ADA@contoso.example?$select=id,displayName');
  expect(found.body).toEqual({ id: 'ada-oid', displayName: 'Ada Lovelace' });
  expect((await graph.call('GET', '/users/ada-oid')).body).toMatchObject({ userPrincipalName: 'ada@contoso.example' });
});
