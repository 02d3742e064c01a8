import { createTokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { createWorld, TENANT } from '../tests/contracts/fakes/world';
import { agentWork } from '../shared/flows/agents/agent-work';
import { behindTheShard } from '../shared/flows/given-behind.testsuite';
import { givenCall } from '../shared/flows/given-call.testsuite';
import type { App } from './compose';
import { appOn, ask, CAMERON, personBy } from './http.testsuite';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

test('an agent connects the call that another process has just seen them accept, and no other', async () => {
  const [issuer, world] = await Promise.all([createTokenIssuer('k'), createWorld()]);
  const cameron = await world.ready('cameron');
  await givenCall(world).queuedForSupport();
  const other = await behindTheShard(world);
  await world.assign();
  await world.accept(cameron);
  const { assignments } = await agentWork(world.deps, TENANT, cameron);
  expect((await agentWork(other, TENANT, cameron)).assignments).toEqual([]);
  mockApp = appOn({ ...world, deps: other }, issuer);
  const token = await personBy(issuer, CAMERON);
  const connect = (offerId: string) => ask('connectOffer', { token, params: { offerId } });
  expect((await connect('of-somebody-else')).status).toBe(404);
  expect(await connect(assignments[0]?.assignmentId ?? '')).toMatchObject({
    jsonBody: { outcome: 'changed', interaction: { phase: 'active', segment: 'talking' } },
  });
});
