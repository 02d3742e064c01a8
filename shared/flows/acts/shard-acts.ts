import type { QueueVisit } from '../../core/interaction/state';
import { overflowVisit } from '../overflow-visit';
import { agentWork } from '../agents/agent-work';
import { setAgentState } from '../agents/set-agent-state';
import { ruleFor } from '../lib/rule-for';
import { submitToShard } from '../routing/submit-to-shard';
import type { ConnectFailure } from '../../core/interaction/events';
import type { MissCause } from '../../core/routing/types';
import type { Command, Enqueue } from '../../core/routing/commands';
import type { AgentId, ShardId } from '../../core/lib/ids';
import { DONE, type ActOutcome } from './act-outcome';
import { keyOf, type ActOf, type Doing } from './doing';
import { shardVisitId } from './shard-visit-id';
import { whenMayCallBack } from '../voice/may-call-back';
import { messageOf } from '../../core/lib/message-of';

function submit(doing: Doing, shardId: ShardId, command: (commandId: string) => Command) {
  const { tenantId } = doing.stored.interaction.facts;
  return submitToShard(doing.deps, { tenantId, shardId }, command(keyOf(doing)));
}

/** The shard has it durably before anyone is told; the event that asks for an agent only wakes. */
export async function enqueue(doing: Doing, act: ActOf<'enqueue'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { visit } = act;
  const { deferred } = stored.interaction;
  const notBefore = deferred?.kind === 'callback' ? await mayCallFrom(doing, act, deferred.number) : act.notBefore;
  if (notBefore > deps.clock.now()) return { kind: 'later', why: 'it is not time yet', notBefore };
  const outcome = await enqueueVisit(doing, visit, {
    ...(act.missedBy === undefined ? {} : { missedBy: missOf(act.missedBy) }),
    // An agent's own call or text: nobody else gets it.
    ...(visit.onlyAgentId === undefined ? {} : { named: { agentId: visit.onlyAgentId, untilAt: visit.deadlineAt } }),
  });
  if (outcome.kind === 'unknownQueue' && (await isElsewhere(doing, visit))) return moveVisit(doing, visit);
  if (outcome.kind !== 'enqueued' && outcome.kind !== 'alreadyEnqueued' && outcome.kind !== 'visitEnded') {
    return { kind: 'later', why: `the shard answered ${outcome.kind}` };
  }
  await publishQueued(doing, visit);
  return DONE;
}

/** What an enqueue may bring beside its visit. */
type Beside = Pick<Enqueue, 'missedBy' | 'onlyIfOpen'> & {
  /** For this agent alone, whatever skills the queue asks for, and not for long. */
  readonly named?: { readonly agentId: AgentId; readonly untilAt: number };
};

/** Brings a visit to its shard. */
export async function enqueueVisit(doing: Doing, visit: QueueVisit, { named, ...beside }: Beside) {
  const { facts } = doing.stored.interaction;
  const { config } = await doing.deps.configs.live(facts.tenantId);
  const rule = named === undefined ? ruleFor(config.queues.get(visit.queueId), visit, facts.channel) : undefined;
  const requirements = visit.requirements.map(({ minProficiency, ...rest }) => ({ ...rest, atLeast: minProficiency }));
  return submit(doing, visit.shardId, (commandId) => ({
    name: 'enqueue',
    commandId,
    interactionId: facts.interactionId,
    visitId: shardVisitId(visit),
    queueId: visit.queueId,
    channel: facts.channel,
    steps: [
      {
        requirements: named === undefined ? requirements : [],
        onlyAgentIds: named === undefined ? null : [named.agentId],
        timeoutMs: null,
      },
    ],
    priority: visit.priority,
    waitingSinceAt: visit.waitingSince,
    targetMs: visit.targetMs,
    preferredAgentId: visit.preferredAgentId,
    ...(rule === undefined ? {} : { rule }),
    expiresAt: named?.untilAt ?? visit.deadlineAt,
    ...beside,
  }));
}

/** Wakes the assignment of what waits; the tick finds what this event would have woken. */
export async function publishQueued({ deps, stored }: Doing, visit: QueueVisit): Promise<void> {
  const { tenantId, interactionId } = stored.interaction.facts;
  const event = {
    type: 'Switchboard.WorkQueued',
    tenantId,
    shardId: visit.shardId,
    interactionId,
    visitId: visit.visitId,
  } as const;
  try {
    await deps.events.publish(event);
  } catch (error) {
    deps.log.warn('work queued event not published', {
      interactionId,
      why: messageOf(error),
    });
  }
}

/** The queue has moved to another shard since the visit was made for the old one. */
async function isElsewhere({ deps, stored }: Doing, { queueId, shardId }: QueueVisit): Promise<boolean> {
  const { config } = await deps.configs.live(stored.interaction.facts.tenantId);
  const queue = config.queues.get(queueId);
  return queue !== undefined && queue.shardId !== shardId;
}

async function moveVisit({ deps, stored }: Doing, visit: QueueVisit): Promise<ActOutcome> {
  const { tenantId, interactionId } = stored.interaction.facts;
  await overflowVisit(deps, { tenantId, interactionId }, { visitId: shardVisitId(visit), toQueueId: visit.queueId });
  return DONE;
}

/** A callback is offered when its customer may be called, not before: an agent who accepts it calls at once. */
async function mayCallFrom({ deps, stored }: Doing, { notBefore }: ActOf<'enqueue'>, number: string): Promise<number> {
  const from = Math.max(notBefore, deps.clock.now());
  // Where no hour will do the agent's accept says why.
  return (await whenMayCallBack(deps, stored.interaction.facts, number, from)) ?? from;
}

const MISS: Readonly<Record<ConnectFailure, MissCause>> = {
  declined: 'declined',
  agentLeft: 'declined',
  notAnswered: 'ignored',
  notConnected: 'unreachable',
};

const missOf = ({ agentId, failure }: NonNullable<ActOf<'enqueue'>['missedBy']>) => ({ agentId, cause: MISS[failure] });

/** Tells the shard that the customer waits no more. */
export async function cancelVisit(doing: Doing, act: ActOf<'cancelVisit'>): Promise<ActOutcome> {
  const visitId = shardVisitId(act.visit);
  await submit(doing, act.visit.shardId, (commandId) => ({ name: 'cancel', commandId, visitId, reason: act.reason }));
  return DONE;
}

/** Frees the agent. One who did not answer a call they accepted is taken out until they say they are there. */
export async function release(doing: Doing, act: ActOf<'release'>): Promise<ActOutcome> {
  const { assignmentId, shardId, wrapUpMs, cause } = act;
  // First, because a free agent who is Ready would be offered the same call again.
  if (cause === 'notAnswered' || cause === 'notConnected') await takeOut(doing, act);
  await submit(doing, shardId, (commandId) => ({
    name: 'release',
    commandId,
    assignmentId,
    wrapUpMs: wrapUpMs === 0 ? null : wrapUpMs,
  }));
  return DONE;
}

/** They do not count as having ignored an offer, and what they set themselves in the meantime stands. */
async function takeOut(doing: Doing, { agentId }: ActOf<'release'>): Promise<void> {
  const { deps, stored } = doing;
  const { tenantId } = stored.interaction.facts;
  const { availability } = await agentWork(deps, tenantId, agentId);
  if (availability.kind !== 'ready') return;
  await setAgentState(deps, tenantId, agentId, { kind: 'notReady', reason: 'callNotTaken' });
}

/** Tells the shard that the agent is done with wrap-up. */
export async function completeWrapUp(doing: Doing, act: ActOf<'completeWrapUp'>): Promise<ActOutcome> {
  await submit(doing, act.shardId, (commandId) => ({ name: 'complete', commandId, assignmentId: act.assignmentId }));
  return DONE;
}
