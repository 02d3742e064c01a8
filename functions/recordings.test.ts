import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { cameron, file, only, recording, ref, talking, world } from '../shared/flows/voice/given-recorded.testsuite';
import { keepUtterance } from '../shared/flows/voice/keep-utterance';
import { finishInteraction } from '../shared/flows/agents/finish-interaction';
import type { App } from './compose';
import { appOn, ask, CAMERON, personBy } from './http.testsuite';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

const SOMEBODY = '0c0a5050-0000-4000-8000-0000000000e1';
const ELSEWHERE = '99999999-0000-4000-8000-000000000001';

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await createTokenIssuer('k');
});
beforeEach(async () => {
  await recording('announced, transcribe: true');
  mockApp = appOn(world, issuer);
  await talking();
  await world.pass(5_000);
  await keepUtterance(world.deps, ref, {
    ...{ callRef: 'call-1', key: 's/1', by: { address: '+14255550199' } },
    ...{ text: 'Where is my order?', lengthMs: 900, heardAt: world.deps.clock.now() },
  });
  await finishInteraction(world.deps, ref, cameron, 'solved');
  await file();
});

const listener = (change: object = {}) => personBy(issuer, SOMEBODY, { roles: ['Switchboard.Listener'], ...change });
const span = (days = 1) => ({
  tenantId: 'contoso',
  from: new Date(world.deps.clock.now() - 3_600_000).toISOString(),
  to: new Date(world.deps.clock.now() + days * 86_400_000).toISOString(),
});

test('a listener finds the recordings of a day: with whom, how long, until when', async () => {
  const answer = await ask('listTenantRecordings', { query: span(), token: await listener() });
  expect(answer.status).toBe(200);
  expect(answer.jsonBody).toMatchObject({
    recordings: [
      {
        interactionId: ref.interactionId,
        of: 'call',
        customerAddress: '+14255550199',
        agents: ['Cameron White'],
        file: { lengthMs: 12_000 },
        isOnHold: false,
      },
    ],
  });
  expect(world.warnings).toContainEqual(expect.stringContaining('recordings listed'));
});

test('reads what was said, by name, with a line in the audit', async () => {
  const asked = { params: { interactionId: ref.interactionId }, query: { tenantId: 'contoso' } };
  const answer = await ask('readTranscript', { ...asked, token: await listener() });
  expect(answer.jsonBody).toMatchObject({
    transcript: [{ speaker: { kind: 'customer' }, text: 'Where is my order?' }],
  });
  expect(world.warnings).toContainEqual(expect.stringContaining('transcript read'));
  const other = { ...asked, params: { interactionId: 'another' } };
  expect((await ask('readTranscript', { ...other, token: await listener() })).status).toBe(404);
});

test.each([
  ['an agent, though of this call', CAMERON, {}],
  ['an administrator', SOMEBODY, { roles: ['Switchboard.Admin'] }],
  ['a supervisor', SOMEBODY, { roles: ['Switchboard.Supervisor'] }],
  [
    'a listener of another organisation',
    SOMEBODY,
    {
      ...{ roles: ['Switchboard.Listener'], tid: ELSEWHERE },
      iss: `https://login.microsoftonline.com/${ELSEWHERE}/v2.0`,
    },
  ],
])('%s finds none and reads none', async (_who, objectId, change) => {
  const token = await personBy(issuer, objectId, change);
  const asked = { params: { interactionId: ref.interactionId }, query: { tenantId: 'contoso' }, token };
  expect((await ask('listTenantRecordings', { query: span(), token })).status).toBeGreaterThanOrEqual(401);
  expect((await ask('readTranscript', asked)).status).toBeGreaterThanOrEqual(401);
  expect(world.warnings.join()).not.toContain('transcript read');
});

test('a year at once is too much', async () => {
  expect((await ask('listTenantRecordings', { query: span(366), token: await listener() })).status).toBe(400);
});

test('whoever signs in is told whose recordings they may hear, and whether they may hold them', async () => {
  const both = await listener({ roles: ['Switchboard.Listener', 'Switchboard.Admin'] });
  expect((await ask('getMe', { token: both })).jsonBody).toMatchObject({
    hears: [{ tenantId: 'contoso' }],
    holds: true,
  });
  expect((await ask('getMe', { token: await personBy(issuer, CAMERON, {}) })).jsonBody).toMatchObject({
    hears: [],
    holds: false,
  });
  expect((await only()).isOnHold).toBe(false);
});
