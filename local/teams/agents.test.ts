import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalResponse } from '../kit/http';
import { NoAnswer } from '../kit/post';
import { NOW, startTeams, type TeamsUnderTest } from './test-teams';

let teams: TeamsUnderTest;
let answer: LocalResponse = { status: 202 };
let during: () => Promise<unknown> = async () => undefined;
beforeEach(async () => {
  answer = { status: 202 };
  during = async () => undefined;
  teams = await startTeams({
    async answer() {
      await during();
      return answer;
    },
  });
});
afterEach(() => teams.close());

const lastReceived = () => teams.received.at(-1)!;
const chat = () => teams.agents.chat('ada-oid');
const card = (title: string) => ({
  type: 'AdaptiveCard',
  version: '1.4',
  body: [
    {
      type: 'Input.ChoiceSet',
      id: 'code',
      choices: [
        { title: 'Solved', value: 'solved' },
        { title: 'Lost', value: 'lost' },
      ],
    },
    { type: 'Input.Text', id: 'note', value: 'none' },
  ],
  actions: [{ type: 'Action.Execute', verb: 'complete', title, data: { interactionId: 'i' } }],
});
const cardMessage = (title: string) => ({
  type: 'message',
  summary: title,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card(title) }],
});
const activities = () => `/${encodeURIComponent(chat().conversationId)}/activities`;
async function showCard(): Promise<string> {
  await teams.agents.install('ada-oid');
  return ((await teams.call('POST', activities(), cardMessage('Done'))).body as { id: string }).id;
}

test('installing tells the bot in both ways, once', async () => {
  await teams.agents.install('ada-oid');
  expect(await teams.agents.install('ada-oid')).toEqual([]);
  expect(teams.received.map(({ activity }) => activity)).toMatchObject([
    { type: 'conversationUpdate', membersAdded: [{ id: '28:bot-app' }], recipient: { id: '28:bot-app' } },
    { type: 'installationUpdate', action: 'add' },
  ]);
  await teams.agents.uninstall('ada-oid');
  expect(lastReceived().activity).toMatchObject({ type: 'installationUpdate', action: 'remove' });
  expect(chat()).toMatchObject({ installed: false });
});

test('a message is signed, addressed and recorded with its outcome', async () => {
  await teams.agents.install('ada-oid');
  const delivery = await teams.agents.write('ada-oid', 'On <it>');
  const { headers, activity } = lastReceived();
  expect(headers).toMatchObject({
    authorization: `Bearer connector to bot-app from ${teams.url}/teams/`,
    'x-ms-conversation-id': chat().conversationId,
    'x-ms-tenant-id': 'tenant-1',
  });
  expect(activity).toMatchObject({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: `${teams.url}/teams/`,
    timestamp: '2026-10-05T12:00:00.000Z',
    from: { name: 'Ada', aadObjectId: 'ada-oid', id: expect.stringMatching(/^29:1/) },
    conversation: { conversationType: 'personal', tenantId: 'tenant-1', id: chat().conversationId },
    text: 'On <it>',
    attachments: [{ contentType: 'text/html', content: '<p>On &lt;it&gt;</p>' }],
  });
  expect(delivery).toMatchObject({ activity: { id: activity.id }, outcome: { kind: 'answered', status: 202 } });
  expect(chat().messages).toMatchObject([{ author: 'agent', text: 'On <it>', sending: 'sent' }]);
});

test('a message that the bot refuses has failed, and is not tried again', async () => {
  await teams.agents.install('ada-oid');
  answer = { status: 500 };
  await teams.agents.write('ada-oid', 'Lost');
  expect(chat().messages).toMatchObject([{ text: 'Lost', sending: 'failed' }]);
  await teams.stepTo(NOW + 3_600_000);
  expect(teams.received).toHaveLength(3);
});

test('a reply quotes as Teams does in a 1:1 chat', async () => {
  const activityId = await showCard();
  await teams.agents.reply('ada-oid', activityId, 'Yes');
  const { activity } = lastReceived();
  expect(activity).toMatchObject({ text: 'Switchboard Done\r\n\r\nYes' });
  expect(activity.replyToId).toBeUndefined();
  const html = String(activity.attachments?.[0]?.content);
  expect(html).toContain(`itemtype="http://schema.skype.com/Reply" itemid="${activityId}"`);
  expect(html).toMatch(/<\/blockquote>\r\n<p>Yes<\/p>$/);
});

describe('pressing a button', () => {
  test('sends its verb and data with the inputs, and shows the card that comes back', async () => {
    const activityId = await showCard();
    answer = {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card('Thanks') },
    };
    const inputs = { code: 'solved' };
    const pressed = await teams.agents.press('ada-oid', activityId, { verb: 'complete', inputs });
    expect(lastReceived().activity).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: activityId,
      value: {
        action: {
          type: 'Action.Execute',
          verb: 'complete',
          data: { interactionId: 'i', code: 'solved', note: 'none' },
        },
        trigger: 'manual',
      },
    });
    expect(pressed.answer).toEqual({ kind: 'card', card: card('Thanks') });
    expect(chat().messages).toMatchObject([{ card: card('Thanks'), note: null, version: 1 }]);
  });

  test.each([
    [
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Too late' },
      { kind: 'text', text: 'Too late' },
    ],
    [
      { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'busy', message: 'Again' } },
      { kind: 'error', code: 'busy', message: 'Again' },
    ],
    [
      { statusCode: 200, type: 'nonsense' },
      { kind: 'error', code: 'BadAnswer' },
    ],
  ])('the answer %j leaves the card and stands under it', async (body, note) => {
    const activityId = await showCard();
    answer = { status: 200, body };
    await teams.agents.press('ada-oid', activityId, { verb: 'complete' });
    expect(chat().messages).toMatchObject([{ card: card('Done'), note }]);
  });

  test('a bot that fails is an error; the update of a message clears it', async () => {
    const activityId = await showCard();
    answer = { status: 500 };
    await teams.agents.press('ada-oid', activityId, { verb: 'complete' });
    expect(chat().messages).toMatchObject([{ note: { kind: 'error', code: '500' } }]);
    await teams.call('PUT', `${activities()}/${activityId}`, cardMessage('Over'));
    expect(chat().messages).toMatchObject([{ card: card('Over'), note: null, version: 2 }]);
  });

  test('an update while the bot answers is kept', async () => {
    const activityId = await showCard();
    during = () => teams.call('PUT', `${activities()}/${activityId}`, cardMessage('Over'));
    await teams.agents.press('ada-oid', activityId, { verb: 'complete' });
    const expected = { card: card('Over'), version: 2 };
    expect(chat().messages).toMatchObject([expected]);
  });

  test.each([
    ['a button that is not there', { verb: 'accept' }, 'noSuchAction'],
    ['a value that cannot be chosen', { verb: 'complete', inputs: { code: 'x' } }, 'badInput'],
    ['an input that is not there', { verb: 'complete', inputs: { who: 'x' } }, 'badInput'],
  ])('%s cannot be pressed', async (_what, press, code) => {
    const activityId = await showCard();
    await expect(teams.agents.press('ada-oid', activityId, press)).rejects.toMatchObject({ code });
    expect(teams.received).toHaveLength(2);
  });
});

test('who has not installed the bot, or blocked it, cannot write to it', async () => {
  await expect(teams.agents.write('ada-oid', 'x')).rejects.toMatchObject({ code: 'notInstalled' });
  await teams.agents.install('ada-oid');
  await teams.agents.block('ada-oid');
  await expect(teams.agents.write('ada-oid', 'x')).rejects.toMatchObject({ code: 'blocked' });
  await expect(teams.agents.write('who', 'x')).rejects.toMatchObject({ code: 'unknownPerson' });
});

test('after a restart the chat is as it was, and what was under way is posted again until the bot is up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teams-'));
  const storeFile = join(folder, 'teams.sqlite');
  const never = () => new Promise<never>(() => undefined);
  const killed = await startTeams({ storeFile, change: () => ({ post: never, signActivity: never }) });
  void killed.agents.install('ada-oid');
  while (killed.agents.deliveries('ada-oid').length === 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await killed.close();

  let attempts = 0;
  const revived = await startTeams({
    storeFile,
    change: ({ post }) => ({
      post: async (request) => {
        attempts += 1;
        if (attempts === 1) throw new NoAnswer('unreachable', 'not up yet');
        return post(request);
      },
    }),
  });
  await revived.stepTo(NOW + 1_000);
  expect(revived.received).toEqual([]);
  await revived.stepTo(NOW + 2_000);
  expect(revived.received).toMatchObject([{ activity: { type: 'conversationUpdate' } }]);
  await revived.stepTo(NOW + 60_000);
  expect(attempts).toBe(2);
  expect(revived.agents.chat('ada-oid').installed).toBe(true);
  await revived.close();
  rmSync(folder, { recursive: true });
});

test('a message can be edited and taken away by whoever wrote it, and the bot hears of both by its id', async () => {
  await teams.agents.install('ada-oid');
  const { activity } = await teams.agents.write('ada-oid', 'At nine');
  const id = activity.id ?? '';
  await teams.agents.edit('ada-oid', id, 'At ten');
  const tenant = { id: 'tenant-1' };
  expect(lastReceived().activity).toMatchObject({
    ...{ type: 'messageUpdate', id, text: 'At ten', channelData: { tenant, eventType: 'editMessage' } },
    conversation: { id: chat().conversationId },
  });
  expect(chat().messages).toMatchObject([{ text: 'At ten', version: 2 }]);
  await teams.agents.remove('ada-oid', id);
  expect(lastReceived().activity).toMatchObject({
    ...{ type: 'messageDelete', id, channelData: { tenant, eventType: 'softDeleteMessage' } },
  });
  expect(chat().messages).toMatchObject([{ text: null, deleted: true }]);
  await expect(teams.agents.edit('ada-oid', id, 'Again')).rejects.toMatchObject({ code: 'unknownMessage' });
});

test("the bot's messages are not the agent's to change", async () => {
  const activityId = await showCard();
  await expect(teams.agents.edit('ada-oid', activityId, 'Mine')).rejects.toMatchObject({ code: 'unknownMessage' });
});
