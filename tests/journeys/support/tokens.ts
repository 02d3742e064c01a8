import { decodeJwt } from 'jose';
import { LOCAL } from '../../../local/setup/identities';
import type { Stage } from './stage';
import type { Material } from './wrong-identities';

interface Granted {
  readonly access_token: string;
  readonly id_token?: string;
}

/** An access token of an agent, or of the staff by role, for the product's API. */
export const tokenOf = async (stage: Stage, person: string): Promise<string> =>
  (await stage.simulator.get<{ token: string }>(`/_local/people/${person}/token`)).token;

/** Good tokens of all kinds, as material for wrong ones. */
export async function materialOf(stage: Stage, person: string, expired: string): Promise<Material> {
  const { entra, functions } = stage.running.endpoints;
  const agent = await tokenOf(stage, person);
  const { id_token: idToken = '' } = await grant(stage, agent, `openid ${LOCAL.apiAppId}/.default`);
  const discovery = await json<{ jwks_uri: string }>(
    `${entra.endpoint}/${entra.tenantId}/v2.0/.well-known/openid-configuration`,
  );
  const { keys } = await json<{ keys: Material['keys'] }>(discovery.jwks_uri);
  const asked = `${entra.endpoint}/msi/token?api-version=2019-08-01&resource=${LOCAL.apiAppId}`;
  const app = await json<Granted>(asked, { headers: { 'x-identity-header': LOCAL.managedIdentityHeader } });
  return {
    agent,
    idToken,
    otherAudience: (await grant(stage, agent, 'https://graph.microsoft.com/.default')).access_token,
    app: app.access_token,
    expired,
    masterKey: functions.masterKey,
    keys,
  };
}

/** An access token of an agent, or of the staff by role, for another resource. */
export const tokenForScope = async (stage: Stage, person: string, scope: string): Promise<string> =>
  (await grant(stage, await tokenOf(stage, person), scope)).access_token;

/** What the person of this token gets by the password grant. */
async function grant(stage: Stage, token: string, scope: string): Promise<Granted> {
  const { entra } = stage.running.endpoints;
  const username = String(decodeJwt(token)['oid']);
  const form = { grant_type: 'password', client_id: LOCAL.deskAppId, username, password: 'any', scope };
  return json<Granted>(`${entra.endpoint}/${entra.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
}

async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
