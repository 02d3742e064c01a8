import type { CallConnection, CallInvite } from '@azure/communication-call-automation';
import type { CommunicationIdentifier } from '@azure/communication-common';
import type { Callee } from '../../ports/channels';

/** Teams shows no more of the topic in the notification of a call. */
const MAX_TOPIC_CHARACTERS = 48;

/** Rings a Teams user's clients or a telephone; answers the id of the invitation. */
export async function inviteCallee(
  call: CallConnection,
  callee: Callee,
  context: { readonly topic: string; readonly details: string },
  how: { readonly invitationTimeoutInSeconds: number; readonly operationContext: string },
): Promise<string | undefined> {
  const { invitationId } = await call.addParticipant(inviteOf(callee, context), how);
  return invitationId;
}

function inviteOf(
  callee: Callee,
  { topic, details }: { readonly topic: string; readonly details: string },
): CallInvite {
  if ('number' in callee)
    return { targetParticipant: { phoneNumber: callee.number }, sourceCallIdNumber: { phoneNumber: callee.from } };
  const callTopic = topic.slice(0, MAX_TOPIC_CHARACTERS);
  return {
    targetParticipant: { microsoftTeamsUserId: callee.teamsUserId },
    customCallingContext: [{ kind: 'TeamsPhoneCallDetails', callTopic, callContext: details }],
  };
}

/** As Call Automation names them. */
export const identifierOfCallee = (callee: Callee): CommunicationIdentifier =>
  'number' in callee ? { phoneNumber: callee.number } : { microsoftTeamsUserId: callee.teamsUserId };
