import { HttpRequest, InvocationContext, type HttpResponseInit } from '@azure/functions';
import { registered } from '../tests/contracts/fakes/functions-core';
import { createWorld, OPEN_AT, TENANT, type World } from '../tests/contracts/fakes/world';
import { agentIdOf } from '../shared/core/lib/ids';
import { receiveChat } from '../shared/flows/inbound/receive-chat';
import { deskAddress } from '../shared/flows/lib/desk-address';
import type { DeskResult } from '../shared/ports/agent-desk';
import { decodeActivity } from '../shared/teams/address';
import { startChat } from '../shared/flows/customers/start-chat';
import type { App } from './compose';
import './index';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: Partial<App> | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

let world: World;

beforeEach(async () => {
  world = await createWorld();
  mockApp = {
    deps: world.deps,
    botTokens: async () => ({ validate: async () => ({ kind: 'valid', value: null }) }),
  };
});

const CAMERON = '0c0a5050-0000-4000-8000-0000000000a3';
const DIEGO = '0c0a5050-0000-4000-8000-0000000000a4';

async function post(activity: object, objectId = CAMERON): Promise<HttpResponseInit> {
  const body = {
    id: 'activity',
    timestamp: new Date(OPEN_AT).toISOString(),
    serviceUrl: 'https://teams.test/',
    channelId: 'msteams',
    from: { id: '29:cameron', aadObjectId: objectId },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: '0c0a5050-0000-4000-8000-000000000001' },
    ...activity,
  };
  const request = new HttpRequest({
    method: 'POST',
    url: 'https://app.test/api/bot/messages',
    headers: { authorization: 'Bearer good' },
    body: { string: JSON.stringify(body) },
  });
  return (await registered.get('botMessages')!.callback(request, new InvocationContext())) as HttpResponseInit;
}

const press = (verb: string, data: object, objectId = CAMERON, replyToId?: string) =>
  post({ type: 'invoke', name: 'adaptiveCard/action', replyToId, value: { action: { verb, data } } }, objectId);

/** A chat of that customer, offered to Cameron. */
async function offered(customerName: string) {
  const thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName,
    key: customerName,
  });
  for (const [n, text] of ['My printer is broken', '2'].entries()) {
    await receiveChat(world.deps, {
      sourceId: `${customerName}/${n}`,
      threadId: thread.threadId,
      customerAddress: thread.userId,
      customerName: null,
      text,
      html: null,
      fileIds: [],
      sentAt: OPEN_AT + n,
    });
  }
  await world.assign();
  const card = world.desk.shown.filter((one) => one.card?.customerName === customerName).at(-1)?.card;
  if (card === null || card === undefined) throw new Error('Nothing was offered.');
  return { offerId: card.offerId, interactionId: card.interactionId };
}

test('an installation says where the agent is reached', async () => {
  await post({ type: 'installationUpdate', action: 'add' });
  expect(await world.deps.directory.desk(TENANT, agentIdOf('cameron'))).toEqual({
    conversationId: 'a:1',
    serviceUrl: 'https://teams.test/',
  });
});

test('without the bot an agent is unreachable: what is offered to them waits for somebody else', async () => {
  await post({ type: 'installationUpdate', action: 'add' });
  await post({ type: 'installationUpdate', action: 'remove' });
  expect(await world.deps.directory.desk(TENANT, agentIdOf('cameron'))).toBeUndefined();
});

test('Accept is answered with the card as it stands then; pressed again it says so still', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  const first = await press('accept', data);
  expect(first).toMatchObject({
    status: 200,
    jsonBody: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' },
  });
  expect(JSON.stringify(first.jsonBody)).toContain('You have Jane');
  expect(JSON.stringify((await press('accept', data)).jsonBody)).toContain('You have Jane');
});

test('a card whose showing nobody noted stands as its press left it, also after what is pressed on it later', async () => {
  await post({ type: 'installationUpdate', action: 'add' });
  await world.ready('cameron');
  const data = await offered('Jane');
  const noted = world.desk.shown.find(({ card }) => card?.offerId === data.offerId)!;
  const again = await world.deps.desk.presentOffer(
    (await deskAddress(world.deps, TENANT, agentIdOf('cameron')))!,
    noted.card!,
  );
  const stateOf = (ref: string) => world.desk.shown.find((one) => one.ref === ref)?.card?.state.name;
  const { ref } = again as Extract<DeskResult, { kind: 'shown' }>;
  await press('accept', data, CAMERON, decodeActivity(ref)?.activityId);
  expect([stateOf(noted.ref), stateOf(ref)]).toEqual(['accepted', 'accepted']);
  const { refs } = (await world.deps.interactions.load({
    tenantId: TENANT,
    interactionId: data.interactionId as never,
  }))!;
  expect(refs[`card:${data.offerId}`]).toBe(ref);
});

test('an offer that ran out says so, and a stranger gets nothing', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  await world.pass(31_000);
  expect(JSON.stringify((await press('accept', data)).jsonBody)).toContain('not answered in time');
  const stranger = await press('accept', data, '0c0a5050-0000-4000-8000-0000000000ff');
  expect(stranger.jsonBody).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
});

test('a card pressed by a colleague tells them nothing and changes nothing', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  for (const verb of ['accept', 'decline', 'connect', 'complete', 'park']) {
    const { jsonBody } = await press(verb, data, DIEGO);
    expect(jsonBody).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(JSON.stringify(jsonBody)).not.toContain('Jane');
  }
  expect(JSON.stringify((await press('accept', data)).jsonBody)).toContain('You have Jane');
  expect(JSON.stringify((await press('accept', data, DIEGO)).jsonBody)).not.toContain('Jane');
});

test('nor does one that names another customer, or an offer that never was', async () => {
  await world.ready('cameron');
  const jane = await offered('Jane');
  await press('accept', jane);
  const joe = await offered('Joe');
  await press('decline', joe);
  const forged = [
    { offerId: jane.offerId, interactionId: joe.interactionId },
    { offerId: 'contoso-main-999999', interactionId: joe.interactionId },
  ];
  for (const data of forged) {
    const { jsonBody } = await press('accept', data);
    expect(jsonBody).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(JSON.stringify(jsonBody)).not.toContain('Joe');
  }
});

test('a text of the agent goes to the only customer; with two it goes to the one quoted, else to nobody', async () => {
  await world.ready('cameron');
  await press('accept', await offered('Jane'));
  await post({ type: 'message', id: 'a1', text: 'Hello Jane' });
  expect(world.chat.sent.at(-1)?.text).toBe('Hello Jane');
  await press('accept', await offered('John'));
  const before = world.chat.sent.length;
  await post({ type: 'message', id: 'a2', text: 'For whom?' });
  expect(world.chat.sent).toHaveLength(before);
  expect(world.desk.shown.at(-1)?.text).toContain('Jane, John');
});

test('Complete asks for the codes of the queue, and one of another queue is refused', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  const card = JSON.stringify((await press('accept', data)).jsonBody);
  expect([card.includes('Problem solved'), card.includes('Wrong number'), card.includes('Order placed')]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await press('complete', { ...data, code: 'order-placed' })).jsonBody).toMatchObject({
    value: 'There is no wrap-up code order-placed in this queue.',
  });
  expect((await press('complete', data)).jsonBody).toMatchObject({ value: expect.stringContaining('choose one') });
  expect(await world.phase({ tenantId: TENANT, interactionId: data.interactionId as never })).toBe('active');
});

test('Complete ends it with its code, and a second press says that nothing is left to do', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  await press('accept', data);
  const completed = await press('complete', { ...data, code: 'solved' });
  expect(completed.jsonBody).toMatchObject({ value: 'Completed.' });
  expect(await world.phase({ tenantId: TENANT, interactionId: data.interactionId as never })).toBe('closed');
  expect((await press('complete', data)).jsonBody).toMatchObject({ value: 'That is not possible any more.' });
});

test('a note from the chat is kept for colleagues, once for each press, and an empty one is refused', async () => {
  await world.ready('cameron');
  const data = await offered('Jane');
  await press('accept', data);
  const sent = world.chat.sent.length;
  expect((await press('note', { ...data, memo: ' Prefers *letters* ' })).jsonBody).toMatchObject({ value: 'Noted.' });
  await press('note', { ...data, memo: 'Prefers *letters*' });
  expect((await press('note', { ...data, memo: '  ' })).jsonBody).toMatchObject({ value: 'The note is empty.' });
  const notes = await world.deps.notes.list({ tenantId: TENANT, interactionId: data.interactionId as never });
  expect(notes.map(({ text, agentId }) => [agentId, text])).toEqual([['cameron', 'Prefers *letters*']]);
  expect(world.chat.sent).toHaveLength(sent);
  expect((await press('note', { ...data, memo: 'Mine now' }, DIEGO)).jsonBody).toMatchObject({
    value: 'There is no such interaction.',
  });
});

test('a canned reply goes to the customer of its card, in their language, once', async () => {
  await world.ready('cameron');
  const jane = await offered('Jane');
  const card = JSON.stringify((await press('accept', jane)).jsonBody);
  expect(card).toContain('Ask for the order number');
  await press('accept', await offered('John'));
  const sent = world.chat.sent.length;
  const pressed = await press('reply', { ...jane, reply: 'greeting' });
  await press('reply', { ...jane, reply: 'greeting' });
  expect(pressed.jsonBody).toMatchObject({ value: 'Sent: Hello, how can I help you?' });
  expect(world.chat.sent.slice(sent)).toMatchObject([
    { externalRef: 'thread-Jane', text: 'Hello, how can I help you?' },
  ]);
  expect((await press('reply', { ...jane, reply: 'nonsense' })).jsonBody).toMatchObject({
    value: 'Please choose a reply.',
  });
});

test('a text that one message cannot carry goes as several, in order, and the same again sends nothing', async () => {
  await world.ready('cameron');
  await press('accept', await offered('Jane'));
  const text = Array.from({ length: 1_500 }, (_, n) => `word${n}`).join(' ');
  await post({ type: 'message', id: 'long', text });
  await post({ type: 'message', id: 'long', text });
  const parts = world.chat.sent.flatMap((one) => (one.text.startsWith('word') ? [one.text] : []));
  expect(parts.map(({ length }) => length <= 8_000)).toEqual([true, true]);
  expect(parts.join(' ') === text).toBe(true);
});

test('an edit in Teams goes to its customer as a correction, once; what is taken away is theirs already', async () => {
  await world.ready('cameron');
  await press('accept', await offered('Jane'));
  await post({ type: 'message', id: 'a1', text: 'At nine' });
  await press('accept', await offered('John'));
  const sent = world.chat.sent.length;
  await post({ type: 'messageUpdate', id: 'a1', text: 'At ten' });
  await post({ type: 'messageUpdate', id: 'a1', text: 'At ten' });
  await post({ type: 'messageDelete', id: 'a1' });
  expect(world.chat.sent.slice(sent)).toMatchObject([{ externalRef: 'thread-Jane', text: '* At ten' }]);
  expect(world.desk.shown.at(-1)?.text).toBe('The customer has it already: nothing can be taken back.');
  await post({ type: 'messageUpdate', id: 'unknown', text: 'At eleven' });
  expect(world.desk.shown.at(-1)?.text).toBe('That conversation is over: the customer keeps what you wrote first.');
  expect(world.chat.sent).toHaveLength(sent + 1);
});
