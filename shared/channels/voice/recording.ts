import type { CallAutomationClient } from '@azure/communication-call-automation';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { CallChannel, RecordingFile } from '../../ports/channels';
import type { AcsAccess } from '../azure-client';
import { outcomeOf } from './outcome';
import type { createRepeatability } from './repeatability-policy';

type Under = ReturnType<typeof createRepeatability>['under'];

/** Hosts that keep recordings for Call Automation, beside the resource itself; the SDK knows the same two. */
const KEEPERS = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(asm\.skype\.com|asyncgw\.teams\.microsoft\.com)$/u;
/** Two minutes of the widest format with room to spare; a call of hours is of another order and is not kept in memory. */
const LARGEST_BYTES = 200 * 1024 * 1024;
const OK = 200;
const NOT_FOUND = 404;
const SCOPE = 'https://communication.azure.com//.default';

/** Records calls as one WAV file, which both Azure's own storage and Teams Phone extensibility can do. */
export function recordingOperations(
  client: CallAutomationClient,
  under: Under,
  access: AcsAccess,
): Pick<
  CallChannel,
  'startRecording' | 'stopRecording' | 'pauseRecording' | 'resumeRecording' | 'recordingState' | 'recordingFile'
> {
  const recordings = client.getCallRecording();
  const control = (name: string, key: string, run: () => Promise<unknown>) =>
    under({ name, key }, () =>
      outcomeOf(async () => {
        await run();
        return undefined;
      }),
    );
  return {
    startRecording: ({ callRef, key }, callbackUrl, sides) =>
      under({ name: 'startRecording', key }, () =>
        outcomeOf(async () => {
          const started = await recordings.start({
            callConnectionId: callRef,
            recordingStateCallbackEndpointUrl: callbackUrl,
            recordingContent: 'audio',
            recordingChannel: sides === 'mixed' ? 'mixed' : 'unmixed',
            recordingFormat: 'wav',
          });
          return started.recordingId;
        }),
      ),
    stopRecording: ({ key }, recordingRef) => control('stopRecording', key, () => recordings.stop(recordingRef)),
    pauseRecording: ({ key }, recordingRef) => control('pauseRecording', key, () => recordings.pause(recordingRef)),
    resumeRecording: ({ key }, recordingRef) => control('resumeRecording', key, () => recordings.resume(recordingRef)),
    recordingState: async (recordingRef) => {
      const asked = await outcomeOf(async () => (await recordings.getState(recordingRef)).recordingState);
      if (asked.kind === 'gone') return 'gone';
      if (asked.kind === 'failed') return 'unknown';
      return asked.ref === 'active' ? 'running' : 'paused';
    },
    recordingFile: (location) => fetchFile(access, location),
  };
}

/** By the resource's own credentials: the SDK's download writes to disk or gives a stream without its length. */
async function fetchFile({ endpoint, credential, httpClient }: AcsAccess, location: string): Promise<RecordingFile> {
  const url = URL.canParse(location) ? new URL(location) : null;
  const acs = new URL(endpoint);
  if (url === null || url.protocol !== 'https:' || (url.host !== acs.host && !KEEPERS.test(url.hostname))) {
    return { kind: 'failed', detail: 'the file is said to be where no recordings are kept' };
  }
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: SCOPE }));
  const streamResponseStatusCodes = new Set([OK]);
  const request = createPipelineRequest({ url: url.href, method: 'GET', timeout: 60_000, streamResponseStatusCodes });
  request.headers.set('x-ms-host', acs.host);
  try {
    const response = await pipeline.sendRequest(httpClient ?? createDefaultHttpClient(), request);
    if (response.status === NOT_FOUND) return { kind: 'gone' };
    if (response.status !== OK) return { kind: 'failed', detail: String(response.status) };
    const content = await readAll(response.readableStreamBody);
    return { kind: 'file', content, contentType: response.headers.get('content-type') ?? '' };
  } catch (error) {
    return { kind: 'failed', detail: error instanceof Error ? error.name : 'noAnswer' };
  }
}

async function readAll(stream: NodeJS.ReadableStream | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.byteLength;
    if (length > LARGEST_BYTES) throw new RangeError('the recording is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
