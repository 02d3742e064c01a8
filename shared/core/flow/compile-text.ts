import { CHANNELS } from '../lib/channel';
import type { Channel } from '../lib/channel';
import type { FlowError } from './compiled';
import type { CompiledText } from './words';
import type { LocalizedText, TextSource } from './source-text';

/** The channels and languages in which every text of a flow must be there. */
export interface TextScope {
  readonly channels: readonly Channel[];
  readonly languages: readonly string[];
}

/** A text found so far, with what is wrong with it. */
export interface TextResult<Text> {
  readonly text: Text;
  readonly errors: readonly FlowError[];
}

type Path = FlowError['path'];

/** A text in every channel and language of its flow, or where it is missing. */
export function compileText(source: TextSource, path: Path, scope: TextScope): TextResult<CompiledText> {
  const variants = scope.channels.map((channel) => {
    const variant = variantFor(source, channel);
    const at = variant.key === null ? path : [...path, variant.key];
    return { channel, ...compileLabel(variant.text, at, scope.languages) };
  });
  return {
    text: new Map(variants.map(({ channel, text }) => [channel, text])),
    errors: distinct(variants.flatMap(({ errors }) => errors)),
  };
}

/** A text in every language, or which are missing or unknown. */
export function compileLabel(
  source: LocalizedText,
  path: Path,
  languages: readonly string[],
): TextResult<ReadonlyMap<string, string>> {
  const text = new Map(Object.entries(source));
  const missing = languages.filter((language) => !text.has(language));
  const unknown = [...text.keys()].filter((language) => !languages.includes(language));
  return {
    text,
    errors: [
      ...missing.map((language) => ({
        code: 'textMissing' as const,
        path: [...path, language],
        message: `there is no text in '${language}'`,
      })),
      ...unknown.map((language) => ({
        code: 'unknownLanguage' as const,
        path: [...path, language],
        message: `'${language}' is no language here; these are: ${languages.join(', ')}`,
      })),
    ],
  };
}

function variantFor(
  source: TextSource,
  channel: Channel,
): { readonly key: Channel | 'any' | null; readonly text: LocalizedText } {
  if (!isByChannel(source)) return { key: null, text: source };
  const own = source[channel];
  if (own !== undefined) return { key: channel, text: own };
  return source.any === undefined ? { key: channel, text: {} } : { key: 'any', text: source.any };
}

function isByChannel(source: TextSource): source is Exclude<TextSource, LocalizedText> {
  return Object.keys(source).some((key) => key === 'any' || (CHANNELS as readonly string[]).includes(key));
}

/** Channels that share one text would report its faults once each. */
function distinct(errors: readonly FlowError[]): readonly FlowError[] {
  return [...new Map(errors.map((error) => [JSON.stringify([error.code, error.path]), error])).values()];
}
