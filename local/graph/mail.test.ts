import PostalMime from 'postal-mime';
import { grace, HELP, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const messages = `/users/${HELP}/messages`;
const immutable = { prefer: 'IdType="ImmutableId"' };
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  (body['error'] as { code: string }).code,
];

describe('a mail that came in', () => {
  test('is listed, newest first, and read as Graph gives it', async () => {
    await graph.mail.deliver(grace);
    await graph.mail.deliver({ ...grace, subject: 'Second' });
    const listed = await graph.call('GET', `/users/${HELP}/mailFolders/inbox/messages?$select=subject,isRead`);
    expect(listed.body.value).toEqual([
      { '@odata.etag': expect.any(String), id: expect.any(String), subject: 'Second', isRead: false },
      { '@odata.etag': expect.any(String), id: expect.any(String), subject: grace.subject, isRead: false },
    ]);
    const id = listed.body.value![1]!['id'] as string;
    const read = await graph.call('GET', `${messages}/${id}`);
    expect(read.body).toMatchObject({
      id,
      subject: grace.subject,
      receivedDateTime: '2026-10-05T12:00:00Z',
      from: { emailAddress: grace.from },
      toRecipients: [{ emailAddress: { address: HELP } }],
      body: { contentType: 'text', content: grace.text },
      hasAttachments: false,
      isDraft: false,
      conversationId: expect.stringMatching(/^AAQk/),
      internetMessageId: expect.stringMatching(/^<.+@customer\.example>$/),
    });
    expect(read.body).not.toHaveProperty('internetMessageHeaders');
  });

  test('has a source that parses to what was written, attachments and all', async () => {
    const file = {
      name: 'receipt ä.txt',
      contentType: 'text/plain',
      contentBase64: Buffer.from('42').toString('base64'),
    };
    const { received } = await graph.mail.deliver({
      ...grace,
      subject: 'Where is my order – the café one? '.repeat(4).trim(),
      html: '<p>It is late.</p>',
      attachments: [file],
      headers: { 'X-Priority': '1' },
      inReplyTo: '<before@contoso.example>',
    });
    const source = await graph.call('GET', `${messages}/${received.id}/$value`);
    const parsed = await PostalMime.parse(source.text);
    expect(parsed).toMatchObject({
      subject: received.subject,
      from: grace.from,
      to: [{ address: HELP }],
      messageId: received.internetMessageId,
      inReplyTo: '<before@contoso.example>',
      references: '<before@contoso.example>',
      html: expect.stringContaining('<p>It is late.</p>'),
      text: expect.stringContaining('– Grace'),
      attachments: [{ filename: file.name, mimeType: 'text/plain' }],
    });
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'x-priority', value: '1' }));
    const expanded = await graph.call('GET', `${messages}/${received.id}?$expand=attachments&$select=hasAttachments`);
    const attached = { name: file.name, contentType: 'text/plain', contentBytes: file.contentBase64, size: 2 };
    expect(expanded.body).toMatchObject({ hasAttachments: true, attachments: [attached] });
    const attachment = (expanded.body['attachments'] as { id: string }[])[0]!;
    expect((await graph.call('GET', `${messages}/${received.id}/attachments`)).body.value).toMatchObject([attached]);
    expect((await graph.call('GET', `${messages}/${received.id}/attachments/${attachment.id}/$value`)).text).toBe('42');
  });

  test('a line break in a subject begins no header', async () => {
    const { received } = await graph.mail.deliver({ ...grace, subject: 'Hello\r\nBcc: all@contoso.example' });
    const { headers } = await PostalMime.parse((await graph.call('GET', `${messages}/${received.id}/$value`)).text);
    expect(headers.map(({ key }) => key)).not.toContain('bcc');
  });

  test('its headers come when they are asked for', async () => {
    const { received } = await graph.mail.deliver({ ...grace, headers: { 'X-Mailer': 'Test' } });
    const { body } = await graph.call('GET', `${messages}/${received.id}?$select=internetMessageHeaders`);
    expect(body['internetMessageHeaders']).toEqual(
      expect.arrayContaining([
        { name: 'X-Mailer', value: 'Test' },
        { name: 'Message-ID', value: received.internetMessageId },
      ]),
    );
  });

  test('its body comes as text or HTML, as preferred', async () => {
    const { received } = await graph.mail.deliver({ ...grace, text: 'plain', html: '<p>rich &amp; famous</p>' });
    const as = async (type: string) =>
      graph.call('GET', `${messages}/${received.id}?$select=body`, undefined, {
        prefer: `outlook.body-content-type="${type}"`,
      });
    expect((await as('text')).body['body']).toEqual({ contentType: 'text', content: 'plain' });
    const html = await as('html');
    expect(html.body['body']).toEqual({ contentType: 'html', content: '<p>rich &amp; famous</p>' });
    expect(html.headers.get('preference-applied')).toBe('outlook.body-content-type="html"');
  });

  test('is marked as read; nothing else of it can be changed', async () => {
    const { received } = await graph.mail.deliver(grace);
    const path = `${messages}/${received.id}`;
    expect((await graph.call('PATCH', path, { isRead: true })).body['isRead']).toBe(true);
    expect((await graph.call('GET', `${messages}?$filter=isRead eq false`)).body.value).toEqual([]);
    expect(codeOf(await graph.call('PATCH', path, { subject: 'Mine' }))).toEqual([400, 'ErrorInvalidPropertySet']);
    expect(codeOf(await graph.call('PATCH', path, { categories: [] }))).toEqual([501, 'NotEmulated']);
  });

  test('keeps its immutable id when it moves, and only that', async () => {
    const { received } = await graph.mail.deliver(grace);
    const before = (await graph.call('GET', `${messages}/${received.id}`)).body['id'] as string;
    const moved = await graph.call('POST', `${messages}/${before}/move`, { destinationId: 'archive' }, immutable);
    expect([moved.status, moved.body['id'], moved.body['parentFolderId']]).toEqual([201, received.id, 'archive']);
    expect(moved.headers.get('preference-applied')).toBe('IdType="ImmutableId"');
    expect(codeOf(await graph.call('GET', `${messages}/${before}`))).toEqual([404, 'ErrorItemNotFound']);
    expect((await graph.call('GET', `${messages}/${received.id}`)).status).toBe(200);
  });
});

test('pages of messages are linked', async () => {
  for (let i = 0; i < 3; i++) await graph.mail.deliver({ ...grace, subject: String(i) });
  const first = await graph.call('GET', `${messages}?$top=2&$select=subject&$orderby=receivedDateTime asc`);
  const second = await graph.call('GET', first.body['@odata.nextLink'] as string);
  const subjects = [first, second].flatMap(({ body }) => body.value!.map(({ subject }) => subject));
  expect(subjects).toEqual(['0', '1', '2']);
  expect(second.body).not.toHaveProperty('@odata.nextLink');
  const none = await graph.call('GET', `${messages}?$top=0`);
  expect([none.status, none.body.value, '@odata.nextLink' in none.body]).toEqual([200, [], false]);
});

describe('answering', () => {
  test('a draft reply threads, takes headers, and goes out when sent', async () => {
    const { sent, received } = await graph.mail.deliver(grace);
    const drafted = await graph.call(
      'POST',
      `${messages}/${received.id}/createReply`,
      {
        comment: 'Tomorrow <latest>',
        message: {
          internetMessageHeaders: [{ name: 'x-switchboard-key', value: 'key-1' }],
          singleValueExtendedProperties: [
            { id: 'String {00020386-0000-0000-C000-000000000046} Name Auto-Submitted', value: 'auto-replied' },
          ],
        },
      },
      immutable,
    );
    expect([drafted.status, drafted.body]).toMatchObject([
      201,
      {
        isDraft: true,
        parentFolderId: 'drafts',
        subject: `RE: ${grace.subject}`,
        conversationId: received.conversationId,
        toRecipients: [{ emailAddress: grace.from }],
        from: { emailAddress: { name: 'Contoso Help', address: HELP } },
      },
    ]);
    expect(graph.mail.mails(grace.from.address)).toHaveLength(1);
    const draft = drafted.body['id'] as string;
    expect((await graph.call('POST', `${messages}/${draft}/send`)).status).toBe(202);
    expect(codeOf(await graph.call('POST', `${messages}/${draft}/send`))).toEqual([400, 'ErrorInvalidOperation']);
    const [, got] = graph.mail.mails(grace.from.address);
    expect(got).toMatchObject({
      direction: 'received',
      via: 'graph',
      mail: {
        text: expect.stringMatching(/^Tomorrow <latest>\r\n\r\n_+\r\nFrom: Grace Hopper/),
        inReplyTo: sent.mail.internetMessageId,
        references: [sent.mail.internetMessageId],
        internetMessageId: drafted.body['internetMessageId'],
        headers: [
          { name: 'x-switchboard-key', value: 'key-1' },
          { name: 'Auto-Submitted', value: 'auto-replied' },
        ],
      },
    });
    const kept = await graph.call('GET', `${messages}/${draft}`);
    expect(kept.body).toMatchObject({ isDraft: false, parentFolderId: 'sentitems' });
  });

  test('a draft can be filled in and given attachments', async () => {
    const draft = (await graph.call('POST', messages, { subject: 'Hello' })).body['id'] as string;
    const path = `${messages}/${draft}`;
    expect(codeOf(await graph.call('POST', `${path}/send`))).toEqual([400, 'ErrorInvalidRecipients']);
    await graph.call('PATCH', path, {
      toRecipients: [{ emailAddress: { address: 'lin@customer.example' } }],
      body: { contentType: 'HTML', content: '<b>Hi</b>' },
    });
    const file = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.txt', contentBytes: 'NDI=' };
    expect((await graph.call('POST', `${path}/attachments`, file)).status).toBe(201);
    await graph.call('POST', `${path}/send`);
    expect(graph.mail.mails('lin@customer.example')).toMatchObject([
      { mail: { subject: 'Hello', html: '<b>Hi</b>', attachments: [{ name: 'a.txt' }] } },
    ]);
  });

  test('reply sends at once, to where the mail asks for answers', async () => {
    const { received } = await graph.mail.deliver({ ...grace, html: '<p>Late</p>' });
    expect((await graph.call('POST', `${messages}/${received.id}/reply`, { comment: 'Soon' })).status).toBe(202);
    const html = graph.mail.mails(grace.from.address)[1]?.mail.html;
    expect(html).toMatch(/<div>Soon<\/div><hr>.*<p>Late<\/p>/s);
  });

  test('sendMail reaches everybody named, and our own mailboxes as mail that came in', async () => {
    const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));
    const sent = await graph.call('POST', `/users/${HELP}/sendMail`, {
      message: {
        subject: 'News',
        body: { contentType: 'Text', content: 'Hi' },
        toRecipients: to('a@x.example', 'sales@contoso.example'),
        bccRecipients: to('b@x.example'),
      },
      saveToSentItems: false,
    });
    expect(sent.status).toBe(202);
    expect(graph.mail.addresses()).toEqual(['a@x.example', 'b@x.example']);
    expect(graph.mail.mailbox('sales@contoso.example')).toMatchObject([{ folder: 'inbox', subject: 'News' }]);
    expect(graph.mail.mailbox(HELP)).toEqual([]);
  });

  test.each([
    [
      'a header that is not its own',
      { internetMessageHeaders: [{ name: 'In-Reply-To', value: 'x' }] },
      [400, 'InvalidInternetMessageHeader'],
    ],
    ['a property that is not emulated', { importance: 'high' }, [501, 'NotEmulated']],
    [
      'a recipient that is none',
      { toRecipients: [{ emailAddress: { address: 'x' } }] },
      [400, 'ErrorInvalidRecipients'],
    ],
  ])('a mailbox sends nothing with %s', async (_what, message, expected) => {
    expect(codeOf(await graph.call('POST', messages, message))).toEqual(expected);
  });
});

test('a draft takes any sender; it is sent as the mailbox, and as whom Exchange lets it send as, alone', async () => {
  const as = (address: string) => ({
    ...{ subject: 'Hello', body: { contentType: 'text', content: 'x' } },
    from: { emailAddress: { address } },
    toRecipients: [{ emailAddress: grace.from }],
  });
  const draft = await graph.call('POST', messages, as('ceo@contoso.example'));
  expect(draft.status).toBe(201);
  const refused = [403, 'ErrorSendAsDenied'];
  expect(codeOf(await graph.call('POST', `${messages}/${String(draft.body['id'])}/send`))).toEqual(refused);
  const sendMail = `/users/${HELP}/sendMail`;
  expect(codeOf(await graph.call('POST', sendMail, { message: as('ceo@contoso.example') }))).toEqual(refused);
  expect(graph.mail.mails(grace.from.address)).toEqual([]);
  expect((await graph.call('POST', sendMail, { message: as('Care@contoso.example') })).status).toBe(202);
  expect(graph.mail.mails(grace.from.address)[0]?.mail.from.address).toBe('Care@contoso.example');
});

test('without a token for Graph, or for a mailbox that is not here, nothing is given', async () => {
  const stranger = { authorization: 'Bearer app:https://api.botframework.com' };
  expect(codeOf(await graph.call('GET', messages, undefined, stranger))).toEqual([401, 'InvalidAuthenticationToken']);
  expect(codeOf(await graph.call('GET', '/users/who@x.example/messages'))).toEqual([404, 'ErrorInvalidUser']);
  expect(codeOf(await graph.call('GET', '/users/ada-oid/calendar'))).toEqual([501, 'NotEmulated']);
});
