import { VoiceKind, type CallConnection, type FileSource, type TextSource } from '@azure/communication-call-automation';

/** How texts sound. */
export interface Voices {
  /** A neural voice for each language, e.g. `en-GB` → `en-GB-SoniaNeural`; without one ACS takes its own. */
  readonly voices?: Readonly<Record<string, string>>;
}

export const fileSource = (url: string): FileSource => ({ kind: 'fileSource', url });

/** One source a request: Call Automation refuses more, whatever the SDK's type says. */
export function textSource({ voices = {} }: Voices, texts: readonly string[], language: string): TextSource {
  const source = { kind: 'textSource', text: texts.join(' ') } as const;
  const sourceLocale = localeOf(language);
  const voiceName = voices[language] ?? voices[sourceLocale];
  return voiceName ? { ...source, voiceName } : { ...source, sourceLocale, voiceKind: VoiceKind.Female };
}

/** Speech wants a language with its region (`de-DE`): that of a bare language is where most speak it. */
export function localeOf(language: string): string {
  const { language: spoken, region } = new Intl.Locale(language).maximize();
  return region === undefined ? language : `${spoken}-${region}`;
}

/** To all, because only that can interrupt what plays; before the bridge nobody but the customer hears it. */
export const playToAll = (
  call: CallConnection,
  source: FileSource | TextSource,
  operationContext: string,
): Promise<void> =>
  call.getCallMedia().playToAll([source], { loop: false, operationContext, interruptCallMediaOperation: true });
