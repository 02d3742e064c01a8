export { createAcsCalls } from './call';
export type { CallbackMeaning } from './callback-meaning';
export { parseCallbacks, parseIncomingCall, othersAmong, teamsUsersAmong, type CallEvent } from './parse';
export { parseRecordingEvent } from './parse-recording';
export { sipAnswer } from './sip-answer';
export { createAcsWebCallers } from './web-callers';
