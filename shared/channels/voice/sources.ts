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
  const voiceName = voices[language];
  return voiceName ? { ...source, voiceName } : { ...source, sourceLocale: language, voiceKind: VoiceKind.Female };
}

/** To all, because only that can interrupt what plays; before the bridge nobody but the customer hears it. */
export const playToAll = (
  call: CallConnection,
  source: FileSource | TextSource,
  { operationContext, loop }: { readonly operationContext: string; readonly loop: boolean },
): Promise<void> =>
  call.getCallMedia().playToAll([source], { loop, operationContext, interruptCallMediaOperation: true });
