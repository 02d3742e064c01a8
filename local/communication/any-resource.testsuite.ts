import { clientsOf, startTrial, type Trial } from './trial.testsuite';

/** What a real resource can be asked for too. */
export type AnyResource = Pick<
  Trial,
  'url' | 'identities' | 'newUser' | 'chatAs' | 'sms' | 'email' | 'stop' | 'options'
>;

const { COMMUNICATION_ENDPOINT: endpoint = '', COMMUNICATION_KEY: accessKey = '' } = process.env;

/** Where the environment names a resource by endpoint and key the suite is tried on that one. */
export const isReal = endpoint !== '' && accessKey !== '';

export async function openResource(): Promise<AnyResource> {
  if (!isReal) return startTrial();
  const url = endpoint.replace(/\/$/, '');
  const clients = clientsOf({ url, accessKey, options: {} });
  const made: string[] = [];
  return {
    ...clients,
    url,
    async newUser(scopes) {
      const user = await clients.newUser(scopes);
      made.push(user.id);
      return user;
    },
    // What users wrote goes with the resource's retention; nothing was sent to anybody.
    async stop() {
      for (const communicationUserId of made) await clients.identities.deleteUser({ communicationUserId });
    },
  };
}
