// cspell:ignore AADSTS acsopenidconfiguration botframework openidconfiguration tenantid
import type { LocalResponse, Route } from '../kit/http';
import { issuerOf } from './claims';
import type { Directory } from './directory';
import { readableBy } from './cross-origin';
import type { KeyRing } from './key-ring';

export const BOT_ISSUER = 'https://api.botframework.com';
export const CALLBACK_ISSUER = 'https://acscallautomation.communication.azure.com';
export const BOT_PATH = '/botframework/.well-known';
export const CALLBACK_PATH = '/communication/calling';

interface DiscoveryOptions {
  readonly directory: Directory;
  readonly url: () => string;
  readonly keys: { readonly entra: KeyRing; readonly bot: KeyRing; readonly callback: KeyRing };
}

/** The documents by which clients find endpoints, issuers and keys. */
export function discoveryRoutes({ directory, url, keys }: DiscoveryOptions): Route[] {
  const get = (path: string, body: (tenant: string) => unknown): Route => ({
    method: 'GET',
    path,
    handle: (request) => readableBy(request, documentOf(body(request.params['tenant'] ?? ''))),
  });
  /** The id behind a domain; placeholders such as `common` stay, as Entra's issuer template does. */
  const idOf = (name: string) => directory.tenant(name)?.tenantId ?? (isPlaceholder(name) ? '{tenantid}' : undefined);
  return [
    get('/common/discovery/instance', () => instanceOf(url())),
    get('/{tenant}/v2.0/.well-known/openid-configuration', (tenant) => {
      const tenantId = idOf(tenant);
      return tenantId === undefined ? undefined : configurationOf(url(), tenant, tenantId);
    }),
    get('/{tenant}/discovery/v2.0/keys', (tenant) => (idOf(tenant) === undefined ? undefined : keys.entra.published())),
    get(`${BOT_PATH}/openidconfiguration`, () => signerOf(BOT_ISSUER, `${url()}${BOT_PATH}/keys`)),
    get(`${BOT_PATH}/keys`, () => keys.bot.published()),
    get(`${CALLBACK_PATH}/.well-known/acsopenidconfiguration`, () =>
      signerOf(CALLBACK_ISSUER, `${url()}${CALLBACK_PATH}/keys`),
    ),
    get(`${CALLBACK_PATH}/keys`, () => keys.callback.published()),
  ];
}

const isPlaceholder = (name: string) => ['common', 'organizations'].includes(name);

const documentOf = (body: unknown): LocalResponse =>
  body === undefined
    ? { status: 400, body: { error: 'invalid_tenant', error_description: 'AADSTS90002: Tenant not found.' } }
    : { status: 200, body };

function instanceOf(url: string) {
  const host = new URL(url).host;
  return {
    tenant_discovery_endpoint: `${url}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function configurationOf(url: string, tenant: string, tenantId: string) {
  return {
    issuer: issuerOf(url, tenantId),
    token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(url).host,
  };
}

const signerOf = (issuer: string, jwksUri: string) => ({
  issuer,
  jwks_uri: jwksUri,
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
});
