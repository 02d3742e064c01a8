import { badRequest, notEmulated, Refused } from './answers';
import type { StoredMail } from './mail';

/** What messages can be filtered by, as comparable values. */
const FIELDS: Readonly<Record<string, (mail: StoredMail) => string | number | boolean>> = {
  isRead: (mail) => mail.isRead,
  isDraft: (mail) => mail.isDraft,
  subject: (mail) => mail.subject,
  internetMessageId: (mail) => mail.internetMessageId,
  conversationId: (mail) => mail.conversationId,
  receivedDateTime: (mail) => mail.receivedAt,
  'from/emailAddress/address': (mail) => mail.from.address.toLowerCase(),
};

type Literal = string | number | boolean;

const COMPARISONS: Readonly<Record<string, (one: Literal, other: Literal) => boolean>> = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};

/** Comparisons joined by `and`; anything else is not emulated. */
export function filterOf(expression: string | null): (mail: StoredMail) => boolean {
  if (expression === null) return () => true;
  const tests = expression.split(/ and /i).map(comparison);
  return (mail) => tests.every((test) => test(mail));
}

function comparison(text: string): (mail: StoredMail) => boolean {
  const [, name = '', operator = '', literal = ''] = /^\(?([\w/]+) (\w+) (.+?)\)?$/.exec(text.trim()) ?? [];
  const field = FIELDS[name];
  const compare = COMPARISONS[operator.toLowerCase()];
  if (field === undefined || compare === undefined) throw new Refused(notEmulated(`the filter '${text}'`));
  const value = literalOf(literal, name);
  return (mail) => compare(field(mail), value);
}

function literalOf(text: string, name: string): Literal {
  if (text === 'true' || text === 'false') return text === 'true';
  const quoted = /^'(.*)'$/s.exec(text)?.[1]?.replaceAll("''", "'");
  if (quoted !== undefined) return name.endsWith('/address') ? quoted.toLowerCase() : quoted;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Refused(badRequest(`Invalid filter clause: ${text}`, 'ErrorInvalidUrlQuery'));
  return instant;
}

/** A whole number of the query. */
export function countOf(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text)) throw new Refused(badRequest(`'${text}' is no whole number.`, 'ErrorInvalidUrlQuery'));
  return Number(text);
}
