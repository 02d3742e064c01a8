import type { Prompt } from '../../../shared/core/interaction/acts';
import type { SipHeader } from '../../../shared/core/lib/sip-headers';
import type { Callee, CallChannel, CallResult, CallStep, TransferTarget } from '../../../shared/ports/channels';

/** What the channel was asked to do. */
export type CallRequest =
  | ({ readonly do: 'answer' } & Parameters<CallChannel['answer']>[0])
  | { readonly do: 'reject'; readonly key: string; readonly incomingCallContext: string }
  | ({ readonly do: 'prompt'; readonly customer: string; readonly prompt: Prompt } & CallStep)
  | ({
      readonly do: 'treat';
      readonly customer: string;
      readonly piece: Parameters<CallChannel['treat']>[2];
    } & CallStep)
  | ({ readonly do: 'hold'; readonly customer: string; readonly musicUri: string } & CallStep)
  | ({ readonly do: 'unhold'; readonly customer: string } & CallStep)
  | ({
      readonly do: 'ring';
      readonly callee: string;
      readonly topic: string;
      readonly details: string;
      readonly headers: readonly SipHeader[];
      readonly timeoutSeconds: number;
    } & CallStep)
  | ({ readonly do: 'remove'; readonly callee: string; readonly invitationRef: string | null } & CallStep)
  | ({ readonly do: 'startKeys' | 'stopKeys'; readonly customer: string } & CallStep)
  | ({ readonly do: 'startRecording'; readonly callbackUrl: string; readonly sides: 'mixed' | 'apart' } & CallStep)
  | ({ readonly do: 'stopRecording' | 'pauseRecording' | 'resumeRecording'; readonly recordingRef: string } & CallStep)
  | ({ readonly do: 'startTranscript'; readonly language: string } & CallStep)
  | ({ readonly do: 'stopTranscript' } & CallStep)
  | ({ readonly do: 'dial' } & Parameters<CallChannel['dial']>[0])
  | ({ readonly do: 'transfer' } & TransferTarget & CallStep)
  | ({ readonly do: 'hangUp' } & CallStep);

export type CallOutage = 'gone' | 'outage' | null;

export interface FakeCalls extends CallChannel {
  /** Everything asked for, repeats too. */
  readonly asked: readonly CallRequest[];
  /** From now on until `fail(null)`. */
  fail(how: CallOutage): void;
}

/** What answers with a reference, and what it is called. */
const NAMES: Readonly<Partial<Record<CallRequest['do'], string>>> = {
  answer: 'call',
  dial: 'call',
  ring: 'invitation',
  startRecording: 'recording',
};

function addressOf(callee: Callee): string {
  if ('number' in callee) return callee.number;
  return 'resourceAccountId' in callee ? callee.resourceAccountId : callee.teamsUserId;
}

/** Calls in memory: answers and rings once for each key, as the platform does; the rest is done as often as asked. */
export function createFakeCalls(): FakeCalls {
  const asked: CallRequest[] = [];
  const refs = new Map<string, string>();
  let outage: CallOutage = null;

  function once(kind: string, key: string): string {
    const ref = refs.get(`${kind}/${key}`) ?? `${kind}-${refs.size + 1}`;
    refs.set(`${kind}/${key}`, ref);
    return ref;
  }
  const ask = async (request: CallRequest): Promise<CallResult> => {
    asked.push(structuredClone(request));
    if (outage === 'gone') return { kind: 'gone' };
    if (outage === 'outage') return { kind: 'failed', retryable: true, detail: 'outage' };
    const name = NAMES[request.do];
    return { kind: 'done', ref: name === undefined ? null : once(name, request.key) };
  };

  return {
    asked,
    fail: (how) => {
      outage = how;
    },
    answer: (request) => ask({ do: 'answer', ...request }),
    reject: ({ incomingCallContext }) => ask({ do: 'reject', key: incomingCallContext, incomingCallContext }),
    prompt: (step, customer, prompt) => ask({ do: 'prompt', ...step, customer, prompt }),
    treat: (step, customer, piece) => ask({ do: 'treat', ...step, customer, piece }),
    hold: (step, { customer }, musicUri) => ask({ do: 'hold', ...step, customer, musicUri }),
    unhold: (step, { customer }) => ask({ do: 'unhold', ...step, customer }),
    holdsApart: (ours) => ours.startsWith('+'),
    ring: (step, callee, context, timeoutSeconds) =>
      ask({ do: 'ring', ...step, callee: addressOf(callee), ...context, timeoutSeconds }),
    remove: (step, callee, invitationRef) => ask({ do: 'remove', ...step, callee: addressOf(callee), invitationRef }),
    startKeys: (step, customer) => ask({ do: 'startKeys', ...step, customer }),
    stopKeys: (step, customer) => ask({ do: 'stopKeys', ...step, customer }),
    startRecording: (step, callbackUrl, sides) => ask({ do: 'startRecording', ...step, callbackUrl, sides }),
    startTranscript: (step, language) => ask({ do: 'startTranscript', ...step, language }),
    stopTranscript: (step) => ask({ do: 'stopTranscript', ...step }),
    stopRecording: (step, recordingRef) => ask({ do: 'stopRecording', ...step, recordingRef }),
    pauseRecording: (step, recordingRef) => ask({ do: 'pauseRecording', ...step, recordingRef }),
    resumeRecording: (step, recordingRef) => ask({ do: 'resumeRecording', ...step, recordingRef }),
    recordingState: async (recordingRef) => {
      if (outage === 'gone') return 'gone';
      if (outage === 'outage') return 'unknown';
      const last = asked.findLast((one) => 'recordingRef' in one && one.recordingRef === recordingRef);
      return last?.do === 'pauseRecording' ? 'paused' : 'running';
    },
    recordingFile: async () => {
      if (outage === 'gone') return { kind: 'gone' };
      if (outage === 'outage') return { kind: 'failed', detail: 'outage' };
      return { kind: 'file', content: silence(), contentType: 'audio/wav' };
    },
    dial: (request) => ask({ do: 'dial', ...request }),
    transfer: (step, target) => ask({ do: 'transfer', ...step, ...target }),
    hangUp: (step) => ask({ do: 'hangUp', ...step }),
  };
}

/** A WAV header and a few samples. */
function silence(): Uint8Array {
  const wav = Buffer.alloc(60);
  wav.write('RIFF', 0);
  wav.write('WAVE', 8);
  return wav;
}
