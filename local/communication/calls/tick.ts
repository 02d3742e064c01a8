import { endCall, leave } from './legs';
import { completePlay } from './media';
import { playNothing } from './audio';
import { connectionsOf } from './connections';
import { followPlans } from './habits';
import { passDeadline } from './recognize';
import { refuse } from './invitations';
import { announceFile } from './recordings';
import { RESULTS } from './results';
import { because, report, type Turn } from './turn';

/** Does what has fallen due. */
export function tick(turn: Turn): void {
  const { call } = turn;
  if (isDue(turn, call.offer?.endsAt)) endCall(turn, RESULTS.notAnswered);
  for (const leg of [...call.legs]) {
    if (leg.state === 'ringing' && isDue(turn, leg.invitation?.endsAt)) refuse(turn, leg, RESULTS.notAnswered);
    if (isDue(turn, leg.voicemailEndsAt)) leave(turn, leg, RESULTS.agentLeft);
  }
  followPlans(turn);
  tickMedia(turn);
  for (const { streaming } of connectionsOf(call)) if (isDue(turn, streaming?.playsUntil)) playNothing(streaming);
  for (const recording of call.recordings) if (isDue(turn, recording.fileReadyAt)) announceFile(turn, recording);
}

const isDue = ({ now }: Turn, instant: number | null | undefined): boolean =>
  typeof instant === 'number' && instant <= now;

function tickMedia(turn: Turn): void {
  const { call } = turn;
  for (const operation of [...call.media]) {
    if (!call.media.includes(operation) || !isDue(turn, operation.endsAt)) continue;
    if (operation.kind === 'play') completePlay(turn, operation);
    else passDeadline(turn, operation);
  }
  for (const sending of call.sending.filter(({ endsAt }) => endsAt <= turn.now)) {
    call.sending = call.sending.filter((one) => one !== sending);
    report(turn, 'SendDtmfTonesCompleted', sending.origin, because(RESULTS.done));
  }
}
