import { createHash } from 'node:crypto';
import type { DeliveryReport, Mail, MailAddress, MailAttachment, MailHeader } from './mail';

/** A part of a MIME message: its headers, and its body or its own parts. */
interface Part {
  readonly headers: readonly MailHeader[];
  readonly body: string;
}

/** The source of a mail (RFC 5322 and 2045): what `$value` gives. */
export function composeMime(mail: Mail): string {
  const content = contentOf(mail);
  return serialise({ headers: [...mailHeaders(mail), ...content.headers], body: content.body });
}

/** All headers of a mail in the order of its source. */
export const allHeaders = (mail: Mail): readonly MailHeader[] => [...mailHeaders(mail), ...contentOf(mail).headers];

function mailHeaders(mail: Mail): MailHeader[] {
  const addresses = (name: string, list: readonly MailAddress[]): MailHeader[] =>
    list.length === 0 ? [] : [{ name, value: list.map(formatAddress).join(', ') }];
  const ids = (name: string, list: readonly string[]): MailHeader[] =>
    list.length === 0 ? [] : [{ name, value: list.join(' ') }];
  return [
    { name: 'Message-ID', value: mail.internetMessageId },
    { name: 'Date', value: new Date(mail.sentAt).toUTCString().replace('GMT', '+0000') },
    ...addresses('From', [mail.from]),
    ...addresses('To', mail.to),
    ...addresses('Cc', mail.cc),
    ...addresses('Reply-To', mail.replyTo),
    { name: 'Subject', value: encodeWords(mail.subject) },
    ...ids('In-Reply-To', mail.inReplyTo === null ? [] : [mail.inReplyTo]),
    ...ids('References', mail.references),
    ...mail.headers.map(({ name, value }) => ({ name, value: encodeWords(value) })),
    { name: 'MIME-Version', value: '1.0' },
  ];
}

function contentOf(mail: Mail): Part {
  const alternatives = [
    ...(mail.text === null && mail.html !== null ? [] : [textPart('text/plain', mail.text ?? '')]),
    ...(mail.html === null ? [] : [textPart('text/html', mail.html)]),
  ];
  const body = alternatives.length === 1 ? alternatives[0] : undefined;
  const readable = body ?? multipart('alternative', alternatives, mail);
  if (mail.report) return reportPart(readable, mail.report, mail);
  return mail.attachments.length === 0
    ? readable
    : multipart('mixed', [readable, ...mail.attachments.map(attachmentPart)], mail);
}

const serialise = ({ headers, body }: Part): string =>
  [...headers.map(({ name, value }) => `${name}: ${oneLine(value)}`), '', body].join('\r\n');

/** A line break in a header would begin another one. */
const oneLine = (value: string): string => value.replace(/[\r\n]+/g, ' ');

const textPart = (contentType: string, text: string): Part => ({
  headers: [
    { name: 'Content-Type', value: `${contentType}; charset="utf-8"` },
    { name: 'Content-Transfer-Encoding', value: 'base64' },
  ],
  body: foldBase64(Buffer.from(text, 'utf8').toString('base64')),
});

function multipart(kind: string, parts: readonly Part[], mail: Mail): Part {
  const boundary = `=_${createHash('sha256').update(`${kind} ${mail.internetMessageId}`).digest('hex').slice(0, 32)}`;
  const quoted = kind.includes(';') ? kind.split(';') : [kind];
  const extra = quoted[1] === undefined ? '' : `;${quoted[1]}`;
  return {
    headers: [{ name: 'Content-Type', value: `multipart/${quoted[0]}${extra}; boundary="${boundary}"` }],
    body: [...parts.map((part) => `--${boundary}\r\n${serialise(part)}`), `--${boundary}--`, ''].join('\r\n'),
  };
}

function attachmentPart({ name, contentType, contentBase64, contentId, isInline }: MailAttachment): Part {
  const disposition = isInline ? 'inline' : 'attachment';
  return {
    headers: [
      { name: 'Content-Type', value: contentType },
      { name: 'Content-Disposition', value: `${disposition}; ${fileName(name)}` },
      { name: 'Content-Transfer-Encoding', value: 'base64' },
      ...(contentId === null ? [] : [{ name: 'Content-ID', value: `<${contentId}>` }]),
    ],
    body: foldBase64(contentBase64),
  };
}

/** RFC 2231 where plain ASCII does not do. */
const fileName = (name: string): string =>
  isAscii(name)
    ? `filename="${name.replace(/["\\]/g, '\\$&')}"`
    : `filename*=utf-8''${encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`;

function reportPart(readable: Part, report: DeliveryReport, mail: Mail): Part {
  const status = [
    'Reporting-MTA: dns; outside.example',
    '',
    `Final-Recipient: rfc822; ${report.finalRecipient}`,
    'Action: failed',
    `Status: ${report.status}`,
    `Diagnostic-Code: smtp; ${report.diagnostic}`,
    '',
  ].join('\r\n');
  const original = report.originalHeaders.map(({ name, value }) => `${name}: ${oneLine(value)}`).join('\r\n');
  const plain = (contentType: string, body: string): Part => ({
    headers: [{ name: 'Content-Type', value: contentType }],
    body,
  });
  return multipart(
    'report; report-type=delivery-status',
    [readable, plain('message/delivery-status', status), plain('text/rfc822-headers', original)],
    mail,
  );
}

const LINE_LENGTH = 76;
const foldBase64 = (base64: string): string => base64.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g'))?.join('\r\n') ?? '';

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** RFC 2047: text beyond ASCII in words of at most 75 characters. */
function encodeWords(text: string): string {
  if (isAscii(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of oneLine(text)) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}

function formatAddress({ name, address }: MailAddress): string {
  if (name === '' || name === address) return address;
  return isAscii(name) ? `"${name.replace(/["\\]/g, '\\$&')}" <${address}>` : `${encodeWords(name)} <${address}>`;
}
