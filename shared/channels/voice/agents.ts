import type { CallConnection } from '@azure/communication-call-automation';

/** Teams shows no more of the topic in the notification of a call. */
const MAX_TOPIC_CHARACTERS = 48;

/** Rings an agent's Teams clients; answers the id of the invitation. */
export async function inviteAgent(
  call: CallConnection,
  agent: { readonly teamsUserId: string },
  { topic, details }: { readonly topic: string; readonly details: string },
  how: { readonly invitationTimeoutInSeconds: number; readonly operationContext: string },
): Promise<string | undefined> {
  const callTopic = topic.slice(0, MAX_TOPIC_CHARACTERS);
  const { invitationId } = await call.addParticipant(
    {
      targetParticipant: { microsoftTeamsUserId: agent.teamsUserId },
      customCallingContext: [{ kind: 'TeamsPhoneCallDetails', callTopic, callContext: details }],
    },
    how,
  );
  return invitationId;
}
