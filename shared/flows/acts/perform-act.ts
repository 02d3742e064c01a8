import type { Act } from '../../core/interaction/acts';
import type { OpenAct, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import type { ActOutcome } from './act-outcome';
import { bridge } from './bridge-acts';
import * as call from './call-acts';
import * as dial from './dial-acts';
import * as desk from './desk-acts';
import type { ActOf, Doing } from './doing';
import * as handover from './handover-acts';
import * as message from './message-acts';
import * as own from './own-acts';
import * as party from './party-acts';
import * as record from './recording-acts';
import * as shard from './shard-acts';
import * as task from './task-acts';

const BY_KIND: { readonly [Kind in Act['kind']]: (doing: Doing, act: ActOf<Kind>) => Promise<ActOutcome> } = {
  answerCall: call.answer,
  prompt: call.prompt,
  farewell: call.farewell,
  startTreatment: call.startTreatment,
  ringAgent: call.ring,
  bridge,
  unholdCustomer: call.unhold,
  holdCustomer: call.hold,
  removeAgent: call.remove,
  ringParty: party.ringParty,
  removeParty: party.removeParty,
  hangUp: call.hangUp,
  sendText: message.sendText,
  relayWaiting: message.relayWaiting,
  closeThread: message.closeThread,
  flowTask: task.flowTask,
  textCustomer: task.textCustomer,
  askSurvey: task.askSurvey,
  dialCustomer: dial.dialCustomer,
  freeLine: dial.freeLine,
  startRecording: record.startRecording,
  stopRecording: record.stopRecording,
  pauseRecording: record.pauseRecording,
  checkPause: record.checkPause,
  resumeRecording: record.resumeRecording,
  stopKeys: call.stopKeys,
  startOrchestration: own.startOrchestration,
  tell: own.tell,
  leaveInbox: own.leaveInbox,
  enqueue: shard.enqueue,
  askHandover: handover.askHandover,
  cancelVisit: shard.cancelVisit,
  release: shard.release,
  completeWrapUp: shard.completeWrapUp,
  presentOffer: desk.presentOffer,
  withdrawOffer: desk.withdrawOffer,
  showAgent: desk.showAgent,
};

/** Does one act. Everything here may run twice: after a crash, or when a claim ran out while its owner was slow. */
export function performAct(deps: Deps, stored: StoredInteraction, open: OpenAct): Promise<ActOutcome> {
  const { act } = open;
  // The table's type pairs each kind with its act; TypeScript cannot follow the pair through one expression.
  const perform = BY_KIND[act.kind] as (doing: Doing, act: Act) => Promise<ActOutcome>;
  return perform({ deps, stored, open }, act);
}
