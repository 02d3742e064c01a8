import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as send } from 'node:https';
import { pipeline } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { Tls } from '../../kit/tls';
import type { Work } from '../../kit/work';
import { restartableBody, type RestartableBody } from './restartable-body';

/** A host behind the front. */
export interface Behind {
  readonly name: string;
  readonly url: string;
}

export interface FrontOptions {
  readonly port: number;
  readonly tls: Tls;
  readonly work: Work;
  /** Hosts that may be given requests now. */
  readonly behind: () => readonly Behind[];
}

/** What stands in front of several hosts: the app's one address. */
export interface Front {
  /** Requests that a host has answered. */
  served(name: string): number;
  close(): Promise<void>;
}

interface Passing {
  readonly incoming: IncomingMessage;
  readonly body: RestartableBody;
  readonly agent: Agent;
}

/**
 * Spreads requests over the hosts in turn. One that cannot be reached at all is passed over, as the platform's front does; one
 * that dies in the middle of a request gives 502, because nobody can know what it had done. Bodies stream in both directions.
 */
export async function openFront({ port, tls, work, behind }: FrontOptions): Promise<Front> {
  const ca = [...rootCertificates, readFileSync(tls.caFile, 'utf8')];
  const agent = new Agent({ keepAlive: true, ca });
  const counts = new Map<string, number>();
  let turn = 0;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const passing: Passing = { incoming, body: restartableBody(incoming), agent };
    turn += 1;
    const hosts = behind();
    for (let n = 0; n < hosts.length; n += 1) {
      const host = hosts[(turn + n) % hosts.length];
      if (host === undefined) continue;
      const outcome = await forward(host, passing, outgoing);
      if (outcome === 'notReached' && passing.body.canRestart()) continue;
      counts.set(host.name, (counts.get(host.name) ?? 0) + 1);
      if (outcome !== 'answered') fail(outgoing, 502);
      return;
    }
    fail(outgoing, 503);
  }

  const server = createServer(
    { key: tls.key, cert: tls.cert },
    (incoming, outgoing) => void work.run(() => pass(incoming, outgoing), `front ${incoming.method} ${incoming.url}`),
  );
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    served: (name) => counts.get(name) ?? 0,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fail(outgoing: ServerResponse, status: 502 | 503): void {
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(status).end();
}

/** The host's own address: what it says about itself goes on to name the front. */
function forward(host: Behind, { incoming, body, agent }: Passing, outgoing: ServerResponse) {
  return new Promise<'answered' | 'notReached' | 'brokeOff'>((resolve) => {
    const { method, url = '/', headers } = incoming;
    const passed = send(new URL(url, host.url), { method, agent, headers });
    const leave = () => void passed.destroy();
    // A caller who goes away takes the request along.
    outgoing.once('close', leave);
    passed.on('error', (error: NodeJS.ErrnoException) => {
      outgoing.off('close', leave);
      const isUnsent = error.code === 'ECONNREFUSED' || (passed.reusedSocket && !outgoing.headersSent);
      resolve(isUnsent ? 'notReached' : 'brokeOff');
    });
    passed.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      // An answer that breaks off in the middle breaks off here too.
      pipeline(answer, outgoing, () => undefined);
      // As with one host, an answer that streams does not hold up the clock.
      resolve('answered');
    });
    pipeline(body.stream(), passed, () => undefined);
  });
}
