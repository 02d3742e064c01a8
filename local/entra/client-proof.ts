import type { LocalResponse } from '../kit/http';
import { refuse, type Refusal } from './answers';
import { claimsIn, disprove } from './client-assertion';
import { issuerOf } from './claims';
import { TOKEN_EXCHANGE, type EntraApplication, type EntraTenant } from './directory';
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
  context: GrantContext,
  { tenant, form }: ClientRequest,
  { app, assertion }: { readonly app: EntraApplication; readonly assertion: string },
): Promise<Proven> {
  const refused = (answer: LocalResponse): Proven => ({ kind: 'refused', answer });
  const { clock, authority } = context;
  const now = clock.now();
  if (form.get('client_assertion_type') !== ASSERTION_TYPE)
    return refused(refuse('invalidRequest', `'client_assertion_type' must be '${ASSERTION_TYPE}'.`, now));
  // An application's own assertion names it; whatever else is shown is a token of a federated identity.
  const issuer = claimsIn(assertion)?.iss;
  if (issuer !== undefined && issuer !== app.appId) return proveByFederation(context, tenant, { app, assertion });
  const names = [tenant.tenantId, tenant.domain];
  const audiences = names.flatMap((name) => [
    `${authority()}/${name}/oauth2/v2.0/token`,
    `${authority()}/${name}/v2.0`,
    issuerOf(authority(), name),
  ]);
  const wrong = await disprove({ app, assertion, audiences, now });
  return wrong === undefined ? { kind: 'proven', app } : refused(refuse(wrong.refusal, wrong.message, now));
}

async function proveByFederation(
  { issuing, authority, clock }: GrantContext,
  tenant: EntraTenant,
  { app, assertion }: { readonly app: EntraApplication; readonly assertion: string },
): Promise<Proven> {
  const no = (refusal: Refusal, what: string): Proven => ({
    kind: 'refused',
    answer: refuse(refusal, what, clock.now()),
  });
  const none = 'No matching federated identity record found for presented assertion';
  const { iss, sub, aud } = claimsIn(assertion) ?? {};
  if (iss !== issuerOf(authority(), tenant.tenantId)) return no('issuerNotFederated', `${none} issuer '${iss}'.`);
  if (aud !== TOKEN_EXCHANGE.audience) return no('audienceNotFederated', `${none} audience '${String(aud)}'.`);
  if (sub === undefined || !app.federatedSubjects.includes(sub))
    return no('subjectNotFederated', `${none} subject '${sub}'.`);
  const verified = await issuing.verify(assertion, TOKEN_EXCHANGE.audience);
  return verified.kind === 'valid' ? { kind: 'proven', app } : no('credentialNotProven', `${verified.reason}.`);
}

/** The client by its form fields, or by Basic authentication as OAuth allows. */
function clientOf(form: URLSearchParams, authorization: string | undefined): { id: string; secret: string | null } {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decoded);
  return { id, secret };
}

/** What is escaped as no text is stands for itself: it will be nobody's secret. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
