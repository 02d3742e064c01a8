import PostalMime from 'postal-mime';
import { grace, HELP, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const messages = `/users/${HELP}/messages`;

describe('people outside', () => {
  test('answer what they got: the mail joins its conversation', async () => {
    const { received } = await graph.mail.deliver(grace);
    await graph.call('POST', `${messages}/${received.id}/reply`, { comment: 'Soon' });
    const [, reply] = graph.mail.mails(grace.from.address);
    const again = await graph.mail.reply(reply!.id, { text: 'Thank you' });
    expect(again.received).toMatchObject({
      conversationId: received.conversationId,
      inReplyTo: reply!.mail.internetMessageId,
      references: [received.internetMessageId, reply!.mail.internetMessageId],
      from: grace.from,
      folder: 'inbox',
    });
    expect(graph.mail.mails(grace.from.address).map(({ direction }) => direction)).toEqual([
      'sent',
      'received',
      'sent',
    ]);
    await expect(graph.mail.reply(again.sent.id, { text: 'x' })).rejects.toMatchObject({ code: 'notReceived' });
  });

  test('a machine of theirs answers, and says that it is one', async () => {
    const { received } = await graph.mail.deliver(grace);
    await graph.call('POST', `${messages}/${received.id}/reply`, { comment: 'Soon' });
    const [, reply] = graph.mail.mails(grace.from.address);
    const away = await graph.mail.autoReply(reply!.id, 'I am away');
    const parsed = await PostalMime.parse((await graph.call('GET', `${messages}/${away.received.id}/$value`)).text);
    expect(parsed.subject).toBe(`Automatic reply: RE: ${grace.subject}`);
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }));
  });

  test('a mail that cannot be delivered comes back as a report', async () => {
    const { received } = await graph.mail.deliver(grace);
    await graph.call('POST', `${messages}/${received.id}/reply`, { comment: 'Soon' });
    const bounced = await graph.mail.bounce(graph.mail.mails(grace.from.address)[1]!.id);
    const source = (await graph.call('GET', `${messages}/${bounced.id}/$value`)).text;
    expect(source).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status; boundary=/m);
    expect(source).toContain('Final-Recipient: rfc822; grace@customer.example');
    const { headers } = await PostalMime.parse(source);
    expect(headers).toContainEqual(expect.objectContaining({ key: 'return-path', value: '<>' }));
  });

  test('get what ACS sent too, and can answer it', async () => {
    await graph.mail.recordAcs({
      from: { name: 'Contoso', address: 'noreply@contoso.example' },
      replyTo: [{ name: 'Help', address: HELP }],
      to: [grace.from],
      recipients: [grace.from.address],
      subject: 'Survey',
      text: 'How was it?',
      html: null,
      internetMessageId: '<survey@contoso.example>',
    });
    const [survey] = graph.mail.mails(grace.from.address);
    expect(survey).toMatchObject({ via: 'acs', mail: { subject: 'Survey' } });
    const { received } = await graph.mail.reply(survey!.id, { text: 'Good' });
    expect(received).toMatchObject({ mailbox: HELP, inReplyTo: '<survey@contoso.example>' });
    await expect(graph.mail.bounce(survey!.id)).rejects.toMatchObject({ code: 'unknownMailbox' });
  });
});
