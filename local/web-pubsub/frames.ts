import { z } from 'zod';
import { acknowledge, mayIn, say, type Connection } from './connection';
import type { Connections } from './hub';

const group = z.string().min(1).max(1024);
const ackId = z.number().int().nonnegative().exactOptional();

/** What a client sends: https://learn.microsoft.com/azure/azure-web-pubsub/reference-json-reliable-webpubsub-subprotocol */
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['joinGroup', 'leaveGroup']), group, ackId }),
  z.object({
    type: z.literal('sendToGroup'),
    ...{ group, ackId, noEcho: z.boolean().exactOptional() },
    dataType: z.enum(['json', 'text', 'binary']),
    data: z.unknown(),
  }),
  z.object({ type: z.literal('event'), ackId }),
  z.object({ type: z.enum(['invoke', 'cancelInvocation']), invocationId: z.string() }),
  z.object({ type: z.literal('sequenceAck'), sequenceId: z.number().int().nonnegative() }),
  z.object({ type: z.literal('ping') }),
]);
type Frame = z.infer<typeof frameSchema>;

type Outcome = 'done' | { readonly name: 'Forbidden' | 'Duplicate' | 'NotEmulated'; readonly message: string };

/** Does what a client asks for; a frame that is none ends the connection. */
export function takeFrame(connections: Connections, connection: Connection, text: string): void {
  const frame = frameOf(text);
  if (frame === undefined) {
    connections.end(connection, 'The frame is not one of the subprotocol.');
    return;
  }
  switch (frame.type) {
    case 'ping':
      say(connection, { type: 'pong' });
      break;
    case 'sequenceAck':
      acknowledge(connection, frame.sequenceId);
      break;
    case 'invoke':
      refuseInvocation(connection, frame.invocationId);
      break;
    case 'cancelInvocation':
      break;
    case 'joinGroup':
    case 'leaveGroup':
    case 'sendToGroup':
    case 'event':
      answer(connection, frame.ackId, outcomeOf(connections, connection, frame));
      break;
    default:
      frame satisfies never;
  }
}

const refuseInvocation = (connection: Connection, invocationId: string): void =>
  say(connection, { type: 'invokeResponse', invocationId, success: false, error: NO_UPSTREAM });

function frameOf(text: string): Frame | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

type Asked = Exclude<Frame, { readonly type: 'ping' | 'sequenceAck' | 'invoke' | 'cancelInvocation' }>;

const NO_UPSTREAM = {
  name: 'NotEmulated',
  message: 'The local Web PubSub does not emulate upstream event handlers.',
} as const;

function outcomeOf(connections: Connections, connection: Connection, frame: Asked): Outcome {
  const { ackId } = frame;
  if (ackId !== undefined && connection.ackIds.has(ackId))
    return { name: 'Duplicate', message: `Message with ack-id: ${ackId} has been processed` };
  const outcome = act(connections, connection, frame);
  if (ackId !== undefined && outcome === 'done') connection.ackIds.add(ackId);
  return outcome;
}

function act(connections: Connections, connection: Connection, frame: Asked): Outcome {
  if (frame.type === 'event') return NO_UPSTREAM;
  const { group } = frame;
  const verb = frame.type === 'sendToGroup' ? 'sendToGroup' : 'joinLeaveGroup';
  if (!mayIn(connection, verb, group))
    return { name: 'Forbidden', message: `The client does not have permission to ${verb} in '${group}'.` };
  if (frame.type === 'sendToGroup') publish(connections, connection, frame);
  else if (frame.type === 'joinGroup') connection.groups.add(group);
  else connection.groups.delete(group);
  return 'done';
}

function publish(
  connections: Connections,
  { id, hub, userId }: Connection,
  { group, dataType, data, noEcho }: Extract<Asked, { readonly type: 'sendToGroup' }>,
): void {
  const audience = { hub, to: { kind: 'group', name: group }, except: noEcho === true ? [id] : [] } as const;
  connections.send(audience, { from: 'group', fromUserId: userId, group }, { dataType, data });
}

function answer(connection: Connection, ackId: number | undefined, outcome: Outcome): void {
  if (ackId === undefined) return;
  const result = outcome === 'done' ? { success: true } : { success: false, error: outcome };
  say(connection, { type: 'ack', ackId, ...result });
}
