export { createAcsCalls, type AcsVoiceOptions } from './call';
export type { CallbackMeaning, GatherFailure, RingFailure } from './callback-meaning';
export {
  agentsGone,
  parseCallbacks,
  parseIncomingCall,
  teamsUsersAmong,
  type CallEvent,
  type IncomingCall,
} from './parse';
