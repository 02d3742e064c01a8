import { createCallsStub } from '../../../tests/contracts/fakes/calls-stub';
import { createAcsCalls } from './acs';
import { callsByProvider } from './by-provider';
import { parseCallbacks, teamsUsersAmong } from './parse';
import { createTeamsPhoneCalls } from './teams-phone';

const ACCOUNT = '0c0a5050-0000-4000-8000-0000000000d1';
const RESOURCE = 'e0c0a505-0000-4000-8000-0000000000ac';
const ours = `28:orgid:${ACCOUNT}`;
const step = { callRef: 'call-1', key: 'key-1', context: 'context-1' };
const ada = { teamsUserId: 'ada-oid', entraTenantId: 'tenant-oid', from: ours };
const customer = '+14255550199';

function setUp() {
  const stub = createCallsStub();
  const { credential, httpClient } = stub;
  const access = { endpoint: 'https://acs.example', credential, httpClient, cognitiveServicesEndpoint: 'https://ai' };
  const teamsPhone = createTeamsPhoneCalls({ ...access, resourceId: RESOURCE });
  const calls = callsByProvider({ acs: createAcsCalls(access), teamsPhone });
  return { calls, requests: stub.requests, last: () => stub.requests.at(-1) };
}

test('an agent rings in a softphone, as a Teams extension user', async () => {
  const { calls, last } = setUp();
  await calls.ring(step, ada, { topic: 'Grace', details: 'about an order', headers: [] }, 15);
  expect(last()?.body).toMatchObject({
    participantToAdd: { teamsExtensionUser: { userId: 'ada-oid', tenantId: 'tenant-oid', resourceId: RESOURCE } },
    sourceDisplayName: 'Grace',
    invitationTimeoutInSeconds: 15,
  });
  await calls.remove(step, ada, null);
  expect(last()?.body).toMatchObject({ participantToRemove: { teamsExtensionUser: { userId: 'ada-oid' } } });
});

test('a telephone sees the number of the account, which is not ours to say', async () => {
  const { calls, last } = setUp();
  const headers = [{ name: 'X-MS-Custom-Order', value: '1' }];
  await calls.ring(
    step,
    { number: '+14255550188', from: ours, callerId: null },
    { topic: '', details: '', headers },
    45,
  );
  expect(last()?.body).toMatchObject({
    participantToAdd: { phoneNumber: { value: '+14255550188' } },
    customCallingContext: { sipHeaders: { 'X-MS-Custom-Order': '1' } },
  });
  expect(last()?.body['sourceCallerIdNumber']).toBeUndefined();
});

test('a customer on hold hears music played to them alone, again and again; Call Automation holds nobody there', async () => {
  const { calls, requests } = setUp();
  await calls.hold(step, { customer, ours }, 'https://app.example/hold.wav');
  await calls.unhold(step, { customer, ours });
  expect(requests.map(({ path }) => path.split(':').at(-1))).toEqual([
    'cancelAllMediaOperations',
    'play',
    'cancelAllMediaOperations',
  ]);
  expect(requests[1]?.body).toMatchObject({
    playTo: [{ rawId: '4:+14255550199' }],
    playOptions: { loop: true },
    playSources: [{ kind: 'file', file: { uri: 'https://app.example/hold.wav' } }],
  });
});

test('a customer is called on behalf of the account', async () => {
  const { calls, last } = setUp();
  await calls.dial({
    key: 'dial',
    from: ours,
    to: customer,
    callbackUrl: 'https://app.example/x',
    callerId: null,
    transcript: null,
  });
  expect(last()?.body).toMatchObject({ teamsAppSource: { appId: ACCOUNT } });
  expect(last()?.body['sourceCallerIdNumber']).toBeUndefined();
});

test('calls of numbers stay with Communication Services', async () => {
  const { calls, last } = setUp();
  await calls.ring(step, { ...ada, from: '+14255550100' }, { topic: 'Grace', details: '', headers: [] }, 15);
  expect(last()?.body).toMatchObject({ participantToAdd: { microsoftTeamsUser: { userId: 'ada-oid' } } });
  await calls.hold(step, { customer, ours: '+14255550100' }, 'https://app.example/hold.wav');
  expect(last()?.path).toContain(':hold');
});

test('an extension user in a callback is the agent, by raw id or by its parts', () => {
  const user = { userId: 'ada-oid', tenantId: 'tenant-oid', resourceId: RESOURCE, cloud: 'public' };
  const of = (identifier: object) => {
    const [event] = parseCallbacks([
      {
        ...{ id: '1', type: 'Microsoft.Communication.ParticipantsUpdated' },
        data: {
          ...{ callConnectionId: 'c', sequenceNumber: 1 },
          participants: [{ identifier }, { identifier: { rawId: '8:acs:resource_browser' } }],
        },
      },
    ]);
    const meaning = event?.kind === 'callback' ? event.meaning : undefined;
    return meaning?.kind === 'participants' ? teamsUsersAmong(meaning.participants) : [];
  };
  expect(of({ kind: 'teamsExtensionUser', teamsExtensionUser: user })).toEqual(['ada-oid']);
  expect(of({ rawId: `8:acs:${RESOURCE}_tenant-oid_ada-oid` })).toEqual(['ada-oid']);
});
