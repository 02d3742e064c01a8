import type { z } from 'zod';

/**
 * Who may call. `person`: whoever signs in with a directory that is served. `agent`: a person of the tenant's directory who is one of its agents. `admin` and `supervisor`: the app
 * roles. `analyst`: who holds that app role, for all queues of the tenant, or a supervisor for theirs. `overseer`: who holds either role in the tenant's directory, or the agent whose interaction it is. `listener`: who holds that app role, and for voicemails the agents of the interaction. `hostKey`: the platform asks for the host's master key before our code runs. `webhook`: the caller's own kind of
 * proof, which the handler checks. `customer`: the customer of the chat that the path names, by the token that its start answered. `public`: anyone; what is asked for names itself.
 */
export type Access =
  | 'person'
  | 'agent'
  | 'supervisor'
  | 'analyst'
  | 'admin'
  | 'overseer'
  | 'listener'
  | 'hostKey'
  | 'webhook'
  | 'customer'
  | 'public';

/** One operation of the HTTP API. Its key in the table is its stable operation id and the name of its function. */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType | null = z.ZodType | null,
  Answer extends z.ZodType | null = z.ZodType | null,
> {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** After the prefix `/api`; parts in braces are the keys of `params`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params: Params;
  readonly query: Query;
  /** Null: the request has no body. */
  readonly body: Body;
  /** Null: answered with 204 and no body. */
  readonly answer: Answer;
}

/** Keeps the exact types of an operation while checking its shape. */
export const operation = <
  Who extends Access,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType | null,
  Answer extends z.ZodType | null,
>(
  declared: Operation<Params, Query, Body, Answer> & { readonly access: Who },
): Operation<Params, Query, Body, Answer> & { readonly access: Who } => declared;
