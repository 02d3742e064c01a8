import { z } from 'zod';
import { agentSnapshot, liveFrame } from '../live';
import { operation } from './operation';

const none = z.object({});

/** Where a browser listens. It can do nothing there but listen, and hears its own group only. */
export const liveConnection = z
  .object({
    /** A WebSocket address with the token in it, for the subprotocol `json.reliable.webpubsub.azure.v1`. */
    url: z.url(),
    /** A new connection needs a new address from then on; one that lasts goes on. */
    expiresAt: z.number().int(),
  })
  .meta({ id: 'LiveConnection' });

/** The stream of changes, for desks and wallboards. Its messages are {@link liveFrame}s. */
export const liveOperations = {
  listenAsAgent: operation({
    method: 'POST',
    path: '/live/agent',
    summary: 'Where the agent hears what changes for them. Answers 503 on a stamp without Web PubSub.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: liveConnection,
  }),
  listenAsSupervisor: operation({
    method: 'POST',
    path: '/live/supervisor',
    summary: 'Where a supervisor hears the figures of a tenant. Answers 503 on a stamp without Web PubSub.',
    access: 'supervisor',
    params: none,
    query: z.object({ tenantId: z.string().min(1) }),
    body: null,
    answer: liveConnection,
  }),
  getAgentSnapshot: operation({
    method: 'GET',
    path: '/live/agent/snapshot',
    summary: 'All that the agent works on now, with the numbers that the stream goes on from.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: agentSnapshot,
  }),
} as const;

export type LiveConnection = z.infer<typeof liveConnection>;

/** Written into the OpenAPI document beside the operations, which do not name it. */
export const streamSchemas = [liveFrame] as const;
