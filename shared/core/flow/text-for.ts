import type { Channel } from '../lib/channel';
import type { SipHeader } from '../lib/sip-headers';
import type { CompiledSpoken, CompiledText, Spoken } from './words';

/** What the customer has told so far, and what was looked up: by the names of variables. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The text for a channel and language. A compiled flow has them all; a position left by another version of the flow may
 * ask for one that is gone, and then any text is better than silence.
 */
export function textFor(text: CompiledText, channel: Channel, language: string): string {
  const byLanguage = text.get(channel) ?? firstOf(text);
  return byLanguage === undefined ? '' : labelFor(byLanguage, language);
}

/** The label in a language, or in any. */
export function labelFor(label: ReadonlyMap<string, string>, language: string): string {
  return label.get(language) ?? firstOf(label) ?? '';
}

/** How a caller hears it in a language, with its variables filled in; null: as it is read. */
export function spokenFor(spoken: CompiledSpoken, language: string, variables: Variables): Spoken | null {
  const own = spoken?.get(language) ?? null;
  if (own?.kind !== 'ssml') return own;
  return { kind: 'ssml', ssml: fillIn(own.ssml, variables, escapeXml) };
}

const PLACEHOLDER = /\{([A-Za-z][\w-]*)\}/gu;

/** The names in a text that stand for variables. */
export const placeholdersOf = (text: string): readonly string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** A text with its variables filled in; one that was never set leaves nothing. */
export const fillIn = (text: string, variables: Variables, as: (value: string) => string = String): string =>
  text.replace(PLACEHOLDER, (_, name: string) => (Object.hasOwn(variables, name) ? as(variables[name] ?? '') : ''));

/** Headers with their variables filled in. What may not go out is for whoever sends them to hold back. */
export const headersWith = (headers: readonly SipHeader[], variables: Variables): readonly SipHeader[] =>
  headers.map(({ name, value }) => ({ name, value: fillIn(value, variables) }));

/** A text as it stands between the tags of XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function firstOf<Value>(map: ReadonlyMap<string, Value>): Value | undefined {
  return map.values().next().value;
}

/** The offered language nearest to the wanted one: the same tag, the same language of another region, or the first. */
export function nearestLanguage(offered: readonly [string, ...string[]], wanted: string | null): string {
  if (wanted === null) return offered[0];
  const tag = wanted.toLowerCase();
  return (
    offered.find((language) => language.toLowerCase() === tag) ??
    offered.find((language) => primaryOf(language) === primaryOf(tag)) ??
    offered[0]
  );
}

/** The language of a tag without its region: `pt` of `pt-BR`. */
export function primaryOf(language: string): string {
  return language.toLowerCase().replace(/-.*$/u, '');
}
