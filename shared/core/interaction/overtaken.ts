import { never } from '../lib/never';
import type { Act } from './acts';
import { partyOf } from './party';
import { callNumber, isDialling, partiesOf, type Interaction, type QueueVisit, type Segment } from './state';

/**
 * Whether a late act on a call would undo what came after it: whoever was to do it died, perhaps when it was done, and the
 * conversation went on. Hold music must not come over a customer who is talking by now, nor a menu over the music.
 * `listedAtSeq` is the number of the event that asked for it.
 */
export function isOvertaken(act: Act, listedAtSeq: number, interaction: Interaction): boolean {
  if (isOfConnection(act)) return undoesConnection(act, interaction);
  switch (act.kind) {
    case 'prompt':
    case 'startRecording':
    case 'dialCustomer':
    case 'startTreatment':
    case 'pauseRecording':
    case 'askHandover':
      return isPassed(act, listedAtSeq, interaction);
    case 'startOrchestration':
    case 'answerCall':
    case 'sendText':
    case 'flowTask':
    case 'stopRecording':
    case 'checkPause':
    case 'resumeRecording':
    case 'stopKeys':
    case 'freeLine':
    case 'textCustomer':
    case 'askSurvey':
    case 'enqueue':
    case 'cancelVisit':
    case 'presentOffer':
    case 'withdrawOffer':
    case 'farewell':
    case 'hangUp':
    case 'relayWaiting':
    case 'release':
    case 'completeWrapUp':
    case 'showAgent':
    case 'tell':
    case 'leaveInbox':
    case 'closeThread':
      return false;
    default:
      return never(act);
  }
}

type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

const CONNECTION = [
  'ringAgent',
  'removeAgent',
  'ringParty',
  'removeParty',
  'holdCustomer',
  'bridge',
  'unholdCustomer',
] as const;

type OfConnection = ActOf<(typeof CONNECTION)[number]>;

const isOfConnection = (act: Act): act is OfConnection => (CONNECTION as readonly string[]).includes(act.kind);

/** What belongs to a part of the call that is over. */
function isPassed(
  act: ActOf<'prompt' | 'startRecording' | 'dialCustomer' | 'startTreatment' | 'pauseRecording' | 'askHandover'>,
  listedAtSeq: number,
  interaction: Interaction,
): boolean {
  const { phase, seq } = interaction;
  switch (act.kind) {
    case 'prompt':
      return phase.name !== 'selfService' || seq > listedAtSeq;
    case 'startRecording':
      return phase.name !== 'selfService';
    case 'dialCustomer':
      return !isDialling(interaction) || callNumber(interaction) !== act.attempt;
    case 'startTreatment':
      return !isWaitingIn(act.visit, interaction);
    case 'pauseRecording':
      return phase.name !== 'active' || current(interaction)?.agentId !== act.agentId;
    case 'askHandover':
      return phase.name !== 'active' || phase.handover?.visit.visitId !== act.visit.visitId;
    default:
      return never(act);
  }
}

/** What would part, or bring together, customer and agent against what holds between them now. */
function undoesConnection(act: OfConnection, interaction: Interaction): boolean {
  switch (act.kind) {
    case 'ringAgent':
      return interaction.phase.name !== 'connecting' || current(interaction)?.assignmentId !== act.assignmentId;
    case 'removeAgent':
      return current(interaction)?.agentId === act.agentId;
    case 'ringParty':
      return partyOf(partiesOf(interaction), act.partyId)?.leg.name !== 'ringing';
    case 'removeParty':
      return partyOf(partiesOf(interaction), act.partyId) !== undefined;
    case 'holdCustomer':
      return !isToHearMusic(interaction);
    case 'bridge':
    case 'unholdCustomer':
      return isToHearMusic(interaction);
    default:
      return never(act);
  }
}

/** The segment of whoever is being connected, or talks with the customer. */
function current({ phase, segments }: Interaction): Segment | undefined {
  return phase.name === 'connecting' || phase.name === 'active' ? segments[phase.segment] : undefined;
}

const isToHearMusic = (interaction: Interaction): boolean =>
  interaction.phase.name === 'connecting' || MUSIC.has(current(interaction)?.state.name ?? '');

const MUSIC: ReadonlySet<string> = new Set(['onHold', 'consulting']);

const isWaitingIn = ({ visitId, attempt }: QueueVisit, { phase }: Interaction): boolean =>
  (phase.name === 'queued' || phase.name === 'alerting') &&
  phase.visit.visitId === visitId &&
  phase.visit.attempt === attempt;
