import type { Channel } from '../lib/channel';
import type { CompiledText } from './compiled';

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

function firstOf<Value>(map: ReadonlyMap<string, Value>): Value | undefined {
  return map.values().next().value;
}

/** The offered language nearest to the wanted one: the same tag, the same language of another region, or the first. */
export function nearestLanguage(offered: readonly [string, ...string[]], wanted: string | null): string {
  if (wanted === null) return offered[0];
  const tag = wanted.toLowerCase();
  return (
    offered.find((language) => language.toLowerCase() === tag) ??
    offered.find((language) => primary(language) === primary(tag)) ??
    offered[0]
  );
}

function primary(language: string): string {
  return language.toLowerCase().replace(/-.*$/u, '');
}
