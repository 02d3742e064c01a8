import type { LocalRequest, LocalResponse } from '../kit/http';
import { notEmulated, refuse } from './answers';
import { BEHALF_GRANT, grantOnBehalf } from './behalf-grant';
import { grantToClient } from './client-grant';
import { grantAgain, grantForCode } from './code-grant';
import type { GrantContext } from './grant-context';
import { grantToPerson } from './person-grant';

/** Tenants that stand for whichever the person belongs to. */
const ANY_TENANT = ['common', 'organizations'];

/** Answers `POST /{tenant}/oauth2/v2.0/token`. */
export async function answerTokenRequest(context: GrantContext, request: LocalRequest): Promise<LocalResponse> {
  const now = context.clock.now();
  const name = request.params['tenant'] ?? '';
  const form = new URLSearchParams(request.body.toString('utf8'));
  const tenant = context.directory.tenant(name);
  if (tenant === undefined && !ANY_TENANT.includes(name))
    return refuse('tenantNotFound', `Tenant '${name}' not found.`, now);
  const grant = form.get('grant_type');
  switch (grant) {
    case 'client_credentials':
    case BEHALF_GRANT: {
      if (tenant === undefined)
        return refuse('invalidRequest', `An app asks its own tenant for tokens, not '${name}'.`, now);
      const asked = { tenant, form, authorization: request.headers['authorization'] };
      return grant === BEHALF_GRANT ? grantOnBehalf(context, asked) : grantToClient(context, asked);
    }
    case 'password':
      return grantToPerson(context, tenant, form);
    case 'authorization_code':
      return grantForCode(context, form, request.headers['origin']);
    case 'refresh_token':
      return grantAgain(context, form, request.headers['origin']);
    case null:
      return refuse('invalidRequest', `The request body must contain 'grant_type'.`, now);
    default:
      return notEmulated(`the grant '${grant}'`);
  }
}
