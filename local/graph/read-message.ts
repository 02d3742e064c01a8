import { randomUUID } from 'node:crypto';
import { badRequest, failure, notEmulated, Refused } from './answers';
import type { MailAddress, MailAttachment, MailHeader, StoredMail } from './mail';

/** What a caller may set on a message that is not sent yet. */
export type Writable = Partial<
  Pick<
    StoredMail,
    'subject' | 'text' | 'html' | 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'headers' | 'attachments' | 'isRead'
  >
>;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const refuse = (message: string, code = 'ErrorInvalidRequest'): never => {
  throw new Refused(badRequest(message, code));
};

/** Reads the JSON of a message. What is not emulated is refused, so that nothing is silently left out. */
export function readMessage(json: Json): Writable {
  return Object.entries(json).reduce<Writable>(
    (read, [name, value]) => ({ ...read, ...property(name, value, read) }),
    {},
  );
}

function property(name: string, value: unknown, before: Writable): Writable {
  switch (name) {
    case 'subject':
      return { subject: text(value, name) };
    case 'body':
      return body(value);
    case 'from':
    case 'sender':
      return { from: address(value) };
    case 'toRecipients':
      return { to: addresses(value) };
    case 'ccRecipients':
      return { cc: addresses(value) };
    case 'bccRecipients':
      return { bcc: addresses(value) };
    case 'replyTo':
      return { replyTo: addresses(value) };
    case 'internetMessageHeaders':
      return { headers: [...(before.headers ?? []), ...customHeaders(value)] };
    case 'singleValueExtendedProperties':
      return { headers: [...(before.headers ?? []), ...list(value, name).map(namedHeader)] };
    case 'attachments':
      return { attachments: list(value, name).map(readAttachment) };
    case 'isRead':
      return typeof value === 'boolean' ? { isRead: value } : refuse('isRead must be true or false.');
    default:
      throw new Refused(notEmulated(`setting '${name}' of a message`));
  }
}

const text = (value: unknown, name: string): string =>
  typeof value === 'string' ? value : refuse(`${name} must be a string.`);
const list = (value: unknown, name: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse(`${name} must be a collection.`);

function body(value: unknown): Writable {
  if (!isObject(value)) return refuse('body must be an object.');
  const content = text(value['content'] ?? '', 'content');
  return text(value['contentType'] ?? 'text', 'contentType').toLowerCase() === 'html'
    ? { html: content, text: null }
    : { text: content, html: null };
}

const addresses = (value: unknown): MailAddress[] => list(value, 'recipients').map(address);

function address(value: unknown): MailAddress {
  const emailAddress = isObject(value) ? value['emailAddress'] : undefined;
  const found = isObject(emailAddress) ? emailAddress : undefined;
  const mailAddress = found?.['address'];
  if (typeof mailAddress !== 'string' || !mailAddress.includes('@'))
    return refuse('At least one recipient is not valid.', 'ErrorInvalidRecipients');
  return { address: mailAddress, name: typeof found?.['name'] === 'string' ? found['name'] : mailAddress };
}

const MOST_HEADERS = 5;

/** Graph takes headers of the sender's own only. */
function customHeaders(value: unknown): MailHeader[] {
  const headers = list(value, 'internetMessageHeaders').map((header) =>
    isObject(header)
      ? { name: text(header['name'], 'name'), value: text(header['value'], 'value') }
      : refuse('A header must be an object.'),
  );
  const wrong = headers.find(({ name }) => !/^x-/i.test(name));
  if (wrong)
    return refuse(
      `The internet message header name '${wrong.name}' should start with 'x-' or 'X-'.`,
      'InvalidInternetMessageHeader',
    );
  return headers.length > MOST_HEADERS
    ? refuse(
        'Maximum number of headers in one message should be less than or equal to 5.',
        'InvalidInternetMessageHeaderCollection',
      )
    : headers;
}

const INTERNET_HEADERS = /^String \{00020386-0000-0000-C000-000000000046\} Name ([\w-]+)$/i;

/** PS_INTERNET_HEADERS ([MS-OXPROPS] 1.3.2): a named property of this set is a header of the mail. */
function namedHeader(value: unknown): MailHeader {
  const id = isObject(value) ? String(value['id']) : '';
  const name = INTERNET_HEADERS.exec(id)?.[1];
  if (name === undefined || !isObject(value)) throw new Refused(notEmulated(`the extended property '${id}'`));
  return { name, value: text(value['value'], 'value') };
}

export const LARGEST_ATTACHMENT_BYTES = 3 * 1024 * 1024;

export const attachmentId = (): string => `AAMkAtt${randomUUID().replaceAll('-', '')}`;

export function readAttachment(value: unknown): MailAttachment {
  if (!isObject(value) || value['@odata.type'] !== '#microsoft.graph.fileAttachment')
    throw new Refused(notEmulated('attachments other than files'));
  const contentBase64 = text(value['contentBytes'], 'contentBytes');
  if (Buffer.byteLength(contentBase64, 'base64') > LARGEST_ATTACHMENT_BYTES)
    throw new Refused(failure(413, 'ErrorMessageSizeExceeded', 'Attachments over 3 MB need an upload session.'));
  return {
    id: attachmentId(),
    name: text(value['name'], 'name'),
    contentType: text(value['contentType'] ?? 'application/octet-stream', 'contentType'),
    contentBase64,
    contentId: typeof value['contentId'] === 'string' ? value['contentId'] : null,
    isInline: value['isInline'] === true,
  };
}
