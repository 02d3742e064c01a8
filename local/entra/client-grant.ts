import type { LocalResponse } from '../kit/http';
import { refuse } from './answers';
import { LIFETIME_SECONDS } from './claims';
import { proveClient, type ClientRequest } from './client-proof';
import type { EntraApplication } from './directory';
import { granted, type GrantContext } from './grant-context';

const DEFAULT_SCOPE = '/.default';

/** The client credentials grant: an app asks for a token of its own. */
export async function grantToClient(context: GrantContext, request: ClientRequest): Promise<LocalResponse> {
  const proven = await proveClient(context, request);
  return proven.kind === 'refused' ? proven.answer : issue(context, proven.app, request.form.get('scope') ?? '');
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
