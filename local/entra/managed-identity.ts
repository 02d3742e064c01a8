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

/**
 * App Service's token endpoint, what `IDENTITY_ENDPOINT` names, after
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
 */
export function managedIdentityRoute({ identity, directory, issuing, clock }: ManagedIdentityOptions): Route {
  async function answer(request: LocalRequest): Promise<LocalResponse> {
    const query = request.url.searchParams;
    if (!sameSecret(request.headers['x-identity-header'], identity.header))
      return failed(401, 'The header X-IDENTITY-HEADER is missing or wrong.');
    if (query.get('api-version') !== VERSION) return failed(400, `Only the api-version ${VERSION} is emulated.`);
    const app = identified(query);
    if (app === undefined)
      return failed(400, 'No managed identity was found for the specified client, object or resource id.');
    const resource = directory.resource(query.get('resource') ?? '');
    if (resource === undefined) return failed(400, `The resource '${query.get('resource')}' was not found.`);
    const accessToken = await issuing.forApp(app, resource, LIFETIME_SECONDS.managedIdentity);
    return { status: 200, body: tokenOf(accessToken, app, query.get('resource') ?? '') };
  }

  /** Without a name in the query it is the app's own identity; a name must be of it. */
  function identified(query: URLSearchParams): EntraApplication | undefined {
    const app = directory.applicationById(identity.appId);
    if (app === undefined || query.has('mi_res_id')) return undefined;
    const named = query.get('client_id') ?? query.get('object_id') ?? query.get('principal_id') ?? app.appId;
    return [app.appId, app.objectId].includes(named) ? app : undefined;
  }

  const tokenOf = (accessToken: string, app: EntraApplication, resource: string) => ({
    access_token: accessToken,
    client_id: app.appId,
    expires_on: String(Math.floor(clock.now() / 1000) + LIFETIME_SECONDS.managedIdentity),
    resource,
    token_type: 'Bearer',
  });

  return { method: 'GET', path: '/msi/token', handle: answer };
}

const failed = (status: number, message: string): LocalResponse => ({ status, body: { statusCode: status, message } });

function sameSecret(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted));
}
