import type { MailNature } from '../../ports/mail';

interface Envelope {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fromAddress: string;
}

/** Senders that no person reads (RFC 5321 §4.5.5: a bounce has no return path; the names are those of common mailers). */
const DAEMON = /^(mailer-daemon|postmaster)(@|$)/i;

/**
 * Whether a person wrote a mail. Machines are never answered, and never open an interaction: RFC 3834 (Auto-Submitted),
 * RFC 3464 (delivery reports), and the headers that mailers had before them.
 */
export function natureOf({ headers, fromAddress }: Envelope): MailNature {
  if (isBounce(headers, fromAddress)) return 'bounce';
  // Every mail of a person has a From (RFC 5322 §3.6), and what has none could not be answered.
  if (fromAddress === '') return 'automatic';
  const autoSubmitted = headers['auto-submitted']?.trim().toLowerCase() ?? 'no';
  if (!autoSubmitted.startsWith('no')) return 'automatic';
  if (/\b(bulk|junk|list|auto_reply)\b/i.test(headers['precedence'] ?? '')) return 'automatic';
  if (AUTOMATIC_HEADERS.some((name) => headers[name] !== undefined)) return 'automatic';
  return 'person';
}

const AUTOMATIC_HEADERS = [
  'x-autoreply',
  'x-autorespond',
  'list-id',
  'list-unsubscribe',
  'x-ms-exchange-inbox-rules-loop',
];

function isBounce(headers: Envelope['headers'], fromAddress: string): boolean {
  if (/^multipart\/report\b/i.test(headers['content-type']?.trim() ?? '')) return true;
  if (headers['x-failed-recipients'] !== undefined) return true;
  return headers['return-path']?.trim() === '<>' || DAEMON.test(fromAddress);
}
