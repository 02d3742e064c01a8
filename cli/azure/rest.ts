import { connect } from 'node:tls';
import { z } from 'zod';
import { CliError } from '../told';
import type { Answered, Azure } from './azure';

/** Where the services are, and who asks; tests give theirs. */
export interface AzureAccess {
  readonly resourceManager: string;
  readonly graph: string;
  token(scope: string): Promise<string>;
}

/** The public cloud, as whoever is signed in to the Azure CLI. */
export async function signedInAccess(): Promise<AzureAccess> {
  // Loaded when it is needed: it takes longer than everything else a command does.
  const { AzureCliCredential } = await import('@azure/identity');
  const credential = new AzureCliCredential();
  return {
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    async token(scope) {
      try {
        return (await credential.getToken(scope)).token;
      } catch (error) {
        throw new CliError(
          'unreachable',
          `The Azure CLI gives no token: ${error instanceof Error ? error.message : ''}`,
        );
      }
    },
  };
}

/** Azure by its REST APIs. */
export function azureByRest(access: AzureAccess): Azure {
  const ask = async (root: string, path: string, method: 'GET' | 'POST'): Promise<Answered> => {
    const token = await access.token(`${root}/.default`);
    return follow(`${root}${path}`, method, token);
  };
  return {
    arm: (path, apiVersion, method = 'GET') =>
      ask(access.resourceManager, `${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`, method),
    graph: (path) => ask(access.graph, `/v1.0${path}`, 'GET'),
    certificateUntil,
  };
}

const page = z.looseObject({
  value: z.array(z.unknown()),
  nextLink: z.url().optional(),
  '@odata.nextLink': z.url().optional(),
});
const problem = z.looseObject({ error: z.looseObject({ code: z.string() }) });
const PATIENCE_MS = 30_000;

async function follow(url: string, method: 'GET' | 'POST', token: string): Promise<Answered> {
  const items: unknown[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const response: Response = await send(next, method, token);
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const code = problem.safeParse(body).data?.error.code ?? 'unknown';
      return { kind: 'refused', status: response.status, code };
    }
    const listed = page.safeParse(body).data;
    if (listed === undefined) return { kind: 'found', body };
    items.push(...listed.value);
    // A link to elsewhere would be given our token.
    const link = listed.nextLink ?? listed['@odata.nextLink'];
    next = link !== undefined && new URL(link).origin === new URL(url).origin ? link : undefined;
  }
  return { kind: 'found', body: { value: items } };
}

async function send(url: string, method: string, token: string): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    return await fetch(url, { method, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new CliError('unreachable', `${new URL(url).origin} does not answer.`);
  }
}

const HANDSHAKE_MS = 10_000;

/** By a handshake, whoever signed it: what is asked is the date. */
function certificateUntil(host: string): Promise<number | null> {
  const [name = '', port = '443'] = host.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host: name, port: Number(port), servername: name, rejectUnauthorized: false });
    const end = (until: number | null) => {
      socket.destroy();
      resolve(until);
    };
    socket.setTimeout(HANDSHAKE_MS, () => end(null));
    socket.once('error', () => end(null));
    socket.once('secureConnect', () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(until) ? null : until);
    });
  });
}
