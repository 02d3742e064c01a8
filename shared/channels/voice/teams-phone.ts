import { createIdentifierFromRawId } from '@azure/communication-common';
import type { CallChannel } from '../../ports/channels';
import { rawIdOf } from './address';
import { createCalls, type VoiceOptions } from './call';
import { voiceAppOf, type CarriedBy } from './carried-by';
import { withHeaders } from './sip-context';
import { fileSource } from './sources';

export interface TeamsPhoneOptions extends VoiceOptions {
  /** The immutable id of the Communication Services resource, which agents' names in a call carry. */
  readonly resourceId: string;
}

/**
 * Calls to Teams resource accounts, with Teams Phone extensibility: an agent rings in a softphone of ours, as a Teams
 * extension user. Call Automation cannot hold there; it plays music to the customer, and the softphone is neither heard nor hears.
 * https://learn.microsoft.com/azure/communication-services/concepts/interop/tpe/teams-phone-extensibility-capabilities
 */
export const createTeamsPhoneCalls = ({ resourceId, ...options }: TeamsPhoneOptions): CallChannel =>
  createCalls(options, byTeamsPhone(resourceId));

const byTeamsPhone = (resourceId: string): CarriedBy => ({
  inviteOf(callee, { topic, headers }) {
    if ('number' in callee) return { targetParticipant: { phoneNumber: callee.number }, ...withHeaders(headers) };
    // No flow asks for it; the platform refuses it.
    if ('resourceAccountId' in callee) return { targetParticipant: voiceAppOf(callee.resourceAccountId) };
    const { teamsUserId: userId, entraTenantId: tenantId } = callee;
    return { targetParticipant: { userId, tenantId, resourceId }, sourceDisplayName: topic };
  },
  identifierOf(callee) {
    if ('number' in callee) return { phoneNumber: callee.number };
    if ('resourceAccountId' in callee) return voiceAppOf(callee.resourceAccountId);
    return { userId: callee.teamsUserId, tenantId: callee.entraTenantId, resourceId };
  },
  callFrom: ({ from }, to) => ({
    invite: { targetParticipant: { phoneNumber: to } },
    how: { teamsAppSource: voiceAppOf(resourceAccountOf(from)) },
  }),
  holdsApart: false,
  holdBy: (act) => ({
    hold: (step, { customer }, musicUri) =>
      act('hold', step, async (call) => {
        const media = call.getCallMedia();
        const to = [createIdentifierFromRawId(rawIdOf(customer))];
        await media.cancelAllOperations();
        await media.play([fileSource(musicUri)], to, { loop: true, operationContext: step.context });
      }),
    unhold: (step) => act('unhold', step, (call) => call.getCallMedia().cancelAllOperations()),
  }),
});

const RESOURCE_ACCOUNT = '28:orgid:';

/** True for the address of a Teams resource account. */
export const isResourceAccount = (address: string): boolean => address.startsWith(RESOURCE_ACCOUNT);

const resourceAccountOf = (address: string): string => address.slice(RESOURCE_ACCOUNT.length);
