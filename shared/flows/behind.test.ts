import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, SHARD, TENANT, type World } from '../../tests/contracts/fakes/world';
import { agentIdOf, interactionIdOf, offerIdOf, type InteractionRef } from '../core/lib/ids';
import { agentWork } from './agents/agent-work';
import { takenBy } from './agents/answer-offer';
import { correctDeskText } from './agents/correct-desk-text';
import { keepMailFile } from './agents/mail-files';
import { pressCard } from './agents/press-card';
import { sendFile } from './agents/send-file';
import { rateChat } from './customers/rate-chat';
import { finishInteraction } from './agents/finish-interaction';
import { relayDeskText } from './agents/relay-desk-text';
import { reply } from './agents/reply';
import { threadOf } from './customers/chat-thread';
import { leaveChat } from './customers/leave-chat';
import { agentTypes } from './customers/type-in-chat';
import { startChat } from './customers/start-chat';
import { behind } from './given-behind.testsuite';
import { receiveCall } from './inbound/receive-call';
import { receiveChat } from './inbound/receive-chat';
import { receiveSms } from './inbound/receive-sms';
import { reportDelivery } from './inbound/report-delivery';
import type { Deps } from './lib/deps';
import { waitingVisit } from './routing/take-visit';
import { assignNow } from './routing/tick-shards';
import { settleInteraction } from './settle-interaction';
import { handleCallEvent, type CallReport } from './voice/handle-call-event';

let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
  await world.ready('adele');
  await world.ready('cameron');
});

describe('given a process that reads an interaction as it was before another wrote it', () => {
  async function rings(): Promise<InteractionRef> {
    const received = await receiveCall(world.deps, {
      from: '+14255550199',
      callerName: null,
      to: '+14255550100',
      trunk: null,
      headers: [],
      callId: 'call-1',
      incomingCallContext: 'context',
      raisedAt: world.deps.clock.now(),
    });
    if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
    return received.ref;
  }

  function report(ref: InteractionRef, told: CallReport, deps: Deps): Promise<void> {
    count += 1;
    const asked = world.calls.asked.filter((one) => 'context' in one).at(-1);
    const context = asked !== undefined && 'context' in asked ? asked.context : null;
    return handleCallEvent(deps, ref, { ...told, eventId: `e${count}`, callRef: 'call-1', context });
  }

  const asked = () => world.calls.asked.map((one) => one.do);

  test('when a call that was just answered reports to it, then the caller is greeted', async () => {
    const ref = await rings();
    await report(ref, { kind: 'connected' }, behind(world, undefined));
    expect(await world.phase(ref)).toBe('selfService');
    expect(asked()).toEqual(['answer', 'prompt']);
  });

  test('when the caller chose at once, then they are heard', async () => {
    const ref = await rings();
    const arrived = await world.deps.interactions.load(ref);
    await report(ref, { kind: 'connected' }, world.deps);
    await report(ref, { kind: 'gathered', digits: '9', words: null }, behind(world, arrived));
    expect(asked()).toEqual(['answer', 'prompt', 'prompt']);
  });

  test('when the caller hung up at once, then the interaction is over', async () => {
    const ref = await rings();
    await report(ref, { kind: 'disconnected', dialled: null }, behind(world, undefined));
    expect(await world.phase(ref)).toBe('closed');
  });

  test('when music could not be begun, then the wait goes on in silence and is comforted again', async () => {
    const ref = await rings();
    await report(ref, { kind: 'connected' }, world.deps);
    const inMenu = await world.deps.interactions.load(ref);
    await report(ref, { kind: 'gathered', digits: '2', words: null }, world.deps);
    expect(await world.phase(ref)).toBe('queued');
    const before = asked().length;
    await report(ref, { kind: 'promptFailed' }, behind(world, inMenu));
    expect(asked().slice(before)).toHaveLength(1);
  });

  test('when it offers who has just been queued, then the agent is asked, and the visit is not given up', async () => {
    const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
    const thread = await startChat(world.deps, key);
    const first = await receiveChat(world.deps, chatWord(world, thread, 'Hello', 1));
    if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
    const inFlow = await world.deps.interactions.load(first.ref);
    await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 2));
    expect(await world.phase(first.ref)).toBe('queued');
    await assignNow(behind(world, inFlow), TENANT, SHARD);
    expect(await world.phase(first.ref)).toBe('alerting');
    expect(world.desk.shown.filter(({ card }) => card !== null)).toHaveLength(1);
  });

  test('when its orchestration looks at it, then it goes on looking', async () => {
    const ref = await rings();
    expect(await settleInteraction(behind(world, undefined), ref)).toMatchObject({ kind: 'open', stage: 'arriving' });
  });

  describe('of a chat', () => {
    const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
    const jane = () => startChat(world.deps, key);

    async function talking() {
      const thread = await jane();
      await receiveChat(world.deps, chatWord(world, thread, 'Hello', 1));
      const { ref } = (await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 2))) as Opened;
      await world.assign();
      const offered = await world.deps.interactions.load(ref);
      const agentId = world.desk.shown.some(({ agentName }) => agentName.startsWith('Adele')) ? 'adele' : 'cameron';
      const agent = agentIdOf(agentId);
      await world.accept(agent);
      expect(await world.phase(ref)).toBe('active');
      return { thread, ref, agent, offered };
    }
    type Opened = { readonly ref: InteractionRef };
    const at = () => world.deps.clock.now();

    test('when its first word comes, then it is taken', async () => {
      const thread = await jane();
      const received = await receiveChat(behind(world, undefined), chatWord(world, thread, 'Hello', 1));
      expect(received.kind).toBe('opened');
    });

    test('when its customer leaves at once, then it is over', async () => {
      const thread = await jane();
      const { ref } = (await receiveChat(world.deps, chatWord(world, thread, 'Hello', 1))) as Opened;
      await leaveChat(behind(world, undefined), thread.threadId, thread.userId);
      expect(await world.phase(ref)).toBe('closed');
    });

    test('when its page asks for it, then it is there', async () => {
      const { threadId, userId } = await jane();
      expect((await threadOf(behind(world, undefined), { threadId, userId })).threadId).toBe(threadId);
      await expect(threadOf(world.deps, { threadId, userId: 'somebody else' })).rejects.toThrow('no such chat');
    });

    test('when the agent who just accepted answers, then the answer goes out', async () => {
      const { ref, agent, offered } = await talking();
      const answer = { ref, agentId: agent, text: 'Hello Jane', sourceId: 's', sentAt: at() };
      expect((await reply(behind(world, offered), answer)).delivery).toMatchObject({ status: 'sent' });
    });

    test('when the agent who just accepted writes to the bot, then the customer has it', async () => {
      const { agent, offered } = await talking();
      const text = { tenantId: TENANT, agentId: agent, text: 'Hello Jane', files: [], sourceId: 's', sentAt: at() };
      await relayDeskText(behind(world, offered), { ...text, inReplyTo: null });
      expect(world.chat.sent.at(-1)?.text).toBe('Hello Jane');
    });

    test('when the agent who just accepted types, then the page shows it', async () => {
      const { ref, agent, offered } = await talking();
      await expect(agentTypes(behind(world, offered), ref, agent)).resolves.toBeUndefined();
    });

    test('when somebody looks for who has just been queued, then they wait', async () => {
      const thread = await jane();
      const { ref } = (await receiveChat(world.deps, chatWord(world, thread, 'Hello', 1))) as Opened;
      const inFlow = await world.deps.interactions.load(ref);
      await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 2));
      expect(await waitingVisit(behind(world, inFlow), ref)).toMatchObject({ queueId: 'support' });
    });

    test('when the agent accepted it by a page of theirs, then they have it', async () => {
      const { ref, agent, offered } = await talking();
      const { assignments } = await agentWork(world.deps, TENANT, agent);
      const offerId = offerIdOf(assignments[0]?.assignmentId ?? '');
      const taken = await takenBy(behind(world, offered), { tenantId: TENANT, agentId: agent, offerId });
      expect(taken?.interaction.facts.interactionId).toBe(ref.interactionId);
    });

    const BARE = { wrapUpCode: null, transferTo: null, note: null, memo: null, replyId: null, sourceId: 'press' };

    test('when the agent who just accepted presses the other button of the card, then it says that they have it', async () => {
      const { ref, agent, offered } = await talking();
      const { assignments } = await agentWork(world.deps, TENANT, agent);
      const pressed = { ...ref, agentId: agent, offerId: assignments[0]?.assignmentId ?? '', cardRef: null };
      const answered = await pressCard(behind(world, offered), { ...pressed, verb: 'decline', ...BARE });
      expect(answered).toMatchObject({ kind: 'card', card: { state: { name: 'accepted' } } });
    });

    test('when the agent who just accepted sends a file, then it is looked at', async () => {
      const { ref, agent, offered } = await talking();
      const given = { key: 'k', name: 'manual.pdf', content: new TextEncoder().encode('%PDF-1.7') };
      const sent = await sendFile(behind(world, offered), ref, agent, { ...given, sentAt: at() });
      expect(sent.delivery).toMatchObject({ status: 'sent' });
      await expect(keepMailFile(behind(world, offered), ref, agent, given)).rejects.toThrow('Only mails');
    });

    test('when the agent corrects what they just wrote, then the customer has it', async () => {
      const { agent, offered } = await talking();
      const desk = { tenantId: TENANT, agentId: agent };
      const text = { ...desk, text: 'Hi Jane', files: [], sourceId: 's', sentAt: at(), inReplyTo: null };
      await relayDeskText(world.deps, text);
      await correctDeskText(behind(world, offered), {
        ...desk,
        messageId: 's',
        text: 'Hello Jane',
        changedAt: at() + 1,
      });
      expect(world.chat.sent.at(-1)?.text).toBe('* Hello Jane');
    });

    test('when the customer says how it was, then it is kept', async () => {
      const { ref, agent, thread } = await talking();
      const before = await world.deps.interactions.load(ref);
      await finishInteraction(world.deps, ref, agent, 'solved');
      await rateChat(behind(world, before), thread, { score: 5, comment: null });
      expect(await world.deps.surveys.of(ref)).toMatchObject({ score: 5 });
    });

    test('when its line still names one that another has closed, then what the customer writes opens the next', async () => {
      const { ref, agent, thread } = await talking();
      const line = {
        tenantId: TENANT,
        channel: 'chat',
        ourAddress: 'contoso-web',
        customerAddress: thread.threadId,
      } as const;
      const named = await world.deps.inbox.head(line);
      expect(named?.open).toMatchObject({ interactionId: ref.interactionId });
      await finishInteraction(world.deps, ref, agent, 'solved');
      const other = world.otherProcess();
      let isBehind = true;
      const inbox: Deps['inbox'] = {
        ...other.inbox,
        head: async (key) => (isBehind ? named : other.inbox.head(key)),
        leave: async (...left) => ((isBehind = false), other.inbox.leave(...left)),
      };
      const again = await receiveChat({ ...other, inbox }, chatWord(world, thread, 'One more thing', 60));
      expect(again.kind).toBe('opened');
    });

    test('when the agent who just accepted ends it, then it is theirs to end', async () => {
      const { ref, agent } = await talking();
      await finishInteraction(behind(world, undefined), ref, agent, 'solved');
      expect(await world.phase(ref)).toBe('closed');
    });
  });

  describe('of texts', () => {
    const line = { ourAddress: '+14255550101', customerAddress: '+14255550177' };
    const text = (deps: Deps, words: string, n: number) =>
      receiveSms(deps, {
        ...{ sourceId: `sms-${n}`, externalRef: `${line.ourAddress}/${line.customerAddress}`, ...line },
        ...{ text: words, keyword: 'none', sentAt: world.deps.clock.now() + n },
      });
    const opened = async () => {
      const received = await text(world.deps, 'repair', 1);
      if (!('ref' in received)) throw new Error(`The text was ${received.kind}.`);
      return received.ref;
    };
    const hasOptedOut = () => world.deps.directory.hasOptedOut(TENANT, line.ourAddress, line.customerAddress);

    test('when the customer takes back at once that they may be texted, then it is over', async () => {
      const ref = await opened();
      await text({ ...behind(world, undefined), addresses: world.deps.addresses }, 'STOP', 2);
      expect(await world.phase(ref)).toBe('closed');
    });

    test('when the carrier reports that they want no texts, then they get none', async () => {
      const { tenantId, interactionId } = await opened();
      const delivery = { status: 'failed', code: 'optedOut', at: world.deps.clock.now() } as const;
      const key = `${tenantId}/${interactionId}/out:1`;
      const report = { key, delivery, optedOut: true, line };
      expect(await reportDelivery(behind(world, undefined), report)).toBe('noted');
      expect(await hasOptedOut()).toBe(true);
    });
  });

  test('then one that is nowhere is nowhere', async () => {
    const ref = { tenantId: TENANT, interactionId: interactionIdOf('nobody') };
    await report(ref, { kind: 'connected' }, world.deps);
    expect(asked()).toEqual([]);
  });
});
