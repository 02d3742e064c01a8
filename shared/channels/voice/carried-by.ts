import type { CallConnection, CallInvite, CreateCallOptions } from '@azure/communication-call-automation';
import type { CommunicationIdentifier, MicrosoftTeamsAppIdentifier } from '@azure/communication-common';
import type { CallAbout, Callee, CallChannel, CallResult, CallStep } from '../../ports/channels';

/** Does something on the call of a step. */
export type Act = (
  name: string,
  step: CallStep,
  request: (call: CallConnection) => Promise<unknown>,
) => Promise<CallResult>;

/** Teams shows no more of the topic in the notification of a call. */
export const MAX_TOPIC_CHARACTERS = 48;

/**
 * How Call Automation names a Teams auto attendant or call queue. Since 1.6 invitations take one; that real ones answer is to be
 * proven on a live tenant (https://github.com/Azure/azure-sdk-for-net/pull/55159).
 */
export const voiceAppOf = (resourceAccountId: string): MicrosoftTeamsAppIdentifier => ({
  teamsAppId: resourceAccountId,
  cloud: 'public',
});

/** What differs between those who carry calls; all else Call Automation does alike. */
export interface CarriedBy {
  /** How somebody is rung. */
  inviteOf(callee: Callee, context: CallAbout): CallInvite;
  /** How Call Automation names somebody who is in the call. */
  identifierOf(callee: Callee): CommunicationIdentifier;
  /** How a call of ours to a customer says who calls. */
  callFrom(
    ours: { readonly from: string; readonly callerId: string | null },
    to: string,
  ): { readonly invite: CallInvite; readonly how: Pick<CreateCallOptions, 'teamsAppSource'> };
  /** Whether whoever hears that music hears nothing else. */
  readonly holdsApart: boolean;
  /** Music for the customer alone, and their voice again. */
  holdBy(act: Act): Pick<CallChannel, 'hold' | 'unhold'>;
}
