/** A header that goes along with a call to a number. */
export interface SipHeader {
  readonly name: string;
  readonly value: string;
}

/** RFC 7433; and names that a session border controller passes on: https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/custom-context. */
export const USER_TO_USER = 'User-To-User';
export const SIP_HEADER_NAME = /^(?:User-To-User|X-[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)$/u;
/** Communication Services take no more of the X- kind. */
export const MOST_SIP_HEADERS = 5;
const LONGEST_VALUE = 256;

/**
 * Printable ASCII, without what ends a header, separates several in one or quotes: what a caller said or a look-up answered may
 * stand in it, and must not become a header of its own.
 */
const VALUE = /^[A-Za-z0-9](?:[\w .:/=@+#*&%!-]*[\w.:/=@+#*&%!-])?$/u;

/** Those that may go out, and the names of those that may not. */
export function sipHeadersOf(wanted: readonly SipHeader[]): {
  readonly sent: readonly SipHeader[];
  readonly refused: readonly string[];
} {
  const isGood = ({ name, value }: SipHeader) =>
    SIP_HEADER_NAME.test(name) && value.length <= LONGEST_VALUE && VALUE.test(value);
  const sent = wanted.map(({ name, value }) => ({ name, value: value.trim() })).filter(isGood);
  return { sent, refused: wanted.filter(({ name }) => !sent.some((one) => one.name === name)).map(({ name }) => name) };
}
