/** A header that goes along with a call, ours or a caller's. */
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

/** Whoever may say five of the X- kind may say User-To-User beside them. */
const MOST_RECEIVED = MOST_SIP_HEADERS + 1;

/** `userToUser` is how Call Automation writes the name to us. */
const IS_USER_TO_USER = /^user-?to-?user$/iu;
const CUSTOM = /^x-ms-custom-/iu;

/** RFC 7433, 4.1: what is said may be written as octets, with parameters behind it. */
const ENCODED = /^(?<octets>(?:[0-9a-f]{2})+)\s*;(?<parameters>[\w-]+=[\w-]+(?:;[\w-]+=[\w-]+)*)$/iu;

/**
 * What came with somebody's call, of all that the network says of it: names and values that could go out again, under the names
 * that we write ourselves. Whoever sends more than a call can carry, or two values under one name, is believed in none of them.
 */
export function receivedHeaders(said: Readonly<Record<string, unknown>>): {
  readonly taken: readonly SipHeader[];
  readonly refused: number;
} {
  const wanted = Object.entries(said);
  if (wanted.length > MOST_RECEIVED) return { taken: [], refused: wanted.length };
  const named = wanted.map(([name, value]) => ({
    name: ownName(name),
    value: typeof value === 'string' ? plain(value) : '',
  }));
  const isOnce = ({ name }: SipHeader) => named.filter((other) => sameName(other.name, name)).length === 1;
  const { sent } = sipHeadersOf(named.filter(isOnce));
  return { taken: sent, refused: wanted.length - sent.length };
}

/** The value under a name, in any letters; undefined without one. */
export const headerIn = (headers: readonly SipHeader[], wanted: string): string | undefined =>
  headers.find(({ name }) => sameName(name, wanted))?.value;

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function ownName(name: string): string {
  if (IS_USER_TO_USER.test(name)) return USER_TO_USER;
  return name.replace(CUSTOM, 'X-MS-Custom-').replace(/^x-/u, 'X-');
}

/** Octets as the text that they are; anything else as it came. */
function plain(value: string): string {
  if (value.length > LONGEST_VALUE) return '';
  const { octets = '', parameters = '' } = ENCODED.exec(value.trim())?.groups ?? {};
  if (!parameters.toLowerCase().split(';').includes('encoding=hex')) return value.trim();
  return octets.replace(/../gu, (octet) => String.fromCodePoint(Number.parseInt(octet, 16)));
}

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
