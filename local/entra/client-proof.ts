import type { LocalResponse } from '../kit/http';
import { notEmulated, refuse, type Refusal } from './answers';
import { disprove } from './client-assertion';
import { issuerOf } from './claims';
import type { EntraApplication, EntraTenant } from './directory';
import type { GrantContext } from './grant-context';

/** An application that has proven to be itself, or why it has not. */
export type Proven =
  | { readonly kind: 'proven'; readonly app: EntraApplication }
  | { readonly kind: 'refused'; readonly answer: LocalResponse };

export interface ClientRequest {
  readonly tenant: EntraTenant;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Who asks, by a secret or by an assertion that one of the application's certificates signed. */
export async function proveClient(context: GrantContext, request: ClientRequest): Promise<Proven> {
  const { tenant, form, authorization } = request;
  const no = (refusal: Refusal, message: string): Proven => ({
    kind: 'refused',
    answer: refuse(refusal, message, context.clock.now()),
  });
  const client = clientOf(form, authorization);
  const app = context.directory.application(tenant.tenantId, client.id);
  if (app === undefined) return no('clientNotFound', `Application '${client.id}' was not found in ${tenant.domain}.`);
  const assertion = form.get('client_assertion');
  if (assertion !== null) return proveByAssertion(context, request, { app, assertion });
  if (client.secret === null)
    return no('missingSecret', `The request must contain 'client_secret' or 'client_assertion'.`);
  if (app.secret !== client.secret) return no('wrongSecret', `Invalid client secret provided for '${app.appId}'.`);
  return { kind: 'proven', app };
}

async function proveByAssertion(
  { clock, authority }: GrantContext,
  { tenant, form }: ClientRequest,
  { app, assertion }: { readonly app: EntraApplication; readonly assertion: string },
): Promise<Proven> {
  const refused = (answer: LocalResponse): Proven => ({ kind: 'refused', answer });
  const now = clock.now();
  if (form.get('client_assertion_type') !== ASSERTION_TYPE)
    return refused(refuse('invalidRequest', `'client_assertion_type' must be '${ASSERTION_TYPE}'.`, now));
  if (app.certificates.length === 0) return refused(notEmulated('federated credentials of an application'));
  const names = [tenant.tenantId, tenant.domain];
  const audiences = names.flatMap((name) => [
    `${authority()}/${name}/oauth2/v2.0/token`,
    `${authority()}/${name}/v2.0`,
    issuerOf(authority(), name),
  ]);
  const wrong = await disprove({ app, assertion, audiences, now });
  return wrong === undefined ? { kind: 'proven', app } : refused(refuse(wrong.refusal, wrong.message, now));
}

/** The client by its form fields, or by Basic authentication as OAuth allows. */
function clientOf(form: URLSearchParams, authorization: string | undefined): { id: string; secret: string | null } {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return { id, secret };
}
