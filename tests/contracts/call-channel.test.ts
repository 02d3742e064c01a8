import { createAcsCalls } from '../../shared/channels/voice';
import { describeCallChannel } from './call-channel.testsuite';
import { createFakeCalls } from './fakes/call-channel';
import { createCallsStub } from './fakes/calls-stub';

describeCallChannel('fake calls', () => {
  const calls = createFakeCalls();
  const rings = () => calls.asked.flatMap((request) => (request.do === 'ring' ? [request.key] : []));
  return { calls, fail: (how) => calls.fail(how), rung: () => new Set(rings()).size };
});

describeCallChannel('ACS calls', () => {
  const acs = createCallsStub();
  const { credential, httpClient } = acs;
  const calls = createAcsCalls({
    endpoint: 'https://acs.example',
    credential,
    httpClient,
    cognitiveServicesEndpoint: 'https://ai.example',
  });
  return { calls, fail: (how) => acs.fail(how), rung: () => acs.rung() };
});
