import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** One port a service. They last as long as the data: addresses in it (callbacks, subscriptions) must stay good. */
export interface Ports {
  readonly functions: number;
  readonly console: number;
  readonly cosmos: number;
  readonly communication: number;
  readonly eventGrid: number;
  readonly graph: number;
  readonly teams: number;
  readonly entra: number;
  readonly managedIdentity: number;
  readonly blob: number;
  readonly queue: number;
  readonly webPubSub: number;
  readonly telesign: number;
  readonly crm: number;
  readonly transcripts: number;
}

const USUAL: Ports = {
  functions: 7071,
  console: 7300,
  cosmos: 7301,
  communication: 7302,
  eventGrid: 7303,
  graph: 7304,
  teams: 7305,
  entra: 7306,
  managedIdentity: 7307,
  blob: 7308,
  webPubSub: 7309,
  telesign: 7310,
  crm: 7311,
  transcripts: 7312,
  queue: 7313,
};

/** A port that is needed is in use. One line, for whoever started us. */
export class PortTaken extends Error {
  constructor(name: string, port: number, file: string) {
    super(`Port ${port} (${name}) is taken. Stop what uses it, or change it in ${file}.`);
  }
}

/** The ports kept in `file`; at first, and for a service that is newer than the file, the usual ones, or free ones when asked for. Taken ones are refused before anything starts. */
export async function choosePorts(file: string, wantFree: boolean): Promise<Ports> {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Ports>) : {};
  const missing = Object.keys(USUAL).filter((name) => !(name in kept));
  const ports: Ports = { ...USUAL, ...(wantFree ? await freePorts(missing, Object.values(kept)) : {}), ...kept };
  if (missing.length > 0) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  }
  for (const [name, port] of Object.entries(ports) as [string, number][])
    if (!(await isFree(port))) throw new PortTaken(name, port, file);
  return ports;
}

/**
 * Below those that systems give to connections that go out (Linux from 32768 on, others from 49152): between the look and its
 * use a port would now and then be taken by one.
 */
const LOWEST = 10_240;
const HIGHEST = 32_000;

/** All are held until all are known, so that none comes twice; nor does one that is kept for a service that is to come. */
async function freePorts(names: readonly string[], kept: readonly number[]): Promise<Readonly<Record<string, number>>> {
  const held: { readonly name: string; readonly server: Server }[] = [];
  let next = randomInt(LOWEST, HIGHEST);
  for (const name of names) {
    const server = await holdFrom(next);
    next = portOf(server) + 1;
    held.push({ name, server });
  }
  const ports = held.map(({ name, server }) => [name, portOf(server)] as const);
  await Promise.all(held.map(({ server }) => close(server)));
  return ports.some(([, port]) => kept.includes(port)) ? freePorts(names, kept) : Object.fromEntries(ports);
}

/** A port that is free now, for a service that nothing stored points at. */
export async function freePort(): Promise<number> {
  const server = await holdFrom(randomInt(LOWEST, HIGHEST));
  const port = portOf(server);
  await close(server);
  return port;
}

/** The first that is free. */
async function holdFrom(port: number): Promise<Server> {
  try {
    return await hold(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return holdFrom(port + 1);
  }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await close(await hold(port));
    return true;
  } catch {
    return false;
  }
}

type Server = ReturnType<typeof createServer>;

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const close = (server: Server) => new Promise((resolve) => server.close(resolve));

const hold = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
