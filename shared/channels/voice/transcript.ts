import type { TranscriptionOptions } from '@azure/communication-call-automation';
import type { CallChannel, TranscriptTarget } from '../../ports/channels';
import type { Act } from './carried-by';
import { localeOf } from './sources';

/**
 * Live transcription: Call Automation connects to the target by WebSocket when it is started, and only where the call began
 * with one. https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/real-time-transcription-tutorial
 */
export const transcriptOperations = (act: Act): Pick<CallChannel, 'startTranscript' | 'stopTranscript'> => ({
  startTranscript: (step, language) =>
    act('startTranscript', step, (call) =>
      call.getCallMedia().startTranscription({ locale: localeOf(language), operationContext: step.context }),
    ),
  stopTranscript: (step) =>
    act('stopTranscript', step, (call) => call.getCallMedia().stopTranscription({ operationContext: step.context })),
});

/** Half sentences are of no use to whoever keeps them. */
export function transcriptOptions(target: TranscriptTarget | null): { transcriptionOptions?: TranscriptionOptions } {
  if (target === null) return {};
  return {
    transcriptionOptions: {
      transportType: 'websocket',
      transportUrl: target.url,
      locale: localeOf(target.language),
      startTranscription: false,
      enableIntermediateResults: false,
    },
  };
}
