import { z } from 'zod';
import { agentState, availability } from './agents';
import { waiting } from './floor';
import { changed } from './interaction';
import { operation } from './operation';

const tenant = z.object({ tenantId: z.string().min(1).max(60) });
const interaction = z.object({ interactionId: z.string().min(1).max(100) });
const agent = z.object({ agentId: z.string().min(1).max(60) });
const queues = z.array(z.string().min(1).max(60)).max(20).default([]);

/** What supervisors do by hand, in the queues that are theirs; each leaves an audit line and its own entry in the journal or timeline. */
export const supervisorOperations = {
  listWaitingInTenant: operation({
    method: 'GET',
    path: '/waiting',
    summary: 'Who waits in the queues of the supervisor, in order.',
    access: 'supervisor',
    params: z.object({}),
    query: tenant,
    body: null,
    answer: z.object({ waiting: z.array(waiting).readonly() }),
  }),
  assignInteraction: operation({
    method: 'POST',
    path: '/interactions/{interactionId}/assign',
    summary:
      'Gives somebody who waits to an agent. With `force` whatever the agent’s queues, skills, room and state say, as long as they are signed in.',
    access: 'supervisor',
    params: interaction,
    query: tenant,
    body: z.object({ agentId: z.string().min(1).max(60), force: z.boolean().default(false) }),
    answer: z.object({ agentId: z.string(), phase: z.string() }).meta({ id: 'Assigned' }),
  }),
  takeBackInteraction: operation({
    method: 'POST',
    path: '/interactions/{interactionId}/takeback',
    summary: 'Takes a customer from their agent back into the queue, in their old place, or into another queue.',
    access: 'supervisor',
    params: interaction,
    query: tenant,
    body: z.object({ queueId: z.string().min(1).max(60).nullable().default(null) }),
    answer: changed,
  }),
  forceAgentState: operation({
    method: 'POST',
    path: '/agents/{agentId}/state',
    summary: 'Sets the state of an agent, or signs them out: what they hold goes back to its queue.',
    access: 'supervisor',
    params: agent,
    query: tenant,
    body: availability,
    answer: agentState,
  }),
  moveAgent: operation({
    method: 'POST',
    path: '/agents/{agentId}/queues',
    summary: 'Takes an agent who is signed in into queues and out of others, until they sign out.',
    access: 'supervisor',
    params: agent,
    query: tenant,
    body: z.object({ join: queues, leave: queues }),
    answer: z.object({ agentId: z.string(), queueIds: z.array(z.string()).readonly() }).meta({ id: 'AgentQueues' }),
  }),
} as const;
