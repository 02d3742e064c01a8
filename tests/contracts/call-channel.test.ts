import { callsByProvider, createAcsCalls, createTeamsPhoneCalls } from '../../shared/channels/voice';
import { describeCallChannel } from './call-channel.testsuite';
import { createFakeCalls } from './fakes/call-channel';
import { createCallsStub } from './fakes/calls-stub';

const accessTo = ({ credential, httpClient }: ReturnType<typeof createCallsStub>) => ({
  endpoint: 'https://acs.example',
  credential,
  httpClient,
  cognitiveServicesEndpoint: 'https://ai.example',
});

describeCallChannel('fake calls', () => {
  const calls = createFakeCalls();
  const rings = () => calls.asked.flatMap((request) => (request.do === 'ring' ? [request.key] : []));
  return { calls, fail: (how) => calls.fail(how), rung: () => new Set(rings()).size };
});

describeCallChannel('ACS calls', () => {
  const acs = createCallsStub();
  const calls = createAcsCalls(accessTo(acs));
  return { calls, fail: (how) => acs.fail(how), rung: () => acs.rung() };
});

describeCallChannel('Teams Phone calls', () => {
  const acs = createCallsStub();
  const access = accessTo(acs);
  const teamsPhone = createTeamsPhoneCalls({ ...access, resourceId: 'e0c0a505-0000-4000-8000-0000000000ac' });
  return { calls: teamsPhone, fail: (how) => acs.fail(how), rung: () => acs.rung() };
});

describeCallChannel('calls by their provider', () => {
  const acs = createCallsStub();
  const access = accessTo(acs);
  const teamsPhone = createTeamsPhoneCalls({ ...access, resourceId: 'e0c0a505-0000-4000-8000-0000000000ac' });
  const calls = callsByProvider({ acs: createAcsCalls(access), teamsPhone });
  return { calls, fail: (how) => acs.fail(how), rung: () => acs.rung() };
});
