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

describe('a user that the app named', () => {
  const asked = async (method: 'GET' | 'POST', path: string, body?: object) => trial.asResource(method, path, body);

  test('is one user however often it is created, and says so', async () => {
    const first = await asked('POST', '/identities', { customId: 'alice@contoso.example' });
    const again = await asked('POST', '/identities', { customId: 'alice@contoso.example' });
    expect(again).toEqual(first);
    const { id } = (first.body as { identity: { id: string } }).identity;
    expect(await asked('GET', `/identities/${id}`)).toEqual({
      status: 200,
      body: { id, customId: 'alice@contoso.example' },
    });
  });

  test('says when it last had a token, and is another one after its deletion', async () => {
    const body = { customId: 'bob@contoso.example', createTokenWithScopes: ['chat'] };
    const { id } = ((await asked('POST', '/identities', body)).body as { identity: { id: string } }).identity;
    expect((await asked('GET', `/identities/${id}`)).body).toMatchObject({
      lastTokenIssuedAt: new Date(NOON).toISOString(),
    });
    await trial.identities.deleteUser({ communicationUserId: id });
    const { body: another } = await asked('POST', '/identities', { customId: 'bob@contoso.example' });
    expect((another as { identity: { id: string } }).identity.id).not.toBe(id);
  });
});

describe('is refused', () => {
  test('a token without any scopes', async () => {
    const user = await trial.identities.createUser();
    await expect(trial.identities.getToken(user, [])).rejects.toMatchObject({
      statusCode: 400,
      message: 'Invalid scopes - Scopes field is required.',
    });
  });

  test('whatever is asked about a user of another resource', async () => {
    const nobody = '00000000-0000-0000-0000-000000000000';
    const stranger = { communicationUserId: `8:acs:${nobody}_${nobody}` };
    const refused = { statusCode: 401 };
    await expect(trial.identities.getToken(stranger, ['chat'])).rejects.toMatchObject(refused);
    await expect(trial.identities.revokeTokens(stranger)).rejects.toMatchObject(refused);
    await expect(trial.identities.deleteUser(stranger)).rejects.toMatchObject(refused);
  });

  test('whatever is asked about a user of ours that is not there any more', async () => {
    const user = await trial.identities.createUser();
    await trial.identities.deleteUser(user);
    await expect(trial.identities.getToken(user, ['chat'])).rejects.toMatchObject({ statusCode: 404 });
  });
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
