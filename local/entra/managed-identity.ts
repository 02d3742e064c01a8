import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { LIFETIME_SECONDS } from './claims';
import type { Directory, EntraApplication } from './directory';
import type { Issuing } from './issuing';

/** The identity that the platform gives the function app. */
export interface ManagedIdentity {
  /** Client id of one of the directory's applications. */
  readonly appId: string;
  /** What `IDENTITY_HEADER` holds: proof that the caller runs inside the app. */
  readonly header: string;
}

interface ManagedIdentityOptions {
  readonly identity: ManagedIdentity;
  readonly directory: Directory;
  readonly issuing: Issuing;
  readonly clock: Clock;
}

const VERSION = '2019-08-01';
const MACHINE_VERSION = '2018-02-01';

/** The two endpoints that platforms give an identity's tokens from. */
export function managedIdentityRoutes(options: ManagedIdentityOptions): Route[] {
  return [
    { method: 'GET', path: '/msi/token', handle: (request) => answerAppService(options, request) },
    { method: 'GET', path: '/metadata/identity/oauth2/token', handle: (request) => answerMachine(options, request) },
  ];
}

/**
 * App Service's token endpoint, what `IDENTITY_ENDPOINT` names, after
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
 */
async function answerAppService(options: ManagedIdentityOptions, request: LocalRequest): Promise<LocalResponse> {
  const query = request.url.searchParams;
  if (!sameSecret(request.headers['x-identity-header'], options.identity.header))
    return failed(401, 'The header X-IDENTITY-HEADER is missing or wrong.');
  if (query.get('api-version') !== VERSION) return failed(400, `Only the api-version ${VERSION} is emulated.`);
  const token = await tokenFor(options, query);
  return token.kind === 'refused' ? failed(400, token.why) : { status: 200, body: token.body };
}

/**
 * The metadata service of virtual machines, where its address is set (`AZURE_POD_IDENTITY_AUTHORITY_HOST`), after
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token.
 */
async function answerMachine(options: ManagedIdentityOptions, request: LocalRequest): Promise<LocalResponse> {
  const no = (description: string): LocalResponse => ({
    status: 400,
    body: { error: 'invalid_request', error_description: description },
  });
  if (request.headers['metadata']?.toLowerCase() !== 'true') return no('Required metadata header not specified');
  const query = request.url.searchParams;
  if (query.get('api-version') !== MACHINE_VERSION) return no(`Only the api-version ${MACHINE_VERSION} is emulated.`);
  const token = await tokenFor(options, query);
  if (token.kind === 'refused') return no(token.why);
  const lifetime = String(LIFETIME_SECONDS.managedIdentity);
  const issuedAt = String(Math.floor(options.clock.now() / 1000));
  return {
    status: 200,
    body: { ...token.body, expires_in: lifetime, ext_expires_in: lifetime, not_before: issuedAt },
  };
}

type Asked =
  | { readonly kind: 'granted'; readonly body: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly why: string };

async function tokenFor(
  { identity, directory, issuing, clock }: ManagedIdentityOptions,
  query: URLSearchParams,
): Promise<Asked> {
  const app = identified(directory.applicationById(identity.appId), query);
  if (app === undefined)
    return { kind: 'refused', why: 'No managed identity was found for the specified client, object or resource id.' };
  const name = query.get('resource') ?? '';
  const resource = directory.resource(name);
  if (resource === undefined) return { kind: 'refused', why: `The resource '${name}' was not found.` };
  const body = {
    access_token: await issuing.forApp(app, resource, LIFETIME_SECONDS.managedIdentity),
    client_id: app.appId,
    expires_on: String(Math.floor(clock.now() / 1000) + LIFETIME_SECONDS.managedIdentity),
    resource: name,
    token_type: 'Bearer',
  };
  return { kind: 'granted', body };
}

/** Without a name in the query it is the app's own identity; a name must be of it. */
function identified(app: EntraApplication | undefined, query: URLSearchParams): EntraApplication | undefined {
  if (app === undefined || query.has('mi_res_id') || query.has('msi_res_id')) return undefined;
  const named = query.get('client_id') ?? query.get('object_id') ?? query.get('principal_id') ?? app.appId;
  return [app.appId, app.objectId].includes(named) ? app : undefined;
}

const failed = (status: number, message: string): LocalResponse => ({ status, body: { statusCode: status, message } });

function sameSecret(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted));
}
