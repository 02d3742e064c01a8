import { convert } from 'html-to-text';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import type { MailPerson } from '../../ports/mail';

/** A file in a mail, as its sender calls it. */
export interface MailFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** A mail's source, taken apart. Header names are lower-case; of a header that comes twice, the first. */
export interface MailParts {
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly from: MailPerson;
  /** Reply-To, or else From. */
  readonly answerTo: MailPerson;
  /** Message-IDs this mail answers, the nearest first. */
  readonly answers: readonly string[];
  readonly files: readonly MailFile[];
}

/** Deeper than any honest mail; parts that nest for ever are refused by the parser. */
const MAX_NESTING = 30;

/** Takes a mail apart. What is only HTML is given as text too. */
export async function parseMime(source: string | Uint8Array): Promise<MailParts> {
  const mail = await PostalMime.parse(source, { maxNestingDepth: MAX_NESTING });
  const html = mail.html ?? null;
  return {
    text: mail.text?.trim() ?? (html === null ? '' : plainText(html)),
    html,
    headers: Object.fromEntries([...mail.headers].reverse().map(({ key, value }) => [key.toLowerCase(), value])),
    subject: mail.subject ?? '',
    from: personOf(mail.from),
    answerTo: personOf(mail.replyTo?.find(({ address }) => address) ?? mail.from),
    answers: [...new Set([...idsIn(mail.inReplyTo), ...idsIn(mail.references).reverse()])],
    files: mail.attachments.map((file) => ({
      name: file.filename ?? 'attachment',
      contentType: file.mimeType,
      content: typeof file.content === 'string' ? Buffer.from(file.content) : new Uint8Array(file.content),
    })),
  };
}

const personOf = (address: Email['from']): MailPerson => ({
  address: (address?.address ?? '').toLowerCase(),
  name: address === undefined || address.name === '' ? null : address.name,
});

const idsIn = (header: string | undefined): string[] => header?.match(/<[^<>\s]+>/g) ?? [];

/** What a person would read aloud: links without their addresses, no pictures. */
export const plainText = (html: string): string =>
  convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
    ],
  }).trim();
