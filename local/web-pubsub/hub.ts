import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Filter } from './filter';
import type { Line } from '../kit/line';
import { deliver, isReliable, say, sendAgain, type Connection, type Payload, type Protocol } from './connection';

export interface Arrival {
  readonly hub: string;
  readonly userId: string | undefined;
  readonly protocol: Protocol;
  readonly groups: readonly string[];
  readonly permissions: readonly string[];
}

/** Who gets a message. */
export interface Audience {
  readonly hub: string;
  readonly to: { readonly kind: 'all' } | { readonly kind: 'group' | 'user' | 'connection'; readonly name: string };
  readonly except: readonly string[];
  /** Of those, who fits this; absent: all. */
  readonly filter?: Filter | undefined;
}

/** The connections of all hubs. Nothing is kept on disk: they end with the process, in Azure too. */
export interface Connections {
  arrive(arrival: Arrival, socket: Line): Connection;
  /** A reliable client is back; undefined when it was away for too long or is somebody else. */
  comeBack(id: string, token: string, socket: Line): Connection | undefined;
  /** The socket is gone. `isFinal`: the client said so itself. */
  lose(connection: Connection, isFinal: boolean): void;
  /** Closes a connection for good and tells the client why. */
  end(connection: Connection, reason: string): void;
  get(hub: string, id: string): Connection | undefined;
  audience(audience: Audience): readonly Connection[];
  send(audience: Audience, from: object, payload: Payload, ttlSeconds?: number): void;
  breakSockets(): void;
  /** Whether a reliable client is away and may come back. */
  hasAbsent(): boolean;
}

/** How long a reliable client may be away. */
export const RECOVERY_MS = 60_000;
/** The socket is closed for a reason that coming back does not mend. */
export const POLICY_VIOLATION = 1008;

export function createConnections(clock: Clock): Connections {
  const all = new Map<string, Connection>();

  function end(connection: Connection, reason: string): void {
    all.delete(connection.id);
    say(connection, { type: 'system', event: 'disconnected', message: reason });
    connection.socket?.close(POLICY_VIOLATION, reason.slice(0, 100));
    connection.socket = undefined;
  }

  function send(audience: Audience, from: object, payload: Payload, ttlSeconds?: number): void {
    const goodUntil = ttlSeconds === undefined ? undefined : clock.now() + ttlSeconds * 1000;
    for (const connection of audienceOf(all, audience))
      if (!deliver(connection, { from, payload, goodUntil }))
        end(connection, 'The client does not acknowledge what it gets.');
  }

  return {
    arrive(arrival, socket) {
      const connection = connectionOf(arrival, socket);
      all.set(connection.id, connection);
      sayConnected(connection);
      return connection;
    },
    comeBack(id, token, socket) {
      const connection = all.get(id);
      if (connection === undefined || connection.reconnectionToken !== token) return undefined;
      connection.socket?.terminate();
      connection.socket = socket;
      sayConnected(connection);
      sendAgain(connection, clock.now());
      return connection;
    },
    lose(connection, isFinal) {
      connection.socket = undefined;
      if (isFinal || !isReliable(connection.protocol)) all.delete(connection.id);
      else
        clock.after(RECOVERY_MS, () => void (connection.socket === undefined && all.delete(connection.id)), {
          lazy: true,
        });
    },
    end,
    get: (hub, id) => (all.get(id)?.hub === hub ? all.get(id) : undefined),
    audience: (audience) => audienceOf(all, audience),
    send,
    breakSockets: () => [...all.values()].forEach(({ socket }) => socket?.terminate()),
    hasAbsent: () => [...all.values()].some(({ socket }) => socket === undefined),
  };
}

const connectionOf = ({ hub, userId, protocol, groups, permissions }: Arrival, socket: Line): Connection => ({
  ...{ id: randomUUID(), hub, userId, protocol, socket },
  reconnectionToken: randomBytes(32).toString('base64url'),
  groups: new Set(groups),
  permissions: new Set(permissions),
  ackIds: new Set(),
  sequenceId: 0,
  unacknowledged: [],
});

function sayConnected(connection: Connection): void {
  const { id: connectionId, userId, protocol, reconnectionToken } = connection;
  const more = isReliable(protocol) ? { reconnectionToken } : {};
  say(connection, { type: 'system', event: 'connected', userId, connectionId, ...more });
}

const audienceOf = (
  all: ReadonlyMap<string, Connection>,
  { hub, to, except, filter = () => true }: Audience,
): readonly Connection[] =>
  [...all.values()].filter((one) => one.hub === hub && isMeant(one, to) && !except.includes(one.id) && filter(one));

function isMeant({ id, userId, groups }: Connection, to: Audience['to']): boolean {
  switch (to.kind) {
    case 'all':
      return true;
    case 'group':
      return groups.has(to.name);
    case 'user':
      return userId === to.name;
    case 'connection':
      return id === to.name;
  }
}
