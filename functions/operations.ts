import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { z } from 'zod';
import { OPERATIONS, type Answer, type OperationId, type Request } from '../shared/contracts/http/routes';
import type { Agent } from '../shared/core/config/compiled';
import { agentIdOf, tenantIdOf, type AgentId, type TenantId } from '../shared/core/lib/ids';
import { agentOfPerson } from '../shared/flows/agents/agent-of-person';
import { FlowError } from '../shared/flows/lib/flow-error';
import type { Writer } from '../shared/flows/customers/chat-thread';
import type { Caller } from '../shared/security/entra';
import { holdsOneOf, type Role } from '../shared/security/roles';
import type { App } from './compose';
import { onHttp } from './register';
import { auditRefusal } from './audit';
import { done, failure, problem, refusedToken } from './respond';

/** The agent in whose name a request comes. */
export interface AgentCaller {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly agent: Agent;
}

type WithAccess<Wanted extends string> = {
  [Id in OperationId]: (typeof OPERATIONS)[Id]['access'] extends Wanted ? Id : never;
}[OperationId];

/** Registers an operation that anyone may call, or that the platform has checked a key for. */
export function publicOperation<Id extends WithAccess<'public' | 'hostKey'>>(
  id: Id,
  handle: (app: App, request: Request<Id>, from: Origin) => Promise<Answer<Id>>,
): void {
  onHttp(id, async (app, request) => done(await handle(app, await read(id, request), originOf(request))));
}

/** Where a request came from, as the platform saw it. */
export interface Origin {
  readonly clientAddress: string | null;
}

/** The platform writes the address it saw behind what the client may have said itself, with the port. */
function originOf(request: HttpRequest): Origin {
  const last = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return { clientAddress: last ? last.replace(/^\[?(.*?)\]?:\d+$/, '$1') : null };
}

/** Registers an operation of the customer of a chat. */
export const customerOperation = <Id extends WithAccess<'customer'>>(
  id: Id,
  handle: (app: App, writer: Writer, request: Request<Id>, from: Origin) => Promise<Answer<Id>>,
): void =>
  customerFiles(id, async (app, writer, asked, request) => done(await handle(app, writer, asked, originOf(request))));

/** Registers an operation of the customer of a chat whose body or answer is a file. */
export function customerFiles<Id extends WithAccess<'customer'>>(
  id: Id,
  handle: (app: App, writer: Writer, asked: Request<Id>, request: HttpRequest) => Promise<HttpResponseInit>,
): void {
  onHttp(id, async (app, request) => {
    const threadId = request.params['threadId'] ?? '';
    const writer = await app.customers.verify(request.headers.get('authorization'), threadId);
    if (writer !== undefined) return handle(app, writer, await read(id, request), request);
    auditRefusal(app, { operation: id, status: 401, why: 'notTheirs' });
    return problem('unauthenticated');
  });
}

/** Registers an operation of agents: the caller is found among the agents of the tenants of their directory. */
export const agentOperation = <Id extends WithAccess<'agent'>>(
  id: Id,
  handle: (app: App, caller: AgentCaller, request: Request<Id>) => Promise<Answer<Id>>,
): void => agentFiles(id, async (app, caller, asked) => done(await handle(app, caller, asked)));

/** Registers an operation of agents whose body or answer is a file. */
export function agentFiles<Id extends WithAccess<'agent'>>(
  id: Id,
  handle: (app: App, caller: AgentCaller, asked: Request<Id>, request: HttpRequest) => Promise<HttpResponseInit>,
): void {
  onHttp(id, (app, request) =>
    asCaller(id, app, request, async (caller) => {
      const found = caller.kind === 'person' ? await agentOfPerson(app.deps, caller) : undefined;
      if (found === undefined) return problem('forbidden', 'The caller is nobody who answers customers.');
      const agent = { ...found, agentId: agentIdOf(found.agent.id) };
      return handle(app, agent, await read(id, request), request);
    }),
  );
}

/** Registers an operation of whoever signs in with a directory that is served: it gives nothing but what is the caller's own. */
export function personOperation<Id extends WithAccess<'person'>>(
  id: Id,
  handle: (app: App, caller: Caller, request: Request<Id>) => Promise<Answer<Id>>,
): void {
  onHttp(id, (app, request) =>
    asCaller(id, app, request, async (caller) => done(await handle(app, caller, await read(id, request)))),
  );
}

/** Registers an operation that asks for an app role. Whose tenant the caller may touch is for `handle` to check. */
export function roleOperation<Id extends WithAccess<'admin' | 'supervisor' | 'analyst'>>(
  id: Id,
  handle: (app: App, caller: Caller, request: Request<Id>) => Promise<Answer<Id>>,
): void {
  const { access }: { readonly access: Role } = OPERATIONS[id];
  const wanted: readonly Role[] = access === 'analyst' ? ['analyst', 'supervisor'] : [access];
  onHttp(id, (app, request) =>
    asCaller(id, app, request, async (caller) => {
      if (!holdsOneOf(caller.roles, wanted)) return problem('forbidden');
      return done(await handle(app, caller, await read(id, request)));
    }),
  );
}

/** Registers an operation about recordings, whose answer may be audio. Who may hear which is for `handle` to check. */
export function listenerOperation<Id extends WithAccess<'listener'>>(
  id: Id,
  handle: (app: App, caller: Caller, request: Request<Id>) => Promise<HttpResponseInit>,
): void {
  onHttp(id, (app, request) =>
    asCaller(id, app, request, async (caller) => handle(app, caller, await read(id, request))),
  );
}

/** Who may look at an interaction: the staff of its tenant at any, an agent at their own. */
export type Overseer = { readonly kind: 'staff' } | { readonly kind: 'agent'; readonly agentId: AgentId };

/** Registers an operation about something of one tenant, named in the query. Whose it is among agents is for `handle` to check. */
export function overseerOperation<Id extends WithAccess<'overseer'>>(
  id: Id,
  handle: (app: App, overseer: Overseer, request: Request<Id>) => Promise<Answer<Id>>,
): void {
  onHttp(id, (app, request) =>
    asCaller(id, app, request, async (caller) => {
      const asked = await read(id, request);
      const overseer = await overseerOf(app, caller, tenantIdOf(asked.query.tenantId));
      return overseer === undefined ? problem('forbidden') : done(await handle(app, overseer, asked));
    }),
  );
}

/** A tenant of somebody else is not found, as if it were not there. */
async function overseerOf({ deps }: App, caller: Caller, tenantId: TenantId): Promise<Overseer | undefined> {
  if (holdsOneOf(caller.roles, ['supervisor', 'admin'])) {
    const { config } = await deps.configs.live(tenantId);
    if (config.tenant.entraTenantId === caller.entraTenantId) return { kind: 'staff' };
    throw new FlowError('notFound', 'There is no such tenant.');
  }
  const found = caller.kind === 'person' ? await agentOfPerson(deps, caller) : undefined;
  return found?.tenantId === tenantId ? { kind: 'agent', agentId: agentIdOf(found.agent.id) } : undefined;
}

/** What a caller is refused leaves an audit line that says who was refused what. */
async function asCaller(
  id: OperationId,
  app: App,
  request: HttpRequest,
  handle: (caller: Caller) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const validated = await app.callers.validate(request.headers.get('authorization'));
  if (validated.kind === 'refused') {
    auditRefusal(app, { operation: id, status: 401, why: validated.refusal });
    return refusedToken(validated.refusal);
  }
  const caller = validated.value;
  const response = await handle(caller).catch((error: unknown) => {
    if (error instanceof FlowError) return failure(error);
    throw error;
  });
  const { status } = response;
  if (status === 403 || status === 404) auditRefusal(app, { operation: id, status, why: 'notTheirs', caller });
  return response;
}

/** Reads a request by the schemas of its operation; what does not fit is named field by field. */
async function read<Id extends OperationId>(id: Id, request: HttpRequest): Promise<Request<Id>> {
  const { params, query, body } = OPERATIONS[id];
  return {
    params: parse(params, request.params, 'path'),
    query: parse(query, Object.fromEntries(request.query), 'query'),
    body: body === null ? undefined : parse(body, await json(request), 'body'),
  } as Request<Id>;
}

function parse(schema: z.ZodType, value: unknown, place: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(({ path, message }) => ({ path: [place, ...path].join('.'), message }));
  throw new FlowError('invalid', 'The request does not fit its description.', details);
}

/** The body as JSON; one that is none is refused like any other that does not fit. */
export async function json(request: HttpRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new FlowError('invalid', 'The body is not JSON.');
  }
}
