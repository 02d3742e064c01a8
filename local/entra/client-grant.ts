import type { LocalResponse } from '../kit/http';
import { notEmulated, refuse, type Refusal } from './answers';
import { LIFETIME_SECONDS } from './claims';
import type { EntraApplication, EntraTenant } from './directory';
import { granted, type GrantContext } from './grant-context';

const DEFAULT_SCOPE = '/.default';

/** The client credentials grant: an app asks for a token of its own with its secret. */
export async function grantToClient(
  context: GrantContext,
  tenant: EntraTenant,
  form: URLSearchParams,
  authorization: string | undefined,
): Promise<LocalResponse> {
  const no = (refusal: Refusal, message: string) => refuse(refusal, message, context.clock.now());
  if (form.has('client_assertion')) return notEmulated('client assertions (certificates, federated credentials)');
  const client = clientOf(form, authorization);
  const app = context.directory.application(tenant.tenantId, client.id);
  if (app === undefined) return no('clientNotFound', `Application '${client.id}' was not found in ${tenant.domain}.`);
  if (client.secret === null) return no('missingSecret', `The request must contain 'client_secret'.`);
  if (app.secret !== client.secret) return no('wrongSecret', `Invalid client secret provided for '${app.appId}'.`);
  return issue(context, app, form.get('scope') ?? '');
}

async function issue(context: GrantContext, app: EntraApplication, scope: string): Promise<LocalResponse> {
  const now = context.clock.now();
  if (!scope.endsWith(DEFAULT_SCOPE))
    return refuse('notDefaultScope', `The scope '${scope}' must end in '${DEFAULT_SCOPE}'.`, now);
  const name = scope.slice(0, -DEFAULT_SCOPE.length);
  const resource = context.directory.resource(name);
  if (resource === undefined) return refuse('resourceNotFound', `The resource '${name}' was not found.`, now);
  return granted(await context.issuing.forApp(app, resource, LIFETIME_SECONDS.app), LIFETIME_SECONDS.app, {});
}

/** The client by its form fields, or by Basic authentication as OAuth allows. */
function clientOf(form: URLSearchParams, authorization: string | undefined): { id: string; secret: string | null } {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return { id, secret };
}
