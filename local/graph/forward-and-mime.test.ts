import { grace, HELP, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const messages = `/users/${HELP}/messages`;
const LIN = 'lin@customer.example';
const toLin = [{ emailAddress: { address: LIN } }];
const mailsOf = (address: string) => graph.mail.mails(address).map(({ mail }) => mail);

describe('a mail is forwarded', () => {
  const file = { name: 'receipt.txt', contentType: 'text/plain', contentBase64: 'NDI=' };
  const arrived = async () => {
    const { received } = await graph.mail.deliver({ ...grace, attachments: [file] });
    return `${messages}/${received.id}`;
  };

  test('at once, under a subject that says so, with a comment, what it says and its files', async () => {
    const path = await arrived();
    const { status } = await graph.call('POST', `${path}/forward`, { comment: 'For you', toRecipients: toLin });
    expect(status).toBe(202);
    const [mail] = mailsOf(LIN);
    expect(mail).toMatchObject({ subject: `FW: ${grace.subject}`, attachments: [{ name: 'receipt.txt' }] });
    expect(mail?.text).toMatch(new RegExp(`^For you[^]*From: [^]*${grace.text}`));
    expect(mail?.references).toHaveLength(1);
  });

  test('as a draft in the same conversation, which somebody sends later', async () => {
    const path = await arrived();
    const { status, body } = await graph.call('POST', `${path}/createForward`, { message: { toRecipients: toLin } });
    expect(status).toBe(201);
    const original = await graph.call('GET', path);
    expect(body).toMatchObject({ isDraft: true, conversationId: original.body['conversationId'] });
    expect(mailsOf(LIN)).toEqual([]);
    await graph.call('POST', `${messages}/${String(body['id'])}/send`);
    expect(mailsOf(LIN)).toHaveLength(1);
  });

  test.each([
    ['to nobody', { comment: 'x' }],
    ['to people named twice', { toRecipients: toLin, message: { toRecipients: toLin } }],
    ['with a comment and a body', { comment: 'x', toRecipients: toLin, message: { body: { content: 'y' } } }],
  ])('%s it is refused', async (_what, body) => {
    expect(await graph.call('POST', `${await arrived()}/forward`, body)).toMatchObject({ status: 400 });
  });
});

describe('a mail given as MIME', () => {
  const source = [
    `From: Help <${HELP}>`,
    `To: Lin <${LIN}>`,
    'Bcc: quiet@customer.example',
    'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    'In-Reply-To: <one@customer.example>',
    'References: <zero@customer.example> <one@customer.example>',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Hello</p>',
    '--b',
    'Content-Type: text/csv; name=a.csv',
    'Content-Disposition: attachment; filename=a.csv',
    '',
    '1,2',
    '--b--',
  ].join('\r\n');
  const asMime = (path: string, mime = source) =>
    graph.call('POST', path, Buffer.from(mime).toString('base64'), { 'content-type': 'text/plain' });

  test('is sent to everybody it names, as it is written', async () => {
    expect((await asMime(`/users/${HELP}/sendMail`)).status).toBe(202);
    const [mail] = mailsOf(LIN);
    expect(mail).toMatchObject({
      subject: 'Grüße',
      html: expect.stringContaining('<p>Hello</p>'),
      inReplyTo: '<one@customer.example>',
      references: ['<zero@customer.example>', '<one@customer.example>'],
      headers: [{ name: 'Auto-Submitted', value: 'auto-replied' }],
      attachments: [{ name: 'a.csv', contentType: 'text/csv' }],
    });
    expect(Buffer.from(mail?.attachments[0]?.contentBase64 ?? '', 'base64').toString()).toMatch(/^1,2\s*$/);
    expect(mailsOf('quiet@customer.example')).toHaveLength(1);
    expect(graph.mail.mailbox(HELP)).toMatchObject([{ folder: 'sentitems', subject: 'Grüße' }]);
  });

  test('is a draft, and its source parses again', async () => {
    const { status, body } = await asMime(messages);
    expect(status).toBe(201);
    expect(body).toMatchObject({ isDraft: true, subject: 'Grüße', hasAttachments: true });
    const again = await graph.call('GET', `${messages}/${String(body['id'])}/$value`);
    expect(again.text).toContain('In-Reply-To: <one@customer.example>');
  });

  test('that is no base64, or of another sender, is refused', async () => {
    const raw = await graph.call('POST', `/users/${HELP}/sendMail`, source, { 'content-type': 'text/plain' });
    expect(raw.body).toMatchObject({ error: { code: 'ErrorMimeContentInvalidBase64String' } });
    const foreign = await asMime(`/users/${HELP}/sendMail`, source.replace(HELP, 'king@contoso.example'));
    expect(foreign.body).toMatchObject({ error: { code: 'ErrorSendAsDenied' } });
  });

  test('as an answer is not emulated', async () => {
    const { received } = await graph.mail.deliver(grace);
    expect((await asMime(`${messages}/${received.id}/createReply`)).status).toBe(501);
  });
});
