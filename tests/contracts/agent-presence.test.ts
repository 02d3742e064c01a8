import { startGraph } from '../../local/graph/test-graph';
import { createGraph } from '../../shared/graph/client';
import { createTeamsPresence } from '../../shared/teams/presence';
import { createFakePresence } from './fakes/agent-presence';
import { createHttpStub } from './fakes/http-stub';
import { describeAgentPresence } from './agent-presence.testsuite';

describeAgentPresence('the fake presence', async () => {
  const presence = createFakePresence();
  return { presence, set: async (...said) => presence.set(...said), fail: (isDown) => presence.fail(isDown) };
});

describeAgentPresence('presence through local Graph', async () => {
  const graph = await startGraph();
  let isDown = false;
  const stub = createHttpStub(async ({ method, path, body }) => {
    if (isDown) return { status: 503, headers: { 'retry-after-ms': '1' } };
    const answer = await graph.call(method, path.replace('/v1.0', ''), body);
    return { status: answer.status, body: answer.body };
  });
  return {
    presence: createTeamsPresence(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), 'switchboard'),
    set: (...said) => graph.presence.set(...said),
    fail: (down) => {
      isDown = down;
    },
    close: () => graph.close(),
  };
});
