import { never } from '../../core/lib/never';
import type { OpenAct, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import type { ActOutcome } from './act-outcome';
import * as call from './call-acts';
import * as desk from './desk-acts';
import * as message from './message-acts';
import * as own from './own-acts';
import * as shard from './shard-acts';

/** Does one act. Every branch may run twice: after a crash, or when a claim ran out while its owner was slow. */
export async function performAct(deps: Deps, stored: StoredInteraction, open: OpenAct): Promise<ActOutcome> {
  const { act } = open;
  const doing = { deps, stored, open };
  switch (act.kind) {
    case 'answerCall':
      return call.answer(doing, act);
    case 'prompt':
      return call.prompt(doing, act);
    case 'farewell':
      return call.farewell(doing, act);
    case 'startTreatment':
      return call.startTreatment(doing, act);
    case 'ringAgent':
      return call.ring(doing, act);
    case 'bridge':
    case 'unholdCustomer':
      return call.unhold(doing);
    case 'holdCustomer':
      return call.hold(doing);
    case 'removeAgent':
      return call.remove(doing, act);
    case 'hangUp':
      return call.hangUp(doing, act);
    case 'sendText':
      return message.sendText(doing, act);
    case 'relayWaiting':
      return message.relayWaiting(doing);
    case 'closeThread':
      return message.closeThread(doing);
    case 'askAssistant':
      return own.askAssistant(doing, act);
    case 'startOrchestration':
      return own.startOrchestration(doing);
    case 'tell':
      return own.tell(doing, act);
    case 'leaveInbox':
      return own.leaveInbox(doing);
    case 'enqueue':
      return shard.enqueue(doing, act);
    case 'cancelVisit':
      return shard.cancelVisit(doing, act);
    case 'release':
      return shard.release(doing, act);
    case 'completeWrapUp':
      return shard.completeWrapUp(doing, act);
    case 'presentOffer':
      return desk.presentOffer(doing, act);
    case 'withdrawOffer':
      return desk.withdrawOffer(doing, act);
    case 'showAgent':
      return desk.showAgent(doing, act);
    default:
      return never(act);
  }
}
