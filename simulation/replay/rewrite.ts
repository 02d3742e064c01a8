import type { CompiledConfig, Queue } from '../../shared/core/config/compiled';
import type { Command, Enqueue } from '../../shared/core/routing/commands';
import type { Requirement } from '../../shared/core/routing/types';
import { dueAt } from '../../shared/flows/lib/local-time';
import { agentProfileOf } from '../../shared/flows/routing/routing-config';

/** The configuration of the recorded day, and the one it is replayed with. */
export interface Change {
  readonly before: CompiledConfig;
  readonly after: CompiledConfig;
}

/**
 * The command as the flows would have sent it under the other configuration. What the old configuration had put into it
 * is replaced by what the new one puts there; what came from elsewhere (a menu's own requirement, a kept place) stays.
 * Null: nobody would have sent it, for the agent is not there any more.
 */
export function rewrite(command: Command, at: number, { before, after }: Change): Command | null {
  if (command.name === 'agentState') {
    const agent = after.agents.get(command.agentId);
    return agent === undefined ? null : { ...command, profile: agentProfileOf(agent) };
  }
  if (command.name !== 'enqueue') return command;
  const [old, own] = [before.queues.get(command.queueId), after.queues.get(command.queueId)];
  return old === undefined || own === undefined ? command : rewriteEnqueue(command, at, { before, after }, old, own);
}

function rewriteEnqueue(command: Enqueue, at: number, { before, after }: Change, old: Queue, own: Queue): Enqueue {
  const { channel, priority, targetMs, expiresAt } = command;
  const since = command.waitingSinceAt;
  const targetOf = (config: CompiledConfig, queue: Queue) => {
    const target = queue.channels.get(channel)?.target;
    return target === undefined ? 0 : dueAt(target, config.hours.get(queue.hoursId ?? '') ?? null, since) - since;
  };
  return {
    ...command,
    priority: priority === old.priority ? own.priority : priority,
    targetMs: targetMs === targetOf(before, old) ? targetOf(after, own) : targetMs,
    expiresAt: expiresAt === at + old.maxWaitMs ? at + own.maxWaitMs : expiresAt,
    steps: command.steps.map((step) => ({ ...step, requirements: rewriteRequirements(step.requirements, old, own) })),
  };
}

function rewriteRequirements(asked: readonly Requirement[], old: Queue, own: Queue): readonly Requirement[] {
  const asRouting = ({ requirements }: Queue): Requirement[] =>
    requirements.map(({ skillId, minProficiency }) => ({ skillId, atLeast: minProficiency }));
  const isOfQueue = (one: Requirement) =>
    asRouting(old).some(({ skillId, atLeast }) => skillId === one.skillId && atLeast === one.atLeast);
  if (asRouting(old).some((one) => !asked.some((other) => other.skillId === one.skillId))) return asked;
  return [...asRouting(own), ...asked.filter((one) => !isOfQueue(one))];
}
