import type { Act, LastWords, Prompt } from '../../core/interaction/acts';
import { customerOnLine } from '../../core/interaction/state';
import type { CallResult, CallStep } from '../../ports/channels';
import { changeInteraction } from '../lib/change-interaction';
import { agentOf } from '../lib/live-configs';
import { leaveInteraction } from '../leave-interaction';
import { stepFlow } from '../walk-flow';
import { encodeContext, type CallContext } from '../voice/call-context';
import { aboutCall } from '../voice/about-call';
import { calleeOfPerson } from '../voice/callee-of';
import { keysOf, playTreatment } from '../voice/play-treatment';
import { DONE, fromCall, type ActOutcome } from './act-outcome';
import { callRef, currentCall, currentRecording, isTranscribed, RECORDING_REF, TRANSCRIPT_REF } from './call-ref';
import { keyOf, type ActOf, type Doing } from './doing';
import { transcriptTarget } from './transcript-acts';

/** The invitation of an agent's leg, in the interaction's refs. */
export const ringRef = (agentId: string): string => `ring:${agentId}`;

/** A phone rings for so long at the agent before the customer is offered to someone else; Teams' own voicemail takes the call at 20 s. */
const RING_SECONDS = 15;

/** Answers at once: Event Grid and the caller leave 30 seconds. */
export async function answer(doing: Doing, act: ActOf<'answerCall'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const result = await deps.voice.answer({
    key: keyOf(doing),
    incomingCallContext: act.incomingCallContext,
    callbackUrl: deps.urls.callCallback(facts),
    transcript: await transcriptTarget(deps, facts),
  });
  return fromCall(result, callRef(0), { gone: () => callIsGone(doing), failed: () => callIsGone(doing) });
}

const callIsGone = ({ deps, stored }: Doing) => leaveInteraction(deps, stored.interaction.facts, 'customerLeft');

/** Runs a step on the call of the interaction; before it is answered there is none to run it on. */
export async function onCall(
  doing: Doing,
  context: CallContext,
  run: (step: CallStep, customer: string) => Promise<CallResult>,
  refKey: string | null = null,
  failed?: () => Promise<unknown>,
): Promise<ActOutcome> {
  const customerAddress = customerOnLine(doing.stored.interaction);
  const runWith = (callRef: string) =>
    run({ callRef, key: keyOf(doing), context: encodeContext(context) }, customerAddress);
  return onCallStep(doing, runWith, refKey, failed);
}

async function onCallStep(
  doing: Doing,
  run: (callRef: string) => Promise<CallResult>,
  refKey: string | null = null,
  failed?: () => Promise<unknown>,
): Promise<ActOutcome> {
  const callRef = currentCall(doing.stored);
  if (callRef === undefined) return { kind: 'later', why: 'the call is not answered yet' };
  const gone = MEANS_GONE.has(doing.open.act.kind) ? { gone: () => callIsGone(doing) } : {};
  return fromCall(await run(callRef), refKey, { ...gone, ...(failed ? { failed } : {}) });
}

/** Acts on the call or its caller. For the others an agent's leg may be what is gone. */
const MEANS_GONE: ReadonlySet<Act['kind']> = new Set<Act['kind']>([
  'prompt',
  'startTreatment',
  'holdCustomer',
  'ringAgent',
]);

/** Says what the flow says and listens for the answer. Keys that nobody may know are asked for only when no recording hears them. */
export async function prompt(doing: Doing, act: ActOf<'prompt'>): Promise<ActOutcome> {
  const unheard = act.prompt.purpose === 'capture' ? await endRecording(doing, act.prompt.turn) : DONE;
  if (unheard.kind !== 'done' || unheard.next !== undefined) return unheard;
  const put = await onCall(doing, { kind: act.prompt.purpose, turn: act.prompt.turn }, (step, customer) =>
    doing.deps.voice.prompt(step, customer, heard(doing, act.prompt)),
  );
  return put.kind === 'done' ? { ...put, refs: { ...unheard.refs, ...put.refs } } : put;
}

/** A recording goes on while a caller waits for another agent: it must not hear keys that nobody may know. */
async function endRecording({ deps, stored, ...doing }: Doing, turn: number): Promise<ActOutcome> {
  const recording = currentRecording(stored);
  const call = currentCall(stored);
  if (recording === undefined || call === undefined) return DONE;
  const context = encodeContext({ kind: 'other' });
  const key = `${keyOf({ deps, stored, ...doing })}/stop`;
  if (isTranscribed(stored)) await deps.voice.stopTranscript({ callRef: call, key: `${key}/words`, context });
  const stopped = await deps.voice.stopRecording({ callRef: call, key, context }, recording);
  if (stopped.kind !== 'failed') return { kind: 'done', refs: { [RECORDING_REF]: '', [TRANSCRIPT_REF]: '' } };
  if (stopped.retryable) return { kind: 'later', why: stopped.detail };
  const failed = () => stepFlow(deps, stored.interaction.facts, { kind: 'captureFailed', turn });
  return { kind: 'done', next: failed };
}

export const farewell = (doing: Doing, act: ActOf<'farewell'>): Promise<ActOutcome> =>
  onCall(doing, { kind: 'farewell' }, (step, customer) =>
    doing.deps.voice.prompt(step, customer, heard(doing, lastPrompt(act.words))),
  );

const lastPrompt = ({ texts: say, ...words }: LastWords): Prompt => ({
  ...words,
  say,
  turn: 0,
  gather: null,
  purpose: 'flow',
});

/** Recordings stand beside our own music unless their address is whole. */
function heard({ deps }: Doing, prompt: Prompt): Prompt {
  const { spoken } = prompt;
  if (spoken?.kind !== 'audio') return prompt;
  return { ...prompt, spoken: { kind: 'audio', file: new URL(spoken.file, deps.urls.music).href } };
}

/** Keys count for as long as the caller waits: listening for them does not stop the music. */
export const startTreatment = (doing: Doing, act: ActOf<'startTreatment'>): Promise<ActOutcome> =>
  onCallStep(doing, async (callRef) => {
    const { deps, stored } = doing;
    const key = keyOf(doing);
    if ((await keysOf(deps, stored, act.visit)).size > 0) {
      const context = encodeContext({ kind: 'keys', visitId: act.visit.visitId });
      await deps.voice.startKeys({ callRef, key: `${key}/keys`, context }, customerOnLine(stored.interaction));
    }
    return playTreatment(deps, stored, { visit: act.visit, callRef, key, before: null });
  });

/** Their keys are theirs again: a card number said to an agent is nobody's business. */
export const stopKeys = (doing: Doing): Promise<ActOutcome> =>
  onCall(doing, { kind: 'other' }, (step, customer) => doing.deps.voice.stopKeys(step, customer));

/** The customer hears music and nobody hears the customer: so the agent's leg can join unheard until Connect. */
export const hold = (doing: Doing): Promise<ActOutcome> =>
  onCall(doing, { kind: 'other' }, (step, customer) =>
    doing.deps.voice.hold(step, sidesOf(doing, customer), doing.deps.urls.music),
  );

/** Takes the customer back from the music. */
export const unhold = (doing: Doing): Promise<ActOutcome> =>
  onCall(doing, { kind: 'other' }, (step, customer) => doing.deps.voice.unhold(step, sidesOf(doing, customer)));

const sidesOf = ({ stored }: Doing, customer: string) => ({ customer, ours: stored.interaction.facts.ourAddress });

/** Rings the agent who accepted. */
export async function ring(doing: Doing, act: ActOf<'ringAgent'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const agent = await agentOf(deps, facts.tenantId, act.agentId);
  const context = { ...aboutCall(facts), headers: [] };
  const { agentId, assignmentId } = act;
  const failed = () =>
    changeInteraction(deps, facts, () => ({
      type: 'failConnect',
      at: deps.clock.now(),
      agentId,
      failure: 'notAnswered',
    }));
  if (agent === undefined) return { kind: 'done', next: failed };
  return onCall(
    doing,
    { kind: 'ring', agentId, assignmentId },
    async (step) => deps.voice.ring(step, await calleeOfPerson(deps, facts, agent), context, RING_SECONDS),
    ringRef(agentId),
    failed,
  );
}

/** Takes an agent out of the call, or stops ringing them. */
export async function remove(doing: Doing, act: ActOf<'removeAgent'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const agent = await agentOf(deps, facts.tenantId, act.agentId);
  if (agent === undefined) return DONE;
  const callee = await calleeOfPerson(deps, facts, agent);
  const invitation = stored.refs[ringRef(act.agentId)] ?? null;
  return onCall(doing, { kind: 'other' }, (step) => deps.voice.remove(step, callee, invitation));
}

/** Ends the call once its last words were heard; one that never was is not there to be ended. */
export async function hangUp(doing: Doing, act: ActOf<'hangUp'>): Promise<ActOutcome> {
  if (act.notBefore > doing.deps.clock.now()) {
    return { kind: 'later', why: 'last words are being heard', notBefore: act.notBefore };
  }
  const call = doing.stored.refs[callRef(act.call)];
  if (call === undefined) return DONE;
  const context = encodeContext({ kind: 'other' });
  return fromCall(await doing.deps.voice.hangUp({ callRef: call, key: keyOf(doing), context }), null);
}
