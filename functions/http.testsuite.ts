import { HttpRequest, InvocationContext, type HttpResponseInit } from '@azure/functions';
import { registered } from '../tests/contracts/fakes/functions-core';
import type { TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { OPEN_AT, type World } from '../tests/contracts/fakes/world';
import { createTelesign } from '../shared/channels/sms';
import { OPERATIONS, type OperationId } from '../shared/contracts/http/routes';
import { createBotConnectorTokens } from '../shared/security/bot-connector';
import { createCallCallbackTokens } from '../shared/security/call-callbacks';
import { createCustomerTokens } from '../shared/security/customer-tokens';
import { createEntraCallers } from './callers';
import type { App } from './compose';
import { readSettings } from './settings';

export const HOME = '11111111-0000-4000-8000-000000000001';
export const CONTOSO = '0c0a5050-0000-4000-8000-000000000001';
export const CAMERON = '0c0a5050-0000-4000-8000-0000000000a3';
const SECONDS = OPEN_AT / 1000;
const lifetime = { nbf: SECONDS - 60, exp: SECONDS + 3600 };

export const TELESIGN = {
  endpoint: 'https://telesign.test',
  customerId: 'customer',
  apiKey: Buffer.from('the key of the account').toString('base64'),
  callbackUrl: 'https://app.test/api/texts/telesign/events',
};

/** The app on a world of fakes; `issuer` signs all its tokens. */
export function appOn(world: World, issuer: TokenIssuer): App {
  const settings = readSettings({
    COSMOS_ENDPOINT: 'https://cosmos.test',
    BLOB_ENDPOINT: 'https://blobs.test',
    COMMUNICATION_ENDPOINT: 'https://acs.test',
    COMMUNICATION_CALLBACK_AUDIENCE: 'acs-resource',
    EVENTGRID_TOPIC_ENDPOINT: 'https://topic.test/api/events',
    BOT_APP_ID: 'bot',
    BOT_TENANT_ID: HOME,
    API_AUDIENCE: 'api',
    PUBLIC_URL: 'https://app.test',
  });
  const { clock, configs } = world.deps;
  const keys = { clock, fetchKeys: issuer.fetchKeys };
  const tokens = createBotConnectorTokens({
    botAppId: 'bot',
    issuer: 'bots',
    keysUrl: 'https://bots.test/keys',
    ...keys,
  });
  return {
    deps: world.deps,
    settings,
    quarantine: { put: async () => undefined },
    callers: createEntraCallers(settings, configs, clock, issuer.fetchKeys),
    botTokens: async () => tokens,
    callTokens: createCallCallbackTokens({
      issuer: 'calls',
      keysUrl: 'https://calls.test/keys',
      resourceIds: settings.COMMUNICATION_CALLBACK_AUDIENCE,
      ...keys,
    }),
    customers: createCustomerTokens(async () => 'a key of the tests, which is long enough', clock),
    chatServiceUsers: async () => new Set(),
    smsCarriers: new Map([['telesign', createTelesign({ ...TELESIGN, clock })]]),
    mailClientState: async () => 'the expected state',
  };
}

interface Ask {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** A body as it is. */
  readonly raw?: Uint8Array;
  readonly token?: string | undefined;
}

/** Asks as the platform does. */
export async function ask(
  id: OperationId,
  { params = {}, query = {}, body, raw, token }: Ask = {},
): Promise<HttpResponseInit> {
  const found = registered.get(id);
  if (found === undefined) throw new Error(`${id} is not registered.`);
  const request = new HttpRequest({
    method: OPERATIONS[id].method,
    url: 'https://app.test/api',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    params,
    query,
    ...(body === undefined ? {} : { body: { string: JSON.stringify(body) } }),
    ...(raw === undefined ? {} : { body: { bytes: raw } }),
  });
  return (await found.callback(request, new InvocationContext())) as HttpResponseInit;
}

/** A token of somebody of Contoso. */
export const personBy = (issuer: TokenIssuer, objectId: string, change: object = {}): Promise<string> =>
  issuer.sign({
    iss: `https://login.microsoftonline.com/${CONTOSO}/v2.0`,
    aud: 'api',
    tid: CONTOSO,
    oid: objectId,
    ver: '2.0',
    scp: 'access_as_user',
    ...lifetime,
    ...change,
  });

/** A token of an administrator of a directory. */
export const adminBy = (issuer: TokenIssuer, entraTenantId: string): Promise<string> =>
  personBy(issuer, 'somebody', {
    iss: `https://login.microsoftonline.com/${entraTenantId}/v2.0`,
    tid: entraTenantId,
    roles: ['Switchboard.Admin'],
  });
