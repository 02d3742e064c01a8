import { isRecorded, type RecordingRules } from '../../core/config/recording-rules';
import { customerOnLine, type QueueVisit } from '../../core/interaction/state';
import { voiceOf } from '../command-of-step';
import { noticeOf } from '../lib/notice';
import { variablesOf } from '../lib/rule-for';
import { encodeContext } from '../voice/call-context';
import { keysOf } from '../voice/play-treatment';
import type { ActOutcome } from './act-outcome';
import { unhold } from './call-acts';
import { currentCall, currentRecording, isTranscribed, RECORDING_REF, TRANSCRIPT_REF } from './call-ref';
import { keyOf, type ActOf, type Doing } from './doing';
import { newRecording } from './recording-acts';

/**
 * Customer and agent hear each other from now on. The keys of the wait mean nothing any more (a card number keyed to an
 * agent is nobody's business), and the recording begins if the queue records and the caller does not mind: what goes
 * wrong with it does not touch the call.
 */
export async function bridge(doing: Doing, act: ActOf<'bridge'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const bridged = await unhold(doing);
  const visit = stored.interaction.segments.find(({ agentId }) => agentId === act.agentId)?.visit;
  const callRef = currentCall(stored);
  if (bridged.kind !== 'done' || visit === undefined || callRef === undefined) return bridged;
  const step = (what: string) => ({
    callRef,
    key: `${keyOf(doing)}/${what}`,
    context: encodeContext({ kind: 'other' }),
  });
  if ((await keysOf(deps, stored, visit)).size > 0)
    await deps.voice.stopKeys(step('keys'), customerOnLine(doing.stored.interaction));
  return { ...bridged, refs: { ...bridged.refs, ...(await record(doing, visit, step)) } };
}

type StepOf = (what: string) => { readonly callRef: string; readonly key: string; readonly context: string };
type Refs = Readonly<Record<string, string>>;

/** What runs from now on, for the refs. A recording that runs from an earlier agent goes on, or ends. */
async function record(doing: Doing, visit: QueueVisit, step: StepOf): Promise<Refs> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const rules = config.queues.get(visit.queueId)?.recording ?? null;
  const running = currentRecording(stored);
  if (rules === null || !isRecorded(rules, variablesOf(visit))) {
    if (running === undefined) return {};
    await deps.voice.stopRecording(step('stop'), running);
    return { [RECORDING_REF]: '', ...(await writeDown(doing, false, visit, step)) };
  }
  if (running !== undefined) return writeDown(doing, rules.transcribe, visit, step);
  if (rules.when === 'announced') await announce(doing, visit, step);
  const recordingRef = await begin(doing, rules, step);
  if (recordingRef === null) return {};
  return { [RECORDING_REF]: recordingRef, ...(await writeDown(doing, rules.transcribe, visit, step)) };
}

/** What is said is written down, or no more. What goes wrong with it touches neither the call nor its recording. */
async function writeDown(doing: Doing, wanted: boolean, { language }: QueueVisit, step: StepOf): Promise<Refs> {
  const { deps, stored } = doing;
  const isOn = isTranscribed(stored);
  if (wanted === isOn || (wanted && deps.urls.transcript(stored.interaction.facts) === null)) return {};
  const asked = wanted
    ? await deps.voice.startTranscript(step('words'), language)
    : await deps.voice.stopTranscript(step('words'));
  if (asked.kind !== 'done')
    deps.log.error('call not transcribed', { interactionId: stored.interaction.facts.interactionId, why: asked.kind });
  return { [TRANSCRIPT_REF]: wanted && asked.kind === 'done' ? 'on' : '' };
}

async function announce(doing: Doing, { language }: QueueVisit, step: StepOf): Promise<void> {
  const { deps, stored } = doing;
  const { tenantId, configVersion } = stored.interaction.facts;
  const { config } = await deps.configs.at(tenantId, configVersion);
  const text = noticeOf(config, 'recordingAnnounced', language) ?? '';
  const voice = voiceOf(config, language);
  await deps.voice.treat(step('announce'), customerOnLine(doing.stored.interaction), {
    kind: 'say',
    text,
    language,
    voice,
  });
}

async function begin(doing: Doing, { sides, keepForMs }: RecordingRules, step: StepOf): Promise<string | null> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const started = await deps.voice.startRecording(step('record'), deps.urls.callCallback(facts), sides);
  if (started.kind !== 'done' || started.ref === null) {
    deps.log.error('call not recorded', { interactionId: facts.interactionId, why: started.kind });
    return null;
  }
  // A repeat of the act is answered with the same name: what is known of it stays.
  if ((await deps.recordings.find(started.ref)) === undefined)
    await deps.recordings.put(newRecording(deps, started.ref, facts, { of: 'call', keepForMs }));
  return started.ref;
}
