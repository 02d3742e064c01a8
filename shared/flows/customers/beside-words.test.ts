import type { FakeChannel } from '../../../tests/contracts/fakes/message-channel';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { ChatProvider } from '../../core/config/entry-point-source';
import { agentIdOf, interactionIdOf, offerIdOf, type InteractionRef } from '../../core/lib/ids';
import { textsIn } from '../../../web/widget/texts';
import { agentWork } from '../agents/agent-work';
import { acceptOffer } from '../agents/answer-offer';
import { finishInteraction } from '../agents/finish-interaction';
import { setAgentState } from '../agents/set-agent-state';
import { sendFile } from '../agents/send-file';
import { receiveChat } from '../inbound/receive-chat';
import { leaveInteraction } from '../leave-interaction';
import type { Deps } from '../lib/deps';
import { readChatEntry } from './chat-entry';
import { putChatFile, readChatFile } from './chat-files';
import type { Writer } from './chat-thread';
import { askForTranscript, mailTranscript } from './mail-transcript';
import { readChat, writeInChat } from './own-chat';
import { rateChat } from './rate-chat';
import { startChat } from './start-chat';
import { agentTypes, customerTypes } from './type-in-chat';

const KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3e';
const MINUTE_MS = 60_000;
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const cameron = agentIdOf('cameron');

// What stands beside the words of a chat is the same whoever carries them.
describe.each<ChatProvider>(['switchboard', 'acs'])('in a chat of %s', (carrier) => {
  let world: World;
  let deps: Deps;
  let writer: Writer;
  let words = 0;
  const news: object[] = [];

  beforeEach(async () => {
    world = await createWorld();
    news.length = 0;
    const live = { ...world.deps.live, tellChat: async (_thread: string, one: object) => void news.push(one) };
    deps = { ...world.deps, live, chatThreads: { ...world.deps.chatThreads, carrierOf: () => carrier } };
    const entryPoint = carrier === 'acs' ? 'contoso-web' : 'contoso-chat';
    const request = { tenantId: TENANT, entryPoint, customerName: 'Ada', key: KEY };
    const { threadId, userId } = await startChat(deps, request);
    writer = { threadId, userId };
  });

  /** ACS tells us by an event what its own client wrote. */
  async function say(text: string, fileIds: readonly string[] = []): Promise<void> {
    words += 1;
    if (carrier === 'switchboard') await writeInChat(deps, writer, { key: `k${words}`, text, fileIds });
    else
      await receiveChat(deps, {
        ...{ sourceId: `m${words}`, threadId: writer.threadId, customerAddress: writer.userId, customerName: 'Ada' },
        ...{ text, html: null, fileIds, sentAt: deps.clock.now() + words },
      });
  }
  const state = async () => (await readChat(deps, writer, 0)).state;

  async function queued(): Promise<void> {
    await say('Hello');
    await say('My printer is broken');
  }
  async function talking(): Promise<InteractionRef> {
    await world.ready('cameron');
    await queued();
    await world.assign();
    await world.accept(cameron);
    return open();
  }
  async function open(): Promise<InteractionRef> {
    const ourAddress = carrier === 'acs' ? 'contoso-web' : 'contoso-chat';
    const line = { tenantId: TENANT, channel: 'chat', ourAddress, customerAddress: writer.threadId } as const;
    const interactionId = (await deps.inbox.head(line))?.open?.interactionId;
    if (interactionId === undefined) throw new Error('Nothing is open.');
    return { tenantId: TENANT, interactionId };
  }

  test('the page knows the place in the queue, and who answers', async () => {
    await setAgentState(deps, TENANT, cameron, { kind: 'notReady', reason: 'break' });
    await queued();
    expect(await state()).toMatchObject({ kind: 'waiting', position: 1 });
    await world.ready('cameron');
    await world.assign();
    await world.accept(cameron);
    expect(await state()).toEqual({ kind: 'agent', name: 'Cameron White' });
  });

  test('the expected wait comes with its interval once some have left the queue', async () => {
    const adas = writer;
    await world.ready('cameron');
    for (let n = 0; n < 8; n += 1) {
      const key = `4f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d${n}0`;
      const entryPoint = carrier === 'acs' ? 'contoso-web' : 'contoso-chat';
      const { threadId, userId } = await startChat(deps, { tenantId: TENANT, entryPoint, customerName: 'B', key });
      writer = { threadId, userId };
      await queued();
    }
    for (let n = 0; n < 5; n += 1) {
      await world.assign();
      const { offers } = await agentWork(deps, TENANT, cameron);
      for (const { offerId } of offers)
        await acceptOffer(deps, { tenantId: TENANT, agentId: cameron, offerId: offerIdOf(offerId) });
      await world.pass(MINUTE_MS);
      await world.ready('cameron');
      for (const { interactionId } of (await agentWork(deps, TENANT, cameron)).assignments) {
        const ref = { tenantId: TENANT, interactionId: interactionIdOf(interactionId) };
        await finishInteraction(deps, ref, cameron, 'solved');
      }
    }
    await setAgentState(deps, TENANT, cameron, { kind: 'notReady', reason: 'break' });
    writer = adas;
    await queued();
    const at = await state();
    if (at.kind !== 'waiting' || at.expectedMs === null) throw new Error(JSON.stringify(at));
    expect(at.expectedMs.low).toBeLessThan(at.expectedMs.high);
    expect(textsIn('en').state(at)).toMatch(/You are number \d+ in line. It will take \d+ to \d+ minutes./);
  });

  test('the page knows before it begins whether anybody is there', async () => {
    const entryPoint = carrier === 'acs' ? 'contoso-web' : 'contoso-chat';
    expect(await readChatEntry(deps, TENANT, entryPoint)).toMatchObject({ isOpen: true, mailsTranscripts: true });
    await world.pass(12 * 60 * MINUTE_MS);
    expect(await readChatEntry(deps, TENANT, entryPoint)).toMatchObject({ isOpen: false });
  });

  test('the flow speaks the language of the page, where the tenant does', async () => {
    const entryPoint = carrier === 'acs' ? 'contoso-web' : 'contoso-chat';
    for (const [language, words] of [
      ['de-AT', 'Was können wir'],
      ['fr', 'What can we do'],
    ] as const) {
      const key = `5f1d8a52-6c3e-4d7f-9b55-${language.padEnd(12, '0')}`;
      const request = { tenantId: TENANT, entryPoint, customerName: 'B', language, key };
      const { threadId, userId } = await startChat(deps, request);
      writer = { threadId, userId };
      await say('?');
      expect(world.chat.sent.filter(({ externalRef }) => externalRef === threadId)[0]?.text).toContain(words);
    }
  });

  test('a page that asked and is gone has left the queue, and one that asks again keeps its place', async () => {
    await queued();
    await state();
    expect(await deps.chatThreads.seenAt(writer.threadId)).toBe(deps.clock.now());
    await world.pass(MINUTE_MS);
    await state();
    expect(await deps.chatThreads.seenAt(writer.threadId)).toBe(deps.clock.now());
  });

  test('typing is told both ways while an agent is there, and to nobody else', async () => {
    await customerTypes(deps, writer);
    expect(world.streamed.filter(({ updates }) => updates.some(({ kind }) => kind === 'typing'))).toEqual([]);
    const ref = await talking();
    await customerTypes(deps, writer);
    expect(world.streamed.at(-1)).toEqual({
      group: { kind: 'agent', tenantId: TENANT, agentId: cameron },
      updates: [{ kind: 'typing', interactionId: ref.interactionId }],
    });
    await agentTypes(deps, ref, cameron);
    expect(news.at(-1)).toEqual({ kind: 'typing', name: 'Cameron White' });
    await expect(agentTypes(deps, ref, agentIdOf('adele'))).rejects.toMatchObject({ code: 'notYours' });
    await expect(customerTypes(deps, { ...writer, userId: 'x' })).rejects.toMatchObject({ code: 'notFound' });
  });

  test('a file comes with the words to the agent, and one of the agent to the customer', async () => {
    const ref = await talking();
    const file = await putChatFile(deps, writer, { key: 'f1', name: 'Bild.png', content: PNG });
    await say(file.name, [file.fileId]);
    const attached = { name: 'Bild.png', contentType: 'image/png', sizeBytes: PNG.length, url: expect.any(String) };
    const messages = await deps.messages.list(ref);
    expect(messages.at(-1)?.message).toMatchObject({ text: 'Bild.png', attachments: [attached] });
    const given = {
      key: 'agent-file-1',
      name: 'Manual.pdf',
      content: Buffer.from('%PDF-1.7'),
      sentAt: deps.clock.now(),
    };
    await sendFile(deps, ref, cameron, given);
    const sent = world.chat.sent.at(-1);
    expect(sent).toMatchObject({ text: 'Manual.pdf', attachments: [{ name: 'Manual.pdf' }] });
    const fileId = sent?.attachments[0]?.url.split('/').at(-1) ?? '';
    expect((await readChatFile(deps, writer, fileId)).content).toEqual(given.content);
    await expect(sendFile(deps, ref, agentIdOf('adele'), given)).rejects.toMatchObject({ code: 'notYours' });
  });

  test('what is no file of this chat is not there, whatever it is called', async () => {
    const file = await putChatFile(deps, writer, { key: 'f1', name: 'a.png', content: PNG });
    const { threadId, userId } = await startChat(deps, {
      ...{ tenantId: TENANT, entryPoint: 'contoso-chat', customerName: 'Eve', key: KEY.replace('3', '4') },
    });
    const eve = { threadId, userId };
    for (const fileId of [file.fileId, '../../x', `${file.fileId}.json`, ''])
      await expect(readChatFile(deps, eve, fileId)).rejects.toMatchObject({ code: 'notFound' });
    const hostile = { key: 'f2', name: '<svg onload=alert(1)>.png', content: PNG };
    await expect(putChatFile(deps, writer, hostile)).rejects.toMatchObject({
      code: 'refused',
      details: [{ message: 'hostileName' }],
    });
  });

  test('how it was is asked once, after an agent was there and is not any more', async () => {
    await expect(rateChat(deps, writer, { score: 5, comment: null })).rejects.toMatchObject({ code: 'refused' });
    const ref = await talking();
    await expect(rateChat(deps, writer, { score: 5, comment: null })).rejects.toMatchObject({ code: 'refused' });
    await finishInteraction(deps, ref, cameron, 'solved');
    expect(await state()).toEqual({ kind: 'idle', mayRate: true });
    await rateChat(deps, writer, { score: 4, comment: 'Quick' });
    await rateChat(deps, writer, { score: 1, comment: 'a repeat' });
    expect(await deps.surveys.of(ref)).toMatchObject({ score: 4, comment: 'Quick' });
    expect(await state()).toEqual({ kind: 'idle', mayRate: false });
  });

  test('who left while the agent still writes notes may say how it was too', async () => {
    await leaveInteraction(deps, await talking(), 'customerLeft');
    expect(await state()).toEqual({ kind: 'idle', mayRate: true });
  });

  describe('the transcript', () => {
    const mails = () => (world.deps.email.graph as FakeChannel).sent;
    const ask = (address = 'ada@contoso.example', from: string | null = '203.0.113.1') =>
      askForTranscript(deps, writer, { address, language: 'en' }, from);
    const codeIn = (text: string) => /^\d{6}/.exec(text)?.[0] ?? '';

    test('goes to who proves the address, and the code mail says nothing of what was written', async () => {
      await talking();
      await ask('Ada@Contoso.example');
      const [code] = mails();
      expect(code).toMatchObject({ customerAddress: 'ada@contoso.example', ourAddress: 'help@contoso.example' });
      expect(code?.text).not.toMatch(/Ada\b|printer/);
      const request = { address: 'ada@contoso.example', language: 'en', code: codeIn(code?.text ?? '') };
      await mailTranscript(deps, writer, request);
      expect(mails()[1]?.text).toMatch(/\[11:00\] You: My printer is broken/);
      expect(mails()[1]).toMatchObject({ subject: 'Your chat with Contoso', automatic: true, html: null });
    });

    test('goes nowhere with a wrong code, one of another address, or one that is over', async () => {
      await talking();
      await ask();
      const code = codeIn(mails()[0]?.text ?? '');
      const send = (over: object) =>
        mailTranscript(deps, writer, { address: 'ada@contoso.example', language: null, code, ...over });
      await expect(send({ code: code === '123456' ? '654321' : '123456' })).rejects.toMatchObject({ code: 'refused' });
      await expect(send({ address: 'eve@contoso.example' })).rejects.toMatchObject({ code: 'refused' });
      await world.pass(20 * MINUTE_MS);
      await expect(send({})).rejects.toMatchObject({ code: 'refused' });
      expect(mails()).toHaveLength(1);
    });

    test('fills nobody’s mailbox, and a code is not guessed', async () => {
      await talking();
      for (let n = 0; n < 3; n += 1) await ask();
      await expect(ask()).rejects.toMatchObject({ code: 'tooMany' });
      await world.pass(11 * MINUTE_MS);
      await expect(ask()).rejects.toMatchObject({ code: 'tooMany' });
      const guess = () =>
        mailTranscript(deps, writer, { address: 'ada@contoso.example', language: null, code: '000000' });
      for (let n = 0; n < 5; n += 1) await expect(guess()).rejects.toMatchObject({ code: 'refused' });
      await expect(guess()).rejects.toMatchObject({ code: 'tooMany' });
    });
  });
});
