import { CallAutomationClient, type CallConnection } from '@azure/communication-call-automation';
import { createIdentifierFromRawId, type CommunicationIdentifier } from '@azure/communication-common';
import type { Prompt } from '../../core/interaction/acts';
import type { Callee, CallChannel, CallResult, CallStep } from '../../ports/channels';
import { clientOptions, type AcsAccess } from '../azure-client';
import { rawIdOf, type VoiceAddress } from './address';
import { identifierOfCallee, inviteCallee } from './callee';
import { recognizeOptions } from './gather';
import { outcomeOf } from './outcome';
import { createRepeatability } from './repeatability-policy';
import { fileSource, playToAll, promptSource, textSource } from './sources';
import { recordingOperations } from './recording';

export interface AcsVoiceOptions extends AcsAccess {
  /** The Azure AI services resource that speaks and understands: `https://<name>.cognitiveservices.azure.com`. */
  readonly cognitiveServicesEndpoint: string;
}

/** Safe to repeat where the request carries a repeatability id; a prompt said twice interrupts itself. */
const RETRIES = 2;

/** Calls over ACS Call Automation; an agent rings in their own Teams client. */
export function createAcsCalls(options: AcsVoiceOptions): CallChannel {
  const { client, under } = createClient(options);
  const on = (name: string, step: CallStep, request: (call: CallConnection) => Promise<string | undefined>) =>
    under({ name, key: step.key }, () => outcomeOf(() => request(client.getCallConnection(step.callRef))));
  const act = (name: string, step: CallStep, request: (call: CallConnection) => Promise<unknown>) =>
    on(name, step, async (call) => {
      await request(call);
      return undefined;
    });

  return {
    answer: ({ key, incomingCallContext, callbackUrl }) =>
      under({ name: 'answer', key }, () =>
        outcomeOf(async () => {
          const { cognitiveServicesEndpoint } = options;
          const how = { operationContext: key, callIntelligenceOptions: { cognitiveServicesEndpoint } };
          const { callConnectionProperties } = await client.answerCall(incomingCallContext, callbackUrl, how);
          return callConnectionProperties.callConnectionId;
        }),
      ),
    reject: ({ incomingCallContext }) =>
      outcomeOf(async () => {
        await client.rejectCall(incomingCallContext, { callRejectReason: 'forbidden' });
        return undefined;
      }),
    prompt: (step, customer, prompt) => act('prompt', step, (call) => promptOn(call, step, customer, prompt)),
    treat: (step, _customer, piece) =>
      act('treat', step, (call) =>
        piece.kind === 'music'
          ? playToAll(call, fileSource(piece.uri), step.context)
          : playToAll(call, textSource([piece.text], piece.language, piece.voice), step.context),
      ),
    ...holdOperations(act),
    ring: (step, callee, context, invitationTimeoutInSeconds) =>
      on('ring', step, (call) =>
        inviteCallee(call, callee, context, { invitationTimeoutInSeconds, operationContext: step.context }),
      ),
    remove: (step, callee, invitationRef) => removeCallee(act, step, callee, invitationRef),
    ...keyOperations(act),
    ...recordingOperations(client, under, options),
    ...outwardOperations(client, { under, act, cognitiveServicesEndpoint: options.cognitiveServicesEndpoint }),
    hangUp: (step) => act('hangUp', step, (call) => call.hangUp(true)),
  };
}

/** Music for the customer alone, and their voice again. */
const holdOperations = (act: Act): Pick<CallChannel, 'hold' | 'unhold'> => ({
  hold: (step, customer, musicUri) =>
    act('hold', step, async (call) => {
      const media = call.getCallMedia();
      const how = { playSource: fileSource(musicUri), operationContext: step.context };
      // What plays to all, the music of the queue first of all, would go on under the voices after the hold.
      await media.cancelAllOperations();
      await media.hold(identifierOf(customer), how);
    }),
  unhold: (step, customer) =>
    act('unhold', step, (call) =>
      call.getCallMedia().unhold(identifierOf(customer), { operationContext: step.context }),
    ),
});

/** Keys that count whatever plays. */
const keyOperations = (act: Act): Pick<CallChannel, 'startKeys' | 'stopKeys'> => ({
  startKeys: (step, customer) =>
    act('startKeys', step, (call) =>
      call.getCallMedia().startContinuousDtmfRecognition(identifierOf(customer), { operationContext: step.context }),
    ),
  stopKeys: (step, customer) =>
    act('stopKeys', step, (call) =>
      call.getCallMedia().stopContinuousDtmfRecognition(identifierOf(customer), { operationContext: step.context }),
    ),
});

interface Outward {
  readonly under: ReturnType<typeof createRepeatability>['under'];
  readonly act: Act;
  readonly cognitiveServicesEndpoint: string;
}

/** Calls to numbers: ours to a customer, and the caller's to somebody else. */
const outwardOperations = (
  client: CallAutomationClient,
  { under, act, cognitiveServicesEndpoint }: Outward,
): Pick<CallChannel, 'dial' | 'transfer'> => ({
  dial: ({ key, from, to, callbackUrl }) =>
    under({ name: 'dial', key }, () =>
      outcomeOf(async () => {
        const how = { operationContext: key, callIntelligenceOptions: { cognitiveServicesEndpoint } };
        const invite = { targetParticipant: { phoneNumber: to }, sourceCallIdNumber: { phoneNumber: from } };
        const { callConnectionProperties } = await client.createCall(invite, callbackUrl, how);
        return callConnectionProperties.callConnectionId;
      }),
    ),
  transfer: (step, to) =>
    act('transfer', step, (call) =>
      call.transferCallToParticipant({ phoneNumber: to }, { operationContext: step.context }),
    ),
});

function createClient(options: AcsVoiceOptions) {
  const { policy, under } = createRepeatability();
  const how = clientOptions(options, RETRIES, policy);
  return { client: new CallAutomationClient(options.endpoint, options.credential, how), under };
}

const identifierOf = (address: VoiceAddress): CommunicationIdentifier => createIdentifierFromRawId(rawIdOf(address));

function promptOn(
  call: CallConnection,
  { context }: CallStep,
  customer: VoiceAddress,
  prompt: Prompt,
): Promise<unknown> {
  const { say, spoken, language, gather } = prompt;
  const isSilent = say.length === 0 && spoken === null;
  if (!gather) return playToAll(call, promptSource(prompt), context);
  const playPrompt = isSilent ? null : promptSource(prompt);
  const how = recognizeOptions(gather, { playPrompt, language, context });
  return call.getCallMedia().startRecognizing(identifierOf(customer), how);
}

type Act = (name: string, step: CallStep, request: (call: CallConnection) => Promise<unknown>) => Promise<CallResult>;

/** A ringing is cancelled first; the agent may have answered in the meantime, so the leg is removed as well. */
async function removeCallee(
  act: Act,
  step: CallStep,
  callee: Callee,
  invitationRef: string | null,
): Promise<CallResult> {
  const how = { operationContext: step.context };
  const removeLeg = () => act('remove', step, (call) => call.removeParticipant(identifierOfCallee(callee), how));
  if (invitationRef === null) return removeLeg();
  const cancelled = await act('cancelRing', step, (call) => call.cancelAddParticipantOperation(invitationRef, how));
  if (cancelled.kind === 'failed' && cancelled.retryable) return cancelled;
  const removed = await removeLeg();
  if (removed.kind === 'done' || (removed.kind === 'failed' && removed.retryable)) return removed;
  // That there is no such leg, or no such call, is what was asked for.
  return cancelled;
}
