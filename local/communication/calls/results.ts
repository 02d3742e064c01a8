/** What a callback says of how an operation went. */
export interface Result {
  readonly code: number;
  readonly subCode: number;
  readonly message: string;
}

const result = (code: number, subCode: number, message: string): Result => ({ code, subCode, message });

/**
 * Codes and sub-codes after the tables of Microsoft Learn: "Troubleshooting call end response codes" (Call Automation and
 * call end), "Gather user input with Recognize action" and "Customize voice prompts with Play action".
 */
export const RESULTS = {
  done: result(200, 0, 'Action completed successfully.'),
  maxDigits: result(200, 8531, 'Action completed, max digits received.'),
  stopTone: result(200, 8514, 'Action completed as stop tone was detected.'),
  toneMatched: result(200, 8533, 'Action completed, DTMF option matched.'),
  speechMatched: result(200, 8545, 'Action completed, Recognized phrase matches a valid option.'),
  speechRecognized: result(200, 8569, 'Action completed, speech recognized.'),
  canceled: result(400, 8508, 'Action failed, the operation was cancelled.'),
  initialSilence: result(400, 8510, 'Action failed, initial silence timeout reached.'),
  interDigit: result(400, 8532, 'Action failed, inter-digit silence timeout reached.'),
  wrongTone: result(500, 8534, 'Action failed, incorrect tone entered.'),
  speechNotMatched: result(400, 8547, 'Action failed, recognized phrase does not match a valid option.'),
  promptFailed: result(500, 8511, 'Action failed, encountered failure while trying to play the prompt.'),
  malformed: result(400, 8535, 'Action failed, file format is invalid.'),
  missing: result(400, 8536, 'Action failed, file could not be downloaded.'),
  noSocketOfWords: result(500, 8578, 'Action failed, not able to establish WebSocket connection.'),
  noSocketOfAudio: result(500, 8603, 'Action failed, not able to establish WebSocket connection.'),
  invalidUrl: result(400, 8581, 'Action failed, StreamUrl is not valid.'),
  recognizeInternal: result(500, 8512, 'Unknown internal server error.'),
  unknown: result(500, 9999, 'Unknown internal server error.'),
  playShutDown: result(500, 8572, 'Action failed due to play service shutdown.'),
  transcriptionShutDown: result(500, 8580, 'Action failed, transcription service was shut down.'),
  callTerminated: result(400, 8528, 'Action is invalid, call already terminated.'),
  aiBadRequest: result(400, 8565, 'Action failed, bad request to Azure AI services. Check input parameters.'),
  aiUnauthorized: result(401, 8565, 'Action failed, Azure AI services authentication error.'),
  aiForbidden: result(403, 8565, 'Action failed, forbidden request to Azure AI services.'),
  aiTimedOut: result(408, 8565, 'Action failed, request to Azure AI services timed out.'),
  aiBusy: result(429, 8565, 'Action failed, requests exceeded the number that Azure AI services allow at a time.'),
  noSuchNumber: result(484, 560484, 'Incomplete or invalid callee number.'),
  participantGone: result(400, 8558, 'Action failed, the participant is not present.'),
  declined: result(603, 0, 'Declined by the callee.'),
  busy: result(486, 560486, 'The callee is busy.'),
  notAnswered: result(487, 10004, 'Canceled on timeout: the callee neither accepted nor rejected in time.'),
  callCanceled: result(487, 0, 'Canceled by the caller.'),
  notRegistered: result(480, 10037, 'The callee has no registered endpoint.'),
  conflict: result(409, 8519, 'Conflict: the invitation has ended already.'),
  customerLeft: result(200, 560000, 'The call was ended by the remote participant.'),
  agentLeft: result(200, 0, 'The call was ended by the remote participant.'),
  removed: result(200, 5300, 'The participant was removed from the call.'),
  endedByApp: result(200, 7000, 'The call was ended by the Call Automation API.'),
  callGone: result(404, 8522, 'Call not found.'),
  callFull: result(403, 0, 'The call has as many participants as it may.'),
  transferred: result(200, 7015, 'The call was transferred.'),
} as const satisfies Record<string, Result>;

/** A request that is not accepted: answered with the status and the body in which Call Automation says why. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const callNotFound = () => new Refused(404, '8522', 'Call not found.');
export const participantNotFound = () => new Refused(404, '8522', 'Participant not found.');
export const notEstablished = () =>
  new Refused(400, '8501', 'Action is invalid when call is not in Established state.');
export const invalidArgument = (message: string) => new Refused(400, '8523', message);
export const notSupported = (message: string) => new Refused(405, '8520', message);
export const noSpeechConfigured = () =>
  new Refused(405, '8522', 'Set the Cognitive Services endpoint in AnswerCall or CreateCall to use speech.');
