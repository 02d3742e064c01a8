import type { Route } from '../kit/http';
import { failure } from './answers';

const USER = '/v1.0/users/{user}';

/** The same operation as `/me`, for whoever the token is of: https://learn.microsoft.com/graph/api/user-get. */
export function alsoOfMe(route: Route): readonly Route[] {
  if (!route.path.startsWith(USER)) return [route];
  const mine: Route = {
    method: route.method,
    path: route.path.replace(USER, '/v1.0/me'),
    handle(request) {
      const { oid, idtyp } = claimsIn(request.headers['authorization']);
      if (idtyp === 'app')
        return failure(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
      // Whether the token is good is looked at by the operation itself.
      return route.handle({ ...request, params: { ...request.params, user: oid ?? '' } });
    },
  };
  return [route, mine];
}

function claimsIn(authorization: string | undefined): { readonly oid?: string; readonly idtyp?: string } {
  try {
    const payload = authorization?.split('.')[1] ?? '';
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { oid?: string; idtyp?: string };
  } catch {
    return {};
  }
}
