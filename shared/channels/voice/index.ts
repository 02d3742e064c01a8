export { createAcsCalls } from './acs';
export { createVoiceConsents } from './consents';
export { callsByProvider } from './by-provider';
export { createTeamsPhoneCalls } from './teams-phone';
export type { CallbackMeaning } from './callback-meaning';
export { parseCallbacks, parseIncomingCall, othersAmong, teamsUsersAmong, type CallEvent } from './parse';
export { parseRecordingEvent } from './parse-recording';
export { sipAnswer } from './sip-answer';
export { createAcsWebCallers } from './web-callers';
