import type { Line } from '../kit/line';

/** A payload as it goes through the service; binary ones are base64. */
export interface Payload {
  readonly dataType: 'json' | 'text' | 'binary';
  readonly data: unknown;
}

export const PROTOCOLS = ['json.webpubsub.azure.v1', 'json.reliable.webpubsub.azure.v1'] as const;
/** `plain`: a client without a subprotocol, which gets payloads as they are. */
export type Protocol = (typeof PROTOCOLS)[number] | 'plain';
export const isReliable = (protocol: Protocol): boolean => protocol === 'json.reliable.webpubsub.azure.v1';

/** A message that a reliable client has not acknowledged. */
interface Kept {
  readonly sequenceId: number;
  readonly text: string;
  /** After that it is not sent again; undefined: as long as the connection lasts. */
  readonly goodUntil: number | undefined;
}

/** A client's connection. A reliable one outlives its socket for a while. */
export interface Connection {
  readonly id: string;
  readonly hub: string;
  readonly userId: string | undefined;
  readonly protocol: Protocol;
  /** Proves that who comes back is who was here. */
  readonly reconnectionToken: string;
  readonly groups: Set<string>;
  /** `joinLeaveGroup`, `sendToGroup`, each perhaps with `.{group}`. */
  readonly permissions: Set<string>;
  readonly ackIds: Set<number>;
  socket: Line | undefined;
  sequenceId: number;
  unacknowledged: Kept[];
}

/** What the service keeps for a client that is away (https://learn.microsoft.com/azure/azure-web-pubsub/howto-develop-reliable-clients). */
const MOST_KEPT = 1_000;

/** Sends a frame that carries no number. Who speaks no subprotocol could not read it. */
export function say({ socket, protocol }: Connection, frame: object): void {
  if (protocol !== 'plain') socket?.send(JSON.stringify(frame));
}

function sendPlainly({ socket }: Connection, { dataType, data }: Payload): void {
  switch (dataType) {
    case 'binary':
      socket?.send(Buffer.from(String(data), 'base64'));
      break;
    case 'text':
      socket?.send(String(data));
      break;
    case 'json':
      socket?.send(JSON.stringify(data));
      break;
    default:
      dataType satisfies never;
  }
}

interface Message {
  /** Who it comes from, as the frame says it. */
  readonly from: object;
  readonly payload: Payload;
  readonly goodUntil: number | undefined;
}

/** Sends a message; a reliable client gets it numbered, and again after it was away. False when it is too far behind. */
export function deliver(connection: Connection, message: Message): boolean {
  const { from, payload, goodUntil } = message;
  if (!isReliable(connection.protocol)) {
    if (connection.protocol === 'plain') sendPlainly(connection, payload);
    else say(connection, { type: 'message', ...from, ...payload });
    return true;
  }
  connection.sequenceId += 1;
  const numbered = { sequenceId: connection.sequenceId, type: 'message', ...from, ...payload };
  const kept = { sequenceId: connection.sequenceId, text: JSON.stringify(numbered), goodUntil };
  connection.unacknowledged.push(kept);
  connection.socket?.send(kept.text);
  return connection.unacknowledged.length <= MOST_KEPT;
}

/** All up to this number arrived. */
export function acknowledge(connection: Connection, sequenceId: number): void {
  connection.unacknowledged = connection.unacknowledged.filter((kept) => kept.sequenceId > sequenceId);
}

/** Everything that may have been lost with the socket before. */
export function sendAgain({ socket, unacknowledged }: Connection, now: number): void {
  for (const { text, goodUntil } of unacknowledged) if (goodUntil === undefined || now < goodUntil) socket?.send(text);
}

/** Whether the client may do this in the group. */
export const mayIn = ({ permissions }: Connection, verb: 'joinLeaveGroup' | 'sendToGroup', group: string): boolean =>
  permissions.has(verb) || permissions.has(`${verb}.${group}`);
