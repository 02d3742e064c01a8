import fc from 'fast-check';
import { parseMime } from './mime';
import { natureOf } from './nature';
import { decodeReplyTo, encodeReplyTo, replySubject } from './reply-to';

const mail = (headers: readonly string[], body = 'Hello there') => [...headers, '', body].join('\r\n');

const PLAIN = [
  'From: "Vance, Ada" <Ada@Example.org>',
  'To: help@contoso.example',
  'Subject: =?utf-8?B?R3LDvMOfZQ==?=',
  'Message-ID: <m3@example.org>',
  'In-Reply-To: <m2@contoso.example>',
  'References: <m1@example.org> <m2@contoso.example>',
  'Content-Type: text/plain; charset=utf-8',
];

test('takes a mail apart: sender, subject, text, and what it answers with the nearest first', async () => {
  expect(await parseMime(mail(PLAIN))).toMatchObject({
    from: { address: 'ada@example.org', name: 'Vance, Ada' },
    subject: 'Grüße',
    text: 'Hello there',
    html: null,
    answers: ['<m2@contoso.example>', '<m1@example.org>'],
    files: [],
  });
});

test('answers go to Reply-To where there is one', async () => {
  expect((await parseMime(mail(PLAIN))).answerTo.address).toBe('ada@example.org');
  const elsewhere = await parseMime(mail(['Reply-To: Ada <Ada@home.example>', ...PLAIN]));
  expect(elsewhere.answerTo).toEqual({ address: 'ada@home.example', name: 'Ada' });
  expect(elsewhere.from.address).toBe('ada@example.org');
});

test('a mail that names no sender is no person’s', async () => {
  const { headers, from } = await parseMime(mail(['Subject: hello']));
  expect(natureOf({ headers, fromAddress: from.address })).toBe('automatic');
});

test('reads a mail of HTML alone as a person would, without its scripts and pictures', async () => {
  const html = '<p>My <b>printer</b> <a href="https://evil.example">burns</a></p><script>steal()</script><img src="x">';
  const parts = await parseMime(mail(['From: a@b.example', 'Content-Type: text/html'], html));
  expect(parts.text).toBe('My printer burns');
});

test('keeps attachments with name, type and content', async () => {
  const body = [
    '--x',
    'Content-Type: text/plain',
    '',
    'see attached',
    '--x',
    'Content-Type: application/pdf; name="bill.pdf"',
    'Content-Disposition: attachment; filename="../bill.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF').toString('base64'),
    '--x--',
  ].join('\r\n');
  const parts = await parseMime(mail(['From: a@b.example', 'Content-Type: multipart/mixed; boundary=x'], body));
  expect(parts.text).toBe('see attached');
  expect(parts.files.map(({ name, contentType }) => ({ name, contentType }))).toEqual([
    { name: '../bill.pdf', contentType: 'application/pdf' },
  ]);
  expect(Buffer.from(parts.files[0]!.content).toString()).toBe('%PDF');
});

test('whatever arrives is taken apart without failing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 300 }), async (source) => {
      expect(typeof (await parseMime(source)).text).toBe('string');
    }),
  );
});

describe('who wrote a mail', () => {
  const from = (fromAddress: string, headers: Record<string, string> = {}) => natureOf({ headers, fromAddress });

  test.each([
    ['a person', 'ada@example.org', {}, 'person'],
    ['a person whose mailer says so', 'ada@example.org', { 'auto-submitted': 'no' }, 'person'],
    ['an absence note', 'ada@example.org', { 'auto-submitted': 'auto-replied' }, 'automatic'],
    ['a generated mail', 'ada@example.org', { 'auto-submitted': 'Auto-Generated' }, 'automatic'],
    ['a newsletter', 'news@example.org', { 'list-unsubscribe': '<https://x.example>' }, 'automatic'],
    ['bulk mail', 'news@example.org', { precedence: 'bulk' }, 'automatic'],
    [
      'a delivery report',
      'x@example.org',
      { 'content-type': 'multipart/report; report-type=delivery-status' },
      'bounce',
    ],
    ['a mail without a return path', 'x@example.org', { 'return-path': '<>' }, 'bounce'],
    ['the post office', 'MAILER-DAEMON@example.org', {}, 'bounce'],
  ] as const)('%s', (_, address, headers, nature) => {
    expect(from(address, headers)).toBe(nature);
  });
});

test('what answering needs survives being kept as a text', () => {
  const replyTo = { graphId: 'AAMk=', internetMessageId: '<m@x>', references: ['<a@x>'], subject: 'Hi' };
  expect(decodeReplyTo(encodeReplyTo(replyTo))).toEqual(replyTo);
  expect(decodeReplyTo('not json')).toBeUndefined();
  expect(decodeReplyTo('{}')).toBeUndefined();
  expect(replySubject('Printer')).toBe('Re: Printer');
  expect(replySubject('RE: Printer')).toBe('RE: Printer');
});
