import { CallClient, type Call } from '@azure/communication-calling';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { askForMicrophone } from './microphone';
import type { SdkCall, VoiceSdk } from './voice-sdk';

/** The real Calling SDK. A page makes one: the SDK allows one client of calls at a time. */
export function createAzureVoiceSdk(): VoiceSdk {
  const client = new CallClient();
  return {
    askForMicrophone: () => askForMicrophone(client),
    async createAgent(getToken, displayName) {
      const credential = new AzureCommunicationTokenCredential({ tokenRefresher: getToken, refreshProactively: true });
      const agent = await client.createCallAgent(credential, { displayName });
      return {
        call: (callee) => asSdkCall(agent.startCall([callee])),
        async dispose() {
          await agent.dispose();
          credential.dispose();
        },
      };
    },
  };
}

/** The SDK's own overloads name a listener type for each event; ours need nothing of what they are given. */
function asSdkCall(call: Call): SdkCall {
  return call;
}
