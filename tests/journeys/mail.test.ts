import { randomUUID } from 'node:crypto';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import {
  createMailCustomer,
  headerOf,
  interactionsWith,
  messagesOf,
  ownMailbox,
  type MailCustomer,
  type SentMail,
} from './support/mail-customer';
import type { AgentActor } from './support/agent';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(120_000);

describe('e-mail', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await ownMailbox(stage).sweep();
  });
  afterAll(() => stage.stop());
  const mailbox = {
    sweep: () => ownMailbox(stage).sweep(),
    subscriptions: () => ownMailbox(stage).subscriptions(),
    loseSubscriptions: () => ownMailbox(stage).loseSubscriptions(),
    notifyAgain: (mail: SentMail) => ownMailbox(stage).notifyAgain(mail),
  };
  const customer = (name: string): MailCustomer =>
    createMailCustomer(stage, `${name.toLowerCase()}@customer.example`, name);

  test('is acknowledged, offered and answered in its thread, and the answer comes back to the same agent', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const ada = customer('Ada');
    const log = Buffer.from('jam in tray 2');
    const first = await ada.write({
      subject: 'Printer',
      text: 'It does not print.',
      attachments: [{ name: 'printer.log', contentType: 'text/plain', contentBase64: log.toString('base64') }],
    });

    const [acknowledgement, ...more] = await ada.got();
    expect(more).toEqual([]);
    expect(acknowledgement).toMatchObject({
      from: { address: 'help@contoso.example' },
      subject: 'RE: Printer',
      inReplyTo: first.internetMessageId,
      via: 'graph',
    });
    expect(acknowledgement?.text).toContain('Thank you for your mail.');
    expect(headerOf(acknowledgement!, 'Auto-Submitted')).toBe('auto-replied');

    await cameron.press('accept');
    expect((await cameron.heard()).at(-1)).toBe(
      'Ada: Printer\n\nIt does not print.\n[printer.log, 1 kB]\nFiles are opened at your desk.',
    );
    await cameron.write('Which light blinks?');
    const reply = (await ada.got()).at(-1)!;
    expect(reply).toMatchObject({ inReplyTo: first.internetMessageId, via: 'graph' });
    expect(reply.text).toContain('Which light blinks?');
    expect(headerOf(reply, 'Auto-Submitted')).toBeUndefined();

    const [interaction] = await interactionsWith(stage, ada);
    expect(interaction?.phase.name).toBe('parked');
    expect(await cameron.interactions()).toEqual([]);
    const messages = await messagesOf(stage, interaction!);
    expect(messages.map(({ direction, author, delivery }) => [direction, author.kind, delivery?.status])).toEqual([
      ['in', 'customer', 'sent'],
      ['out', 'system', 'sent'],
      ['out', 'agent', 'sent'],
    ]);
    expect(messages[0]?.attachments).toMatchObject([{ name: 'printer.log', sizeBytes: log.byteLength }]);
    expect(await kept(stage, messages[0]!.attachments[0]!.url)).toEqual(log);

    await ada.answer(reply, 'The red one.');
    expect((await interactionsWith(stage, ada)).map(({ phase }) => phase.name)).toEqual(['alerting']);
    await cameron.press('accept');
    expect((await cameron.heard()).at(-1)).toBe('Ada: The red one.');
    expect(await ada.got()).toHaveLength(2);
    const large = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(3 * 1024 * 1024 + 1, 'a')]);
    const files = [
      { name: 'manual.pdf', content: Buffer.from('%PDF-1.7 how to open tray 2') },
      { name: 'pictures.pdf', content: large },
    ];
    await cameron.attach(files, 'Then there is jam in it.');
    const last = (await ada.got()).at(-1)!;
    expect(last.text ?? last.html).toContain('Then there is jam in it.');
    expect(last.attachments.map(({ name, contentBase64 }) => [name, Buffer.from(contentBase64, 'base64')])).toEqual(
      files.map(({ name, content }) => [name, content]),
    );
    expect((await interactionsWith(stage, ada)).map(({ phase }) => phase.name)).toEqual(['parked']);
    await cameron.notReady();
  });

  test('that Graph tells of three times is one message of one interaction', async () => {
    const bob = customer('Bob');
    const mail = await bob.write({ subject: 'Scanner', text: 'It scans nothing.' });
    await mailbox.notifyAgain(mail);
    await mailbox.notifyAgain(mail);
    const interactions = await interactionsWith(stage, bob);
    expect(interactions).toHaveLength(1);
    expect(await messagesOf(stage, interactions[0]!)).toHaveLength(2);
    expect(await bob.got()).toHaveLength(1);
  });

  test('of machines opens nothing and is never answered; a bounce is noted at the mail that came back', async () => {
    const chris = customer('Chris');
    await chris.write({ subject: 'Toner', text: 'It is empty.' });
    const [acknowledgement] = await chris.got();
    await chris.autoReply(acknowledgement!);
    await chris.bounce(acknowledgement!);
    await chris.write({ subject: 'News', text: 'Buy now', headers: { 'List-Unsubscribe': '<https://news.example>' } });
    const absent = customer('Absent');
    await absent.write({ subject: 'Away', text: 'Back on Monday', headers: { 'Auto-Submitted': 'auto-replied' } });

    const [opened, ...others] = await interactionsWith(stage, chris);
    expect(others).toEqual([]);
    const messages = await messagesOf(stage, opened!);
    expect(messages.map(({ direction, delivery }) => [direction, delivery?.status])).toEqual([
      ['in', undefined],
      ['out', 'failed'],
    ]);
    expect(await chris.got()).toHaveLength(1);
    expect(await interactionsWith(stage, absent)).toEqual([]);
    expect(await absent.got()).toEqual([]);
  });

  test('whose notification is lost is found by the sweep, which subscribes again', async () => {
    const dana = customer('Dana');
    await mailbox.loseSubscriptions();
    await dana.write({ subject: 'Cable', text: 'Which one?' });
    expect(await interactionsWith(stage, dana)).toEqual([]);
    await mailbox.sweep();
    expect(await interactionsWith(stage, dana)).toHaveLength(1);
    expect(await dana.got()).toHaveLength(1);
    expect(await mailbox.subscriptions()).toHaveLength(1);
  });

  test('joins its thread whoever writes, but who else writes is shown with the address and gets no answer', async () => {
    const diego = stage.agent('diego');
    const finn = customer('Finn');
    const eve = createMailCustomer(stage, 'eve@elsewhere.example', 'Finn');
    const first = await finn.write({ subject: 'Invoice', text: 'It is wrong.' });
    // Mailboxes tell time in whole seconds.
    await stage.pass(1_000);
    await eve.write({ subject: 'Re: Invoice', text: 'Send it to me.', inReplyTo: first.internetMessageId });
    const [opened] = await interactionsWith(stage, finn);
    expect(await interactionsWith(stage, eve)).toEqual([]);
    expect(await messagesOf(stage, opened!)).toHaveLength(3);

    await diego.ready();
    await acceptUntil(diego, opened!.interactionId);
    expect((await diego.heard()).slice(-2)).toEqual([
      'Finn: Invoice\n\nIt is wrong.',
      'Finn <eve@elsewhere.example>: Send it to me.',
    ]);
    await answerIn(stage, diego, opened!.interactionId, 'Here it is.');
    expect((await finn.got()).at(-1)?.text).toContain('Here it is.');
    expect(await eve.got()).toEqual([]);
  });
});

/** Takes what is offered until it is the one that is meant. */
async function acceptUntil(agent: AgentActor, interactionId: string): Promise<void> {
  const has = async () => (await agent.interactions()).some((one) => one.interactionId === interactionId);
  for (let offers = 0; offers < 5 && !(await has()); offers += 1) await agent.press('accept');
}

/** Answers one of several conversations at the desk. */
async function answerIn(stage: Stage, agent: AgentActor, interactionId: string, text: string) {
  const { now: writtenAt } = await stage.simulator.get<{ now: number }>('/_local/clock');
  const body = { text, key: randomUUID(), writtenAt };
  const answer = await agent.ask('POST', `agent/interactions/${interactionId}/reply`, body);
  expect(answer.status).toBe(200);
  await stage.settle();
}

/** What lies in Blob Storage at an address, by the vendor's SDK. */
async function kept({ running }: Stage, url: string): Promise<Buffer> {
  const { endpoint, account, key } = running.endpoints.blob;
  const blobs = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, key));
  const path = url.replace(`${endpoint}/files/`, '');
  return blobs.getContainerClient('files').getBlobClient(decodeURIComponent(path)).downloadToBuffer();
}
