import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, OPEN_AT, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { receiveChat } from '../inbound/receive-chat';
import { receiveMail } from '../inbound/receive-mail';
import { startChat } from '../customers/start-chat';
import { CALLER, givenCall } from '../given-call.testsuite';
import type { Deps } from '../lib/deps';
import { leaveInteraction } from '../leave-interaction';
import { settleInteraction } from '../settle-interaction';
import { endMeeting, meet } from './meet';
import { heartbeat } from './set-agent-state';

const HOUR = 3_600_000;

let world: World;
let cameron: AgentId;
beforeEach(async () => {
  world = await createWorld();
  cameron = await world.ready('cameron');
});

async function chatting(): Promise<InteractionRef> {
  const thread = await startChat(world.deps, {
    ...{ tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' },
  });
  const first = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
  await world.assign();
  await world.accept(cameron);
  return first.ref;
}

async function mailing(deps: Deps): Promise<InteractionRef> {
  const received = await receiveMail(deps, { mailbox: 'help@contoso.example', messageId: 'm1' });
  if (!('ref' in received)) throw new Error(`The mail was ${received.kind}.`);
  await world.assign();
  await world.accept(cameron);
  return received.ref;
}

const withMail = (): Deps => ({
  ...world.deps,
  mailboxes: {
    ...world.deps.mailboxes,
    fetch: async (_mailbox, messageId) => ({
      ...{ messageId, internetMessageId: '<m1@customer.example>', conversationId: 'c1', nature: 'person' },
      ...{ from: { address: 'ada@customer.example', name: 'Ada' }, subject: 'Printer', text: 'It is broken.' },
      ...{ answerTo: { address: 'ada@customer.example', name: 'Ada' }, html: null, answers: [], attachments: [] },
      ...{ receivedAt: world.deps.clock.now(), replyTo: messageId },
    }),
  },
});

const stateOf = async (ref: InteractionRef) => (await world.deps.interactions.load(ref))!.interaction;
const meetingsIn = async (ref: InteractionRef) =>
  (await world.deps.interactions.timeline(ref)).flatMap(({ event }) =>
    event.type === 'meetingBegan' || event.type === 'meetingEnded' ? [`${event.type} ${event.at - OPEN_AT}`] : [],
  );
const phaseAt = async (ref: InteractionRef, deps = world.deps) => {
  await settleInteraction(deps, ref);
  return world.phase(ref);
};
/** The agent's desk stays open. */
const minutes = async (count: number) => {
  for (let one = 0; one < count; one += 1) {
    await world.pass(60_000);
    await heartbeat(world.deps, TENANT, cameron);
  }
};
const linkOf = async (ref: InteractionRef) => {
  const { phase } = await stateOf(ref);
  return phase.name === 'active' ? phase.meeting?.joinUrl : undefined;
};

test('the customer of a chat gets the link from the agent, and the meeting is theirs to hold', async () => {
  const ref = await chatting();
  expect(await meet(world.deps, ref, cameron)).toMatchObject({ kind: 'changed' });
  const link = (await linkOf(ref))!;
  expect(world.chat.sent.at(-1)).toMatchObject({
    ...{ authorName: 'Cameron White', automatic: false },
    text: `Cameron White of Contoso invites you to a meeting. Join it in your browser: ${link}`,
  });
  const { config } = await world.deps.configs.live(TENANT);
  expect(world.meetings.wanted).toMatchObject([
    { organiserId: config.agents.get('cameron')!.teamsUserId, subject: 'Contoso', untilAt: OPEN_AT + HOUR },
  ]);
  expect(world.desk.shown.at(-1)?.text).toBe(`The customer has the link to the meeting. Join it here: ${link}`);
});

test('one meeting at a time: a second press makes none, and after the end there is another', async () => {
  const ref = await chatting();
  await meet(world.deps, ref, cameron);
  expect(await meet(world.deps, ref, cameron)).toMatchObject({ kind: 'ignored', reason: 'alreadyMeeting' });
  expect(world.meetings.wanted).toHaveLength(1);
  await world.pass(60_000);
  expect(await endMeeting(world.deps, ref, cameron)).toMatchObject({ kind: 'changed' });
  expect(await endMeeting(world.deps, ref, cameron)).toMatchObject({ kind: 'ignored', reason: 'notMeeting' });
  await meet(world.deps, ref, cameron);
  const [one, other] = world.meetings.wanted.map(({ key }) => key);
  expect(one).not.toBe(other);
  expect(await meetingsIn(ref)).toEqual(['meetingBegan 0', 'meetingEnded 60000', 'meetingBegan 60000']);
});

test('two presses at once are one meeting and one link', async () => {
  const ref = await chatting();
  const before = world.chat.sent.length;
  await Promise.all([meet(world.deps, ref, cameron), meet(world.deps, ref, cameron)]);
  expect(new Set(world.meetings.wanted.map(({ key }) => key)).size).toBe(1);
  expect(world.chat.sent.slice(before)).toHaveLength(1);
});

test('who meets need not write: a chat is neither nudged nor closed for an hour, or until the agent says that it is over', async () => {
  const ref = await chatting();
  await meet(world.deps, ref, cameron);
  const after = world.chat.sent.length;
  await minutes(59);
  expect(await phaseAt(ref)).toBe('active');
  expect(world.chat.sent).toHaveLength(after);
  await endMeeting(world.deps, ref, cameron);
  await minutes(4);
  expect(await phaseAt(ref)).toBe('active');
  expect(world.chat.sent).toHaveLength(after + 1);
  await minutes(6);
  expect(['ended', 'closed']).toContain(await phaseAt(ref));
});

test('one of which nobody says that it is over lasts an hour for us', async () => {
  const ref = await chatting();
  await meet(world.deps, ref, cameron);
  await minutes(70);
  expect(['ended', 'closed']).toContain(await phaseAt(ref));
  expect(await meetingsIn(ref)).toEqual(['meetingBegan 0', `meetingEnded ${HOUR + 10 * 60_000}`]);
});

test('the customer who leaves ends it', async () => {
  const ref = await chatting();
  await meet(world.deps, ref, cameron);
  await world.pass(1_000);
  await leaveInteraction(world.deps, ref, 'customerLeft');
  expect(await meetingsIn(ref)).toEqual(['meetingBegan 0', 'meetingEnded 1000']);
});

test('by mail the link goes as the agent’s answer, which parks nothing while they meet', async () => {
  const deps = withMail();
  const ref = await mailing(deps);
  await meet(deps, ref, cameron);
  const { graph } = deps.email as unknown as { graph: { sent: readonly { text: string; automatic: boolean }[] } };
  expect(graph.sent.at(-1)).toMatchObject({
    automatic: false,
    text: expect.stringContaining('https://meet.test/') as string,
  });
  expect(await world.phase(ref)).toBe('active');
  expect(await linkOf(ref)).toBeDefined();
});

describe('of a call', () => {
  test('the link is texted to the caller’s mobile telephone, and the call goes on', async () => {
    const ref = await givenCall(world).talking(cameron);
    await meet(world.deps, ref, cameron);
    expect(world.sms.sent).toMatchObject([
      {
        ourAddress: '+14255550101',
        customerAddress: CALLER,
        text: expect.stringContaining((await linkOf(ref))!) as string,
      },
    ]);
    expect(await world.phase(ref)).toBe('active');
  });

  test('who wants no texts gets none, and no meeting is made', async () => {
    const ref = await givenCall(world).talking(cameron);
    await world.deps.directory.setOptedOut(TENANT, '+14255550101', CALLER, true);
    await expect(meet(world.deps, ref, cameron)).rejects.toMatchObject({ code: 'refused' });
    expect([world.meetings.wanted, world.sms.sent, await linkOf(ref)]).toEqual([[], [], undefined]);
  });

  test('who calls from what takes no texts gets none', async () => {
    const ref = await givenCall(world).talking(cameron);
    const numbers = { facts: () => null };
    await expect(meet({ ...world.deps, numbers }, ref, cameron)).rejects.toMatchObject({ code: 'refused' });
    expect(world.meetings.wanted).toEqual([]);
  });
});

test('what keeps a meeting from being made is said; nothing changes, and nothing is sent', async () => {
  const ref = await chatting();
  const before = [(await stateOf(ref)).seq, world.chat.sent.length];
  world.meetings.become('notPermitted');
  await expect(meet(world.deps, ref, cameron)).rejects.toMatchObject({ code: 'refused' });
  world.meetings.become('down');
  await expect(meet(world.deps, ref, cameron)).rejects.toMatchObject({ code: 'unavailable' });
  expect([(await stateOf(ref)).seq, world.chat.sent.length]).toEqual(before);
});

test('only who has the customer can', async () => {
  const ref = await chatting();
  const diego = await world.ready('diego');
  await expect(meet(world.deps, ref, diego)).rejects.toMatchObject({ code: 'notFound' });
  await expect(endMeeting(world.deps, ref, diego)).rejects.toMatchObject({ code: 'notFound' });
  expect(world.meetings.wanted).toEqual([]);
});

test('without words of the tenant’s the link goes alone', async () => {
  const ref = await chatting();
  const { configs } = world.deps;
  const live: typeof configs.live = async (tenantId) => {
    const { config, ...rest } = await configs.live(tenantId);
    return { ...rest, config: { ...config, notices: new Map() } };
  };
  await meet({ ...world.deps, configs: { ...configs, live } }, ref, cameron);
  expect(world.chat.sent.at(-1)?.text).toBe(await linkOf(ref));
});
