import { adminOperations } from '../shared/contracts/http/admin';
import { customerOperations } from '../shared/contracts/http/customers';
import { metricsOperations } from '../shared/contracts/http/metrics';
import type { Access } from '../shared/contracts/http/operation';
import { problem } from '../shared/contracts/http/problem';
import type { Answer } from '../shared/contracts/http/routes';
import { routingOperations } from '../shared/contracts/http/routing';
import type { Terminal } from './terminal';
import { CliError } from './told';
import { tokenFor } from './token';

const operations = { ...adminOperations, ...metricsOperations, ...customerOperations, ...routingOperations };

/** What a stamp is asked for. */
export type AskedOperationId = Exclude<keyof typeof operations, 'installConfig'>;

/** A stamp, by its HTTP API alone. */
export interface Stamp {
  ask<Id extends AskedOperationId>(id: Id, request: StampRequest): Promise<Answer<Id>>;
}

/** What goes with a request. */
export interface StampRequest {
  /** The parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Instead of who runs the command: a customer in their own chat. */
  readonly token?: string;
}

/** Options of every command that talks to a stamp. */
export interface StampOptions {
  readonly url?: string;
}

const PATIENCE_MS = 30_000;

/** The stamp that the command line or the environment names. */
export function stampOf(terminal: Terminal, { url }: StampOptions): Stamp {
  const root = url ?? terminal.env['SWITCHBOARD_URL'] ?? '';
  if (!/^https?:\/\//u.test(root))
    throw new CliError(
      'usage',
      'Which stamp? Give --url, or set SWITCHBOARD_URL, like https://contoso-app.azurewebsites.net.',
    );
  return {
    async ask(id, request) {
      const { method, answer } = operations[id];
      const token = operations[id].access === 'public' ? null : (request.token ?? (await tokenFor(terminal)));
      const response = await send(urlOf(root, id, request), method, token, request.body);
      const text = await response.text();
      if (!response.ok) throw refusal(response.status, text, operations[id].access);
      if (answer === null) return undefined as Answer<typeof id>;
      const parsed = answer.safeParse(JSON.parse(text));
      if (!parsed.success)
        throw new CliError('failed', `The stamp's answer to ${id} is of another version of Switchboard.`);
      // The contract's own schema has just said so.
      return parsed.data as Answer<typeof id>;
    },
  };
}

function urlOf(root: string, id: AskedOperationId, { params, query }: StampRequest): string {
  const path = operations[id].path.replace(/\{(\w+)\}/gu, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const asked = new URLSearchParams(query).toString();
  return `${root.replace(/\/+$/u, '')}/api${path}${asked === '' ? '' : `?${asked}`}`;
}

async function send(url: string, method: string, token: string | null, body: object | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new CliError('unreachable', `The stamp at ${new URL(url).origin} does not answer${cause}.`);
  }
}

function refusal(status: number, text: string, access: Access): CliError {
  const { detail, title, errors } = problemIn(text) ?? { title: `The stamp answered with ${String(status)}.` };
  const message = detail ?? title;
  if (status === 409) return new CliError('conflict', message);
  if (status === 401) return new CliError('unreachable', 'The stamp does not know the caller: the token is not good.');
  if (status === 403) return new CliError('unreachable', `The caller lacks the app role ${roleFor(access)}.`);
  if (status === 404) return new NotThere(message);
  return status < 500 ? new CliError('refused', message, errors ?? []) : new CliError('unreachable', message);
}

/** Operations that another role than the administrator's may ask for. */
const ROLES: ReadonlyMap<Access, string> = new Map<Access, string>([
  ['supervisor', 'Switchboard.Supervisor'],
  ['analyst', 'Switchboard.Analyst or Switchboard.Supervisor'],
  ['overseer', 'Switchboard.Supervisor or Switchboard.Admin'],
]);
const roleFor = (access: Access): string => ROLES.get(access) ?? 'Switchboard.Admin';

/** The stamp does not have it. */
export class NotThere extends CliError {
  constructor(message: string) {
    super('refused', message);
  }
}

function problemIn(text: string) {
  try {
    return problem.safeParse(JSON.parse(text)).data;
  } catch {
    // A proxy's page, not an answer of ours.
    return undefined;
  }
}
