import type { Call, Connection } from './state';

/** All of the app's connections to a call, that of its beginning first. */
export const connectionsOf = ({ connection, further = [] }: Call): readonly Connection[] =>
  connection === null ? further : [connection, ...further];

export const isLive = (connection: Connection | null | undefined): connection is Connection =>
  connection !== null && connection !== undefined && connection.state !== 'disconnected';

/** The id by which a connection is addressed: the first one has the call's. */
export const idOf = (call: Call, { id = call.id }: Connection): string => id;

export const connectionBy = (call: Call, id: string): Connection | undefined =>
  connectionsOf(call).find((connection) => idOf(call, connection) === id);

/** Whether the app is in the call, by whichever connection. */
export const isControlled = (call: Call): boolean => connectionsOf(call).some(isLive);
