import { createClock } from '../../local/kit/clock';
import { listen, type Listening, type LocalResponse } from '../../local/kit/http';
import { createPost } from '../../local/kit/post';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { createTeams, type Teams } from '../../local/teams/teams';
import type { DeskAddress, OfferCard } from '../../shared/ports/agent-desk';
import { createBotConnectorTokens } from '../../shared/security/bot-connector';
import { offerCard } from '../../shared/teams/cards';
import { createTeamsDesk } from '../../shared/teams/desk';
import { createPace } from '../../shared/teams/pace';
import { createStopwatch } from '../../shared/teams/stopwatch';
import { cardAnswer, textAnswer, type InvokeAnswer } from '../../shared/teams/invoke-answer';
import { originOf, parseActivity, type DeskActivity } from '../../shared/teams/parse';
import { createTokenIssuer } from '../contracts/fakes/token-issuer';

/** The app's own reading of activities, token and all, against what local Teams posts. */
const NOW = Date.UTC(2026, 9, 5, 12);
const offer: OfferCard = {
  offerId: 'offer-1',
  interactionId: 'interaction-1',
  channel: 'chat',
  customerName: 'Grace',
  queueName: 'Sales',
  waitedMs: 1_000,
  reasons: [],
  answerBy: NOW,
  state: { name: 'open' },
  wrapUpChoices: [],
  note: null,
  transferChoices: [],
  replyChoices: [],
};
const ada: DeskAddress = {
  agentName: 'Ada',
  teamsUserId: 'ada-oid',
  entraTenantId: 'tenant-1',
  conversationId: null,
  serviceUrl: null,
};

let teams: Teams;
let servers: Listening[];
let understood: DeskActivity[];
let answer: InvokeAnswer | undefined;

beforeEach(async () => {
  const work = createWork();
  const clock = createClock(work, NOW, () => 0);
  const issuer = await createTokenIssuer('key-1', { endorsements: ['msteams'] });
  const tokens = createBotConnectorTokens({
    botAppId: 'bot',
    issuer: 'https://api.botframework.com',
    keysUrl: 'https://login.botframework.com/v1/.well-known/keys',
    clock,
    fetchKeys: issuer.fetchKeys,
  });
  understood = [];
  answer = undefined;
  const handle = async (request: {
    readonly headers: Readonly<Record<string, string>>;
    json(): unknown;
  }): Promise<LocalResponse> => {
    const body = request.json();
    const validated = await tokens.validate(request.headers['authorization'], originOf(body)!);
    if (validated.kind === 'refused') return { status: 401 };
    understood.push(parseActivity(body));
    return { status: 200, ...(answer && { body: answer }) };
  };
  const app = await listen({ name: 'app', routes: [{ method: 'POST', path: '/messages', handle }] }, { port: 0, work });
  teams = createTeams({
    store: openStore(':memory:'),
    clock,
    work,
    post: createPost(),
    verifyToken: async (presented) => (presented === 'bot-token' ? { appid: 'bot' } : undefined),
    signActivity: ({ botAppId, serviceUrl }) =>
      issuer.sign({
        iss: 'https://api.botframework.com',
        aud: botAppId,
        serviceurl: serviceUrl,
        nbf: NOW / 1000,
        exp: NOW / 1000 + 3_600,
      }),
    botAppId: 'bot',
    botName: 'Switchboard',
    botEndpoint: () => `${app.url}/messages`,
    serviceUrl: () => `${server.url}/teams/`,
    people: () => [
      { teamsUserId: 'ada-oid', name: 'Ada', entraTenantId: 'tenant-1', userPrincipalName: 'ada@contoso.example' },
    ],
  });
  const server = await listen(teams.service, { port: 0, work });
  servers = [app, server];
  await teams.agents.install('ada-oid');
});
afterEach(() => Promise.all(servers.map((server) => server.close())));

/** The desk, reaching the agent as their installation told it to. */
function desk(): { address: DeskAddress; desk: ReturnType<typeof createTeamsDesk> } {
  const installed = understood[0];
  if (installed?.kind !== 'installed') throw new TypeError('not installed');
  const { conversationId, serviceUrl, teamsUserId } = installed.sender;
  return {
    address: { ...ada, teamsUserId, conversationId, serviceUrl },
    desk: createTeamsDesk({
      credential: { getToken: async () => ({ token: 'bot-token', expiresOnTimestamp: Number.MAX_VALUE }) },
      botAppId: 'bot',
      serviceUrl: 'https://nowhere.example/',
      pace: createPace(createStopwatch({ now: Date.now })),
    }),
  };
}

test('an installation is understood twice, with where to reach the agent', () => {
  const expected = { kind: 'installed', sender: { entraObjectId: 'ada-oid', entraTenantId: 'tenant-1', name: 'Ada' } };
  expect(understood).toMatchObject([expected, expected]);
});

test('a reply is understood as the new text under the message that it quotes', async () => {
  const { address, desk: shows } = desk();
  const shown = await shows.showMessage(address, { key: 'k', interactionId: 'i', from: 'Grace', text: 'Where is it?' });
  const [message] = teams.agents.chat('ada-oid').messages;
  await teams.agents.reply('ada-oid', message!.activityId, 'On its way');
  if (shown.kind !== 'shown') throw new TypeError('not shown');
  expect(understood.at(-1)).toMatchObject({
    kind: 'message',
    text: 'On its way',
    inReplyTo: { ref: shown.ref },
    sentAt: NOW,
  });
});

test('a pressed button is understood, and the card that answers it takes its place', async () => {
  const { address, desk: shows } = desk();
  const shown = await shows.presentOffer(address, offer);
  if (shown.kind !== 'shown') throw new TypeError('not shown');
  const [message] = teams.agents.chat('ada-oid').messages;
  const accepted = offerCard({ ...offer, state: { name: 'accepted' } });
  answer = cardAnswer(accepted);
  await teams.agents.press('ada-oid', message!.activityId, { verb: 'accept' });
  expect(understood.at(-1)).toMatchObject({
    kind: 'cardAction',
    verb: 'accept',
    interactionId: 'interaction-1',
    offerId: 'offer-1',
    cardRef: shown.ref,
  });
  expect(teams.agents.chat('ada-oid').messages[0]?.card).toEqual(accepted);
});

test('completing sends the chosen code; a text answers it under the card', async () => {
  const { address } = desk();
  const shows = createTeamsDesk({
    credential: { getToken: async () => ({ token: 'bot-token', expiresOnTimestamp: Number.MAX_VALUE }) },
    botAppId: 'bot',
    serviceUrl: 'https://nowhere.example/',
    pace: createPace(createStopwatch({ now: Date.now })),
  });
  await shows.showNotice(address, {
    key: 'n',
    interactionId: 'interaction-1',
    text: 'How did it end?',
    actions: [{ verb: 'complete', title: 'Done' }],
    wrapUpChoices: [{ code: 'solved', title: 'Solved' }],
    transferChoices: [],
  });
  const [message] = teams.agents.chat('ada-oid').messages;
  answer = textAnswer('Thank you');
  await teams.agents.press('ada-oid', message!.activityId, { verb: 'complete', inputs: { code: 'solved' } });
  expect(understood.at(-1)).toMatchObject({ kind: 'cardAction', verb: 'complete', wrapUpCode: 'solved' });
  expect(teams.agents.chat('ada-oid').messages[0]?.note).toEqual({ kind: 'text', text: 'Thank you' });
});

test('a removal is understood', async () => {
  await teams.agents.uninstall('ada-oid');
  expect(understood.at(-1)).toMatchObject({ kind: 'removed', sender: { entraObjectId: 'ada-oid' } });
});
