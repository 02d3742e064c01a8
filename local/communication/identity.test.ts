import { CommunicationIdentityClient } from '@azure/communication-identity';
import { ENTRA_TOKEN, NOON, RESOURCE_ID, startTrial, type Trial } from './trial.testsuite';
import { listOf } from './chat/thread.testsuite';

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial();
});
afterAll(() => trial.stop());

const HOUR_MS = 3_600_000;
test('a user is of the resource, and each is another', async () => {
  const first = await trial.identities.createUser();
  const second = await trial.identities.createUser();
  expect(first.communicationUserId).toMatch(new RegExp(`^8:acs:${RESOURCE_ID}_[0-9a-f-]{36}$`));
  expect(second.communicationUserId).not.toBe(first.communicationUserId);
});

test('a token says how long it is valid, by the local clock', async () => {
  const user = await trial.identities.createUser();
  const day = await trial.identities.getToken(user, ['chat']);
  const hour = await trial.identities.getToken(user, ['chat', 'voip'], { tokenExpiresInMinutes: 60 });
  expect(day.expiresOn.getTime()).toBe(NOON + 24 * HOUR_MS);
  expect(hour.expiresOn.getTime()).toBe(NOON + HOUR_MS);
});

test('a revoked token is refused, and one issued afterwards is taken', async () => {
  const { id, chat } = await trial.newUser();
  expect(await listOf(chat.listChatThreads())).toEqual([]);
  await trial.identities.revokeTokens({ communicationUserId: id });
  await expect(listOf(chat.listChatThreads())).rejects.toMatchObject({ statusCode: 401 });
  const { token } = await trial.identities.getToken({ communicationUserId: id }, ['chat']);
  expect(await listOf(trial.chatAs(token).listChatThreads())).toEqual([]);
});

test('the token of a deleted user is refused', async () => {
  const { id, chat } = await trial.newUser();
  await trial.identities.deleteUser({ communicationUserId: id });
  await expect(listOf(chat.listChatThreads())).rejects.toMatchObject({ statusCode: 401 });
});

test('a token ends when the clock says so', async () => {
  const late = await startTrial();
  const { chat } = await late.newUser();
  await late.step(24 * HOUR_MS - 1);
  expect(await listOf(chat.listChatThreads())).toEqual([]);
  await late.step(1);
  await expect(listOf(chat.listChatThreads())).rejects.toMatchObject({ statusCode: 401 });
  await late.stop();
});

describe('who may act for the resource', () => {
  const entra = (token: string) => ({
    getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  });

  test('an Entra identity', async () => {
    const client = new CommunicationIdentityClient(trial.url, entra(ENTRA_TOKEN.token), trial.options);
    expect((await client.createUser()).communicationUserId).toMatch(/^8:acs:/);
  });

  test('nobody whose token Entra did not issue', async () => {
    const client = new CommunicationIdentityClient(trial.url, entra('forged'), trial.options);
    await expect(client.createUser()).rejects.toMatchObject({ statusCode: 401 });
  });

  test('nobody who changed what was signed', async () => {
    const tamper = {
      policy: {
        name: 'tamper',
        sendRequest: (request: { body?: unknown }, next: (request: never) => Promise<never>) => {
          request.body = JSON.stringify({ createTokenWithScopes: ['voip'] });
          return next(request as never);
        },
      },
      position: 'perRetry' as const,
    };
    const options = { ...trial.options, additionalPolicies: [...trial.options.additionalPolicies, tamper] };
    const client = new CommunicationIdentityClient(trial.connection, options);
    // The signing policy runs before those that run per retry, so the body changes after it.
    await expect(client.createUser()).rejects.toMatchObject({ statusCode: 401 });
  });
});

test('what is not emulated says so', async () => {
  const teams = trial.identities.getTokenForTeamsUser({ teamsUserAadToken: 'x', clientId: 'x', userObjectId: 'x' });
  await expect(teams).rejects.toMatchObject({
    statusCode: 501,
    message: expect.stringContaining('exchangeAccessToken'),
  });
});
