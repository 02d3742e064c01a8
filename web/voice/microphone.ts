import type { CallClient } from '@azure/communication-calling';

/** Asks for the microphone as browsers do, and says what came of it. */
export async function askForMicrophone(client: CallClient): Promise<'granted' | 'denied' | 'none'> {
  const devices = await client.getDeviceManager();
  const { audio } = await devices.askDevicePermission({ audio: true, video: false });
  if (!audio) return 'denied';
  return (await devices.getMicrophones()).length === 0 ? 'none' : 'granted';
}
