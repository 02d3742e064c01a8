import { createIdentifierFromRawId } from '@azure/communication-common';
import type { CallChannel } from '../../ports/channels';
import { rawIdOf } from './address';
import { createCalls, type VoiceOptions } from './call';
import { MAX_TOPIC_CHARACTERS, voiceAppOf, type Act, type CarriedBy } from './carried-by';
import { withHeaders } from './sip-context';
import { fileSource } from './sources';

/** Calls to numbers of Communication Services and of Direct Routing; an agent rings in their own Teams client. */
export const createAcsCalls = (options: VoiceOptions): CallChannel => createCalls(options, BY_COMMUNICATION_SERVICES);

const BY_COMMUNICATION_SERVICES: CarriedBy = {
  inviteOf(callee, { topic, details, headers }) {
    if ('number' in callee)
      return {
        targetParticipant: { phoneNumber: callee.number },
        sourceCallIdNumber: { phoneNumber: callee.callerId ?? callee.from },
        ...withHeaders(headers),
      };
    const callTopic = topic.slice(0, MAX_TOPIC_CHARACTERS);
    return {
      targetParticipant:
        'resourceAccountId' in callee
          ? voiceAppOf(callee.resourceAccountId)
          : { microsoftTeamsUserId: callee.teamsUserId },
      customCallingContext: [{ kind: 'TeamsPhoneCallDetails', callTopic, callContext: details }],
    };
  },
  identifierOf(callee) {
    if ('number' in callee) return { phoneNumber: callee.number };
    if ('resourceAccountId' in callee) return voiceAppOf(callee.resourceAccountId);
    return { microsoftTeamsUserId: callee.teamsUserId };
  },
  callFrom: ({ from, callerId }, to) => ({
    invite: { targetParticipant: { phoneNumber: to }, sourceCallIdNumber: { phoneNumber: callerId ?? from } },
    how: {},
  }),
  holdsApart: true,
  holdBy: (act: Act) => ({
    hold: (step, { customer }, musicUri) =>
      act('hold', step, async (call) => {
        const media = call.getCallMedia();
        const how = { playSource: fileSource(musicUri), operationContext: step.context };
        // What plays to all, the music of the queue first of all, would go on under the voices after the hold.
        await media.cancelAllOperations();
        await media.hold(createIdentifierFromRawId(rawIdOf(customer)), how);
      }),
    unhold: (step, { customer }) =>
      act('unhold', step, (call) =>
        call.getCallMedia().unhold(createIdentifierFromRawId(rawIdOf(customer)), { operationContext: step.context }),
      ),
  }),
};
