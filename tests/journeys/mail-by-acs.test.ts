import { createMailCustomer, headerOf, interactionsWith, messagesOf, ownMailbox } from './support/mail-customer';
import { openStage, type Stage } from './support/stage';
import { editConfig } from './support/stories';

jest.setTimeout(180_000);

describe('e-mail of a tenant that sends by ACS', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await editConfig(stage, 'emailSender: graph', 'emailSender: acs');
    await ownMailbox(stage).sweep();
  });
  afterAll(() => stage.stop());

  test('leaves by ACS Email in its thread, and the delivery reports say what became of it', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const ada = createMailCustomer(stage, 'ada@customer.example', 'Ada');
    const first = await ada.write({ subject: 'Printer', text: 'It does not print.' });
    // ACS takes a moment to send, and another to report.
    await stage.pass(10_000);
    const [acknowledgement] = await ada.got();
    expect(acknowledgement).toMatchObject({
      via: 'acs',
      from: { address: 'help@contoso.example' },
      subject: 'Re: Printer',
      inReplyTo: first.internetMessageId,
    });
    expect(headerOf(acknowledgement!, 'Auto-Submitted')).toBe('auto-replied');

    await cameron.press('accept');
    await cameron.attach([{ name: 'lights.pdf', content: Buffer.from('%PDF-1.7 lights') }], 'Which light blinks?');
    await stage.pass(10_000);
    const reply = (await ada.got()).at(-1)!;
    expect(reply).toMatchObject({
      via: 'acs',
      text: expect.stringMatching(/^Which light blinks\?\n\nAda, .+:\n> Printer\n> \n> It does not print\.$/) as string,
      attachments: [{ name: 'lights.pdf' }],
      inReplyTo: first.internetMessageId,
      references: [first.internetMessageId],
    });
    const [interaction] = await interactionsWith(stage, ada);
    expect(interaction?.phase.name).toBe('parked');
    const messages = await messagesOf(stage, interaction!);
    expect(messages.map(({ author, delivery }) => [author.kind, delivery?.status])).toEqual([
      ['customer', 'sent'],
      ['system', 'delivered'],
      ['agent', 'delivered'],
    ]);

    // The mailbox knows nothing of what ACS sent: the answer finds its thread by our Message-ID.
    await ada.answer(reply, 'The red one.');
    expect(await interactionsWith(stage, ada)).toMatchObject([{ interactionId: interaction!.interactionId }]);
    await cameron.press('accept');
    expect((await cameron.heard()).at(-1)).toBe('Ada: The red one.');
  });

  test('that cannot be delivered is marked as failed', async () => {
    const bob = createMailCustomer(stage, 'bob@gone.example', 'Bob');
    await stage.simulator.post(`/_local/mailboxes/${bob.address}/fault`, { fault: 'unreachable' });
    await bob.write({ subject: 'Scanner', text: 'It scans nothing.' });
    await stage.pass(10_000);
    const [interaction] = await interactionsWith(stage, bob);
    const messages = await messagesOf(stage, interaction!);
    expect(messages.map(({ direction, delivery }) => [direction, delivery?.status])).toEqual([
      ['in', undefined],
      ['out', 'failed'],
    ]);
    expect(await bob.got()).toEqual([]);
  });
});
