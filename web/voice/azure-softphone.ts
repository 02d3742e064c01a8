import { CallClient, type Call, type IncomingCall } from '@azure/communication-calling';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { askForMicrophone } from './microphone';
import type { RingingCall, SoftphoneCall, SoftphoneSdk } from './softphone';

/** What an agent lets the softphone do with their token: https://learn.microsoft.com/azure/communication-services/quickstarts/tpe/teams-phone-extensibility-access-teams-phone. */
export const SOFTPHONE_SCOPE = 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls';

/** The credential asks for a new token when this one is over; whoever signs people in keeps it for as long as it is good. */
const ASK_AGAIN_MS = 5 * 60_000;

/** The real Calling SDK, for Teams Phone extensibility. `endpoint` is that of the Communication Services resource. */
export function createAzureSoftphone(endpoint: string): SoftphoneSdk {
  const client = new CallClient();
  return {
    askForMicrophone: () => askForMicrophone(client),
    async signIn(getToken, onRinging) {
      const credential = new AzureCommunicationTokenCredential({
        resourceEndpoint: endpoint,
        tokenCredential: {
          getToken: async () => ({ token: await getToken(), expiresOnTimestamp: Date.now() + ASK_AGAIN_MS }),
        },
        scopes: [SOFTPHONE_SCOPE],
      });
      const agent = await client.createCallAgent(credential);
      agent.on('incomingCall', ({ incomingCall }) => onRinging(ringing(incomingCall)));
      return {
        async dispose() {
          await agent.dispose();
          credential.dispose();
        },
      };
    },
  };
}

const ringing = (incoming: IncomingCall): RingingCall => ({
  from: incoming.callerInfo.displayName ?? '',
  accept: async () => answered(await incoming.accept()),
  onEnded: (listener) => incoming.on('callEnded', listener),
});

const answered = (call: Call): SoftphoneCall => ({
  mute: () => call.mute(),
  unmute: () => call.unmute(),
  muteIncomingAudio: () => call.muteIncomingAudio(),
  unmuteIncomingAudio: () => call.unmuteIncomingAudio(),
  onEnded: (listener) =>
    call.on('stateChanged', () => {
      if (call.state === 'Disconnected') listener();
    }),
});
