import type { CallOutage } from './call-channel';
import { createHttpStub, type HttpStub, type SentRequest, type StubAnswer } from './http-stub';

export interface CallsStub extends HttpStub {
  /** Invitations that rang: a request repeated under the same id is none. */
  rung(): number;
  fail(how: CallOutage): void;
}

/** Stands for the Call Automation operations that the voice channel uses. */
export function createCallsStub(): CallsStub {
  const answered = new Map<string, string>();
  const invitations = new Map<string, string>();
  let outage: CallOutage = null;
  let isRecording = true;

  const once = (seen: Map<string, string>, { headers }: SentRequest, name: string): string => {
    const id = headers['repeatability-request-id'] ?? `none ${seen.size}`;
    const ref = seen.get(id) ?? `${name}-${seen.size + 1}`;
    seen.set(id, ref);
    return ref;
  };

  const stub = createHttpStub((request): StubAnswer => {
    if (outage === 'outage') return 'noAnswer';
    if (outage === 'gone') return { status: 404, body: { error: { code: '8522', message: 'Call not found.' } } };
    const operation = request.path.replace(/^\/calling\/callConnections(\/[^/:]+)?/, '');
    switch (`${request.method} ${operation}`) {
      case 'POST :answer':
        return { status: 200, body: { callConnectionId: once(answered, request, 'call'), serverCallId: 's' } };
      case 'POST /participants:add': {
        const invitationId = once(invitations, request, 'invitation');
        return { status: 202, body: { invitationId, participant: { identifier: request.body['participantToAdd'] } } };
      }
      case 'POST /participants:remove':
      case 'POST /participants:cancelAddParticipant':
        return { status: 202, body: {} };
      case 'POST :play':
      case 'POST :recognize':
      case 'POST :cancelAllMediaOperations':
        return { status: 202 };
      case 'POST :hold':
      case 'POST :unhold':
        return { status: 200 };
      case 'POST :startTranscription':
      case 'POST :stopTranscription':
        return { status: 202 };
      case 'POST :startContinuousDtmfRecognition':
      case 'POST :stopContinuousDtmfRecognition':
        return { status: 200 };
      case 'POST ':
        return { status: 201, body: { callConnectionId: once(answered, request, 'call'), serverCallId: 's' } };
      case 'POST :transferToParticipant':
        return { status: 202, body: { operationContext: 'x' } };
      case 'POST /calling/recordings':
        return { status: 200, body: { recordingId: once(answered, request, 'recording'), recordingState: 'active' } };
      case 'POST /calling/recordings/recording-1:pause':
      case 'POST /calling/recordings/recording-1:resume':
        isRecording = operation.endsWith(':resume');
        return { status: 202 };
      case 'GET /calling/recordings/recording-1':
        return {
          status: 200,
          body: { recordingId: 'recording-1', recordingState: isRecording ? 'active' : 'inactive' },
        };
      case 'DELETE /calling/recordings/recording-1':
        return { status: 204 };
      case 'POST :terminate':
        return { status: 204 };
      default:
        return { status: 501, body: { error: { code: 'NotImplemented', message: operation } } };
    }
  });
  return {
    ...stub,
    rung: () => invitations.size,
    fail: (how) => {
      outage = how;
    },
  };
}
