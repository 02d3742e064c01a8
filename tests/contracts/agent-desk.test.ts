import { createTeamsDesk } from '../../shared/teams/desk';
import { describeAgentDesk } from './agent-desk.testsuite';
import { createFakeDesk } from './fakes/agent-desk';
import { createConnectorStub } from './fakes/connector-stub';

describeAgentDesk('the fake desk', () => {
  const desk = createFakeDesk();
  return {
    desk,
    fail: (how) => desk.fail(how),
    chat: () => desk.shown.map(({ key, interactionId, text }) => ({ key, interactionId, content: text })),
  };
});

describeAgentDesk('the Teams desk', () => {
  const connector = createConnectorStub();
  return {
    desk: createTeamsDesk({
      credential: connector.credential,
      botAppId: 'bot',
      serviceUrl: 'https://smba.example/teams/',
      fetch: connector.fetch,
    }),
    fail: (how) => connector.fail(how),
    chat: () =>
      connector.activities().map(({ channelData, ...activity }) => ({
        key: channelData?.switchboardMessageId ?? '',
        interactionId: channelData?.switchboardInteractionId ?? '',
        content: JSON.stringify(activity),
      })),
  };
});
