import { CallAutomationClient, type CallConnection } from '@azure/communication-call-automation';
import { createIdentifierFromRawId, type CommunicationIdentifier } from '@azure/communication-common';
import type { Prompt } from '../../core/interaction/acts';
import type { CallChannel, CallResult, CallStep } from '../../ports/channels';
import { clientOptions, type AcsAccess } from '../azure-client';
import { rawIdOf, type VoiceAddress } from './address';
import type { Act, CarriedBy } from './carried-by';
import { recognizeOptions } from './gather';
import { outcomeOf } from './outcome';
import { createRepeatability } from './repeatability-policy';
import { fileSource, playToAll, promptSource, textSource } from './sources';
import { recordingOperations } from './recording';
import { withHeaders } from './sip-context';
import { transcriptOperations, transcriptOptions } from './transcript';

export interface VoiceOptions extends AcsAccess {
  /** The Azure AI services resource that speaks and understands: `https://<name>.cognitiveservices.azure.com`. */
  readonly cognitiveServicesEndpoint: string;
}

/** Safe to repeat where the request carries a repeatability id; a prompt said twice interrupts itself. */
const RETRIES = 2;

/** Calls over Call Automation, as their carrier lets it. */
export function createCalls(options: VoiceOptions, carriedBy: CarriedBy): CallChannel {
  const { client, under } = createClient(options);
  const on = (name: string, step: CallStep, request: (call: CallConnection) => Promise<string | undefined>) =>
    under({ name, key: step.key }, () => outcomeOf(() => request(client.getCallConnection(step.callRef))));
  const act = (name: string, step: CallStep, request: (call: CallConnection) => Promise<unknown>) =>
    on(name, step, async (call) => {
      await request(call);
      return undefined;
    });

  return {
    answer: ({ key, incomingCallContext, callbackUrl, transcript }) =>
      under({ name: 'answer', key }, () =>
        outcomeOf(async () => {
          const { cognitiveServicesEndpoint } = options;
          const speaking = { operationContext: key, callIntelligenceOptions: { cognitiveServicesEndpoint } };
          const how = { ...speaking, ...transcriptOptions(transcript) };
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
    ...carriedBy.holdBy(act),
    holdsApart: () => carriedBy.holdsApart,
    ring: (step, callee, context, invitationTimeoutInSeconds) =>
      on('ring', step, async (call) => {
        const how = { invitationTimeoutInSeconds, operationContext: step.context };
        return (await call.addParticipant(carriedBy.inviteOf(callee, context), how)).invitationId;
      }),
    remove: (step, callee, invitationRef) => removeCallee(act, step, carriedBy.identifierOf(callee), invitationRef),
    ...keyOperations(act),
    ...transcriptOperations(act),
    ...recordingOperations(client, under, options),
    ...outwardOperations(client, { under, act, carriedBy, speech: options.cognitiveServicesEndpoint }),
    hangUp: (step) => act('hangUp', step, (call) => call.hangUp(true)),
  };
}

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
  readonly carriedBy: CarriedBy;
  /** The AI services resource. */
  readonly speech: string;
}

/** Calls to numbers: ours to a customer, and the caller's to somebody else. */
const outwardOperations = (
  client: CallAutomationClient,
  { under, act, carriedBy, speech: cognitiveServicesEndpoint }: Outward,
): Pick<CallChannel, 'dial' | 'transfer'> => ({
  dial: ({ key, from, callerId, to, callbackUrl, transcript }) =>
    under({ name: 'dial', key }, () =>
      outcomeOf(async () => {
        const { invite, how } = carriedBy.callFrom({ from, callerId }, to);
        const speaking = { operationContext: key, callIntelligenceOptions: { cognitiveServicesEndpoint } };
        const all = { ...speaking, ...transcriptOptions(transcript), ...how };
        const { callConnectionProperties } = await client.createCall(invite, callbackUrl, all);
        return callConnectionProperties.callConnectionId;
      }),
    ),
  transfer: (step, { to, callerId, headers }) =>
    act('transfer', step, (call) =>
      call.transferCallToParticipant(
        { phoneNumber: to },
        {
          operationContext: step.context,
          ...(callerId !== null && { sourceCallIdNumber: { phoneNumber: callerId } }),
          ...withHeaders(headers),
        },
      ),
    ),
});

function createClient(options: VoiceOptions) {
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

/** A ringing is cancelled first; the agent may have answered in the meantime, so the leg is removed as well. */
async function removeCallee(
  act: Act,
  step: CallStep,
  identifier: CommunicationIdentifier,
  invitationRef: string | null,
): Promise<CallResult> {
  const how = { operationContext: step.context };
  const removeLeg = () => act('remove', step, (call) => call.removeParticipant(identifier, how));
  if (invitationRef === null) return removeLeg();
  const cancelled = await act('cancelRing', step, (call) => call.cancelAddParticipantOperation(invitationRef, how));
  if (cancelled.kind === 'failed' && cancelled.retryable) return cancelled;
  const removed = await removeLeg();
  if (removed.kind === 'done' || (removed.kind === 'failed' && removed.retryable)) return removed;
  // That there is no such leg, or no such call, is what was asked for.
  return cancelled;
}
