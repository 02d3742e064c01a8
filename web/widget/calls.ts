import { askForCall, Refused, startWebCall, type Place } from './api';
import type { CallActions, CallLine } from './call-panel';
import type { CallState, Texts } from './texts';

interface CallsOptions {
  readonly place: Place;
  readonly language: string;
  readonly texts: Texts;
  readonly entryPoint: string;
}

/** `voice.ts`, which is loaded by whoever calls: the vendor's SDK is fifty times as large as the widget. */
interface VoiceModule {
  callFrom(options: {
    readonly callee: string;
    readonly displayName: string;
    readonly getToken: () => Promise<string>;
    readonly onState: (state: CallState, isLive: boolean) => void;
  }): Promise<{ readonly hangUp: () => Promise<void> }>;
}

/** Calls from the page, and calls that are asked for. */
export function createCalls(options: CallsOptions): Omit<CallActions, 'onBack'> {
  const { texts } = options;
  const key = crypto.randomUUID();
  let hangUp: (() => Promise<void>) | undefined;
  const web = async (name: string, show: (line: CallLine) => void): Promise<void> => {
    const say = (state: CallState, isLive: boolean) => show({ words: texts.call(state), isLive });
    say('loading', true);
    try {
      hangUp = (await callNow(options, { name, key }, say)).hangUp;
    } catch (error) {
      say(error instanceof Refused && error.status === 429 ? 'busy' : 'failed', false);
    }
  };
  return {
    onCallMe: (name, number) => callMe(options, { name, number, key }),
    onWebCall: web,
    onHangUp: () => void hangUp?.().catch(() => undefined),
  };
}

async function callNow(
  { place, entryPoint }: CallsOptions,
  { name, key }: { readonly name: string; readonly key: string },
  say: (state: CallState, isLive: boolean) => void,
) {
  const ask = () => startWebCall(place, { entryPoint, key });
  const [{ callFrom }, first] = await Promise.all([
    import(`${place.base}/api/widget/voice.js`) as Promise<VoiceModule>,
    ask(),
  ]);
  let token: string | undefined = first.token;
  const getToken = async (): Promise<string> => {
    const known = token ?? (await ask()).token;
    token = undefined;
    return known;
  };
  return callFrom({ callee: first.callee, displayName: name, getToken, onState: say });
}

async function callMe(
  { place, entryPoint, language, texts }: CallsOptions,
  asked: { readonly name: string; readonly number: string; readonly key: string },
): Promise<string> {
  try {
    const { callFrom } = await askForCall(place, { ...asked, entryPoint, language });
    const isLater = callFrom > Date.now() + 60_000;
    const at = new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
    return texts.callPromised(isLater ? at.format(callFrom) : null);
  } catch (error) {
    if (!(error instanceof Refused)) return texts.failed;
    if (error.status === 429) return texts.tooOften;
    return error.status === 409 ? texts.numberRefused : texts.failed;
  }
}
