import { createClock } from '../../local/kit/clock';
import { listen, type Listening } from '../../local/kit/http';
import { createPost } from '../../local/kit/post';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { createTeams } from '../../local/teams/teams';
import { createTeamsDesk } from '../../shared/teams/desk';
import { createPace } from '../../shared/teams/pace';
import { createStopwatch } from '../../shared/teams/stopwatch';
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
      pace: createPace(createStopwatch({ now: Date.now })),
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

const listening: Listening[] = [];
afterEach(async () => {
  for (const server of listening.splice(0)) await server.close();
});

describeAgentDesk('the Teams desk on local Teams', async () => {
  const work = createWork();
  const token = 'bot-token';
  const bot = { method: 'POST', path: '/messages', handle: () => ({ status: 202 }) };
  const botServer = await listen({ name: 'bot', routes: [bot] }, { port: 0, work });
  const { service, agents } = createTeams({
    store: openStore(':memory:'),
    clock: createClock(work, Date.UTC(2026, 9, 5, 12), () => 0),
    work,
    post: createPost(),
    verifyToken: async (presented) => (presented === token ? { appid: 'bot' } : undefined),
    signActivity: async () => 'connector-token',
    botAppId: 'bot',
    botName: 'Switchboard',
    botEndpoint: () => `${botServer.url}/messages`,
    serviceUrl: () => `${server.url}/teams/`,
    people: () => [
      { teamsUserId: 'ada-oid', name: 'Ada', entraTenantId: 'tenant-1', userPrincipalName: 'ada@contoso.example' },
    ],
  });
  const server = await listen(service, { port: 0, work });
  listening.push(botServer, server);
  await agents.install('ada-oid');
  let unplugged = false;
  return {
    desk: createTeamsDesk({
      credential: { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_VALUE }) },
      botAppId: 'bot',
      serviceUrl: `${server.url}/teams/`,
      pace: createPace(createStopwatch({ now: Date.now })),
      fetch: async (url, init) => {
        if (unplugged) throw new TypeError('fetch failed');
        return fetch(url, init);
      },
    }),
    fail: (how) => {
      unplugged = how === 'outage';
      void (how === 'unreachable' ? agents.block('ada-oid') : agents.unblock('ada-oid'));
    },
    chat: () =>
      agents.chat('ada-oid').messages.map(({ channelData, text, card }) => {
        const mark = channelData as { switchboardMessageId: string; switchboardInteractionId: string };
        return {
          key: mark.switchboardMessageId,
          interactionId: mark.switchboardInteractionId,
          content: text ?? JSON.stringify(card),
        };
      }),
  };
});
