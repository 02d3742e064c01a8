import {
  VoiceKind,
  type CallConnection,
  type FileSource,
  type SsmlSource,
  type TextSource,
} from '@azure/communication-call-automation';
import type { Prompt } from '../../core/interaction/acts';

export const fileSource = (url: string): FileSource => ({ kind: 'fileSource', url });

export const ssmlSource = (ssmlText: string): SsmlSource => ({ kind: 'ssmlSource', ssmlText });

/** What a prompt sounds like: its recording or SSML, or its texts read aloud. */
export function promptSource({ spoken, say, language, voice }: Prompt): FileSource | SsmlSource | TextSource {
  if (spoken === null) return textSource(say, language, voice);
  return spoken.kind === 'audio' ? fileSource(spoken.file) : ssmlSource(spoken.ssml);
}

/** One source a request: Call Automation refuses more, whatever the SDK's type says. */
export function textSource(texts: readonly string[], language: string, voiceName: string | null): TextSource {
  const source = { kind: 'textSource', text: texts.join(' ') } as const;
  const sourceLocale = localeOf(language);
  return voiceName !== null ? { ...source, voiceName } : { ...source, sourceLocale, voiceKind: VoiceKind.Female };
}

/** Speech wants a language with its region (`de-DE`): that of a bare language is where most speak it. */
export function localeOf(language: string): string {
  const { language: spoken, region } = new Intl.Locale(language).maximize();
  return region === undefined ? language : `${spoken}-${region}`;
}

/** To all, because only that can interrupt what plays; before the bridge nobody but the customer hears it. */
export const playToAll = (
  call: CallConnection,
  source: FileSource | SsmlSource | TextSource,
  operationContext: string,
): Promise<void> =>
  call.getCallMedia().playToAll([source], { loop: false, operationContext, interruptCallMediaOperation: true });
