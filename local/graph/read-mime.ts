import PostalMime, { type Address, type Attachment } from 'postal-mime';
import { badRequest, Refused } from './answers';
import type { Mail, MailAddress, MailAttachment } from './mail';
import { attachmentId, type Writable } from './read-message';

/** A message as a caller gives it. */
export interface Given {
  readonly content: Writable;
  /** What makes it an answer to another. */
  readonly threading: Partial<Mail>;
}

/** Headers that other members of a mail say, or that are made when it is sent. */
const SAID_OTHERWISE =
  /^(from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|received)$/i;

/** Reads a message given as MIME in base64: https://learn.microsoft.com/graph/outlook-send-mime-message */
export async function readMime(base64: string): Promise<Given> {
  const packed = base64.replace(/\s/g, '');
  if (packed === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed))
    throw new Refused(badRequest('Invalid base64 string for MIME content.', 'ErrorMimeContentInvalidBase64String'));
  const mail = await PostalMime.parse(Buffer.from(packed, 'base64'));
  const content: Writable = {
    subject: mail.subject ?? '',
    text: mail.html === undefined ? (mail.text ?? '') : null,
    html: mail.html ?? null,
    to: people(mail.to),
    cc: people(mail.cc),
    bcc: people(mail.bcc),
    replyTo: people(mail.replyTo),
    headers: mail.headers
      .filter(({ key }) => !SAID_OTHERWISE.test(key))
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mail.attachments.map(attachmentOf),
    ...(mail.from?.address ? { from: people([mail.from])[0] } : {}),
  };
  const references = mail.references?.split(/\s+/).filter((id) => id !== '') ?? [];
  return { content, threading: { inReplyTo: mail.inReplyTo ?? null, references } };
}

const people = (addresses: readonly Address[] | undefined): MailAddress[] =>
  (addresses ?? [])
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => ({ address, name: name === '' ? address : name }));

const attachmentOf = ({ filename, mimeType, content, contentId, disposition }: Attachment): MailAttachment => ({
  id: attachmentId(),
  name: filename ?? 'attachment',
  contentType: mimeType,
  contentBase64: (typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))).toString(
    'base64',
  ),
  contentId: contentId?.replace(/^<|>$/g, '') ?? null,
  isInline: disposition === 'inline',
});
