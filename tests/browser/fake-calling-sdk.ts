/** Stands for the Calling SDK, whose own services are Microsoft's: it rings when the test says so. */
export const FAKE_SDK = `
  const heard = { agent: true, customer: true };
  export const SOFTPHONE_SCOPE = 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls';
  export const createAzureSoftphone = (endpoint) => ({
    askForMicrophone: async () => 'granted',
    async signIn(getToken, onRinging) {
      const answer = await fetch(endpoint + '/access/teamsExtension/:exchangeAccessToken?api-version=2025-06-30', {
        method: 'POST', headers: { authorization: 'Bearer ' + (await getToken()) }, body: '{}' });
      if (!answer.ok) throw new Error('not assigned');
      globalThis.softphone = { heard, ring: (from) => onRinging({ from, onEnded() {}, accept: async () => ({
        mute: async () => { heard.agent = false; }, unmute: async () => { heard.agent = true; },
        muteIncomingAudio: async () => { heard.customer = false; },
        unmuteIncomingAudio: async () => { heard.customer = true; },
        onEnded(listener) { globalThis.softphone.end = listener; } }) }) };
      return { dispose: async () => {} };
    },
  });`;
