import { liveOffers, visitOf } from '../../core/interaction/phases';
import type { Phase, QueueVisit } from '../../core/interaction/state';
import type { Channel } from '../../core/lib/channel';
import { shardIdOf, type AgentId, type InteractionRef, type TenantId } from '../../core/lib/ids';
import type { Obstacle } from '../../core/routing/obstacle';
import type { Outcome } from '../../core/routing/outcomes';
import type { SeenInteraction } from '../../ports/interaction-store';
import { shardVisitId } from '../acts/shard-visit-id';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { knownAgent } from '../lib/known-agent';
import { seeWhere } from '../lib/load-where';
import { submitToShard } from './submit-to-shard';

/** An agent takes somebody who waits in one of their queues, without being offered them. */
export async function pullVisit(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<SeenInteraction> {
  const { visit, shard } = await waiting(deps, ref, agentId);
  const commandId = deps.ids.next();
  const outcome = await submitToShard(deps, shard, { name: 'pull', commandId, agentId, visitId: shardVisitId(visit) });
  // Whoever waits in a queue that is not theirs is not there.
  if (outcome.kind === 'notForAgent' && NOT_THEIRS.has(outcome.obstacle.kind)) throw nobodyWaits();
  return taken(deps, ref, outcome);
}

/** Given by a supervisor; `isForced` whatever the agent's queues, skills, room and state say. */
export interface Assigning {
  readonly ref: InteractionRef;
  readonly agentId: AgentId;
  readonly by: string;
  readonly isForced: boolean;
}

/** A supervisor gives somebody who waits to an agent. */
export async function assignVisit(deps: Deps, { ref, agentId, by, isForced }: Assigning): Promise<SeenInteraction> {
  const { visit, shard } = await waiting(deps, ref, agentId);
  const commandId = deps.ids.next();
  const visitId = shardVisitId(visit);
  return taken(
    deps,
    ref,
    await submitToShard(deps, shard, { name: 'assign', commandId, agentId, visitId, by, isForced }),
  );
}

const NOT_THEIRS: ReadonlySet<Obstacle['kind']> = new Set<Obstacle['kind']>(['notInQueue', 'notNamed']);

const nobodyWaits = () => new FlowError('notFound', 'Nobody waits there.');

/** The visit in which somebody waits, in the shard of the agent who is to have them. */
async function waiting(deps: Deps, ref: InteractionRef, agentId: AgentId) {
  const visit = await waitingVisit(deps, ref);
  const { agent, shard } = await knownAgent(deps, ref.tenantId, agentId);
  if (agent.shardId !== visit.shardId)
    throw new FlowError('refused', `${agent.name} works in another shard than the customer waits in.`);
  return { visit, shard };
}

/** The visit in which somebody waits; calls that are being connected, and everybody else, do not. */
export async function waitingVisit(deps: Deps, ref: InteractionRef): Promise<QueueVisit> {
  const seen = await seeWhere(deps, ref, ({ interaction }) => waitingIn(interaction.phase) !== null);
  const visit = seen === undefined ? null : waitingIn(seen.interaction.phase);
  if (visit === null) throw nobodyWaits();
  return visit;
}

const waitingIn = (phase: Phase): QueueVisit | null => (phase.name === 'connecting' ? null : visitOf(phase));

/** The shard may give them away in the very moment in which they leave: the interaction has the last word. */
async function taken(deps: Deps, ref: InteractionRef, outcome: Outcome): Promise<SeenInteraction> {
  if (outcome.kind !== 'taken') throw refusalOf(outcome);
  const seen = await deps.interactions.glance(ref);
  const isTheirs = seen?.interaction.segments.some(({ assignmentId }) => assignmentId === outcome.assignmentId);
  if (seen === undefined || isTheirs !== true || liveOffers(seen.interaction.phase).length > 0)
    throw new FlowError('gone', 'The customer waits no more.');
  return seen;
}

function refusalOf(outcome: Outcome): FlowError {
  if (outcome.kind === 'notForAgent') {
    const { kind } = outcome.obstacle;
    return new FlowError('refused', WHY[kind], [{ path: 'obstacle', message: kind }]);
  }
  if (outcome.kind === 'unknownAgent') return new FlowError('refused', 'The agent is not signed in.');
  const isOver = outcome.kind === 'unknownVisit' || outcome.kind === 'visitEnded';
  return isOver
    ? new FlowError('gone', 'The customer waits no more.')
    : new FlowError('unavailable', `The shard answered ${outcome.kind}.`);
}

const WHY: Readonly<Record<Obstacle['kind'], string>> = {
  notNamed: 'The customer is meant for other agents.',
  notInQueue: 'The agent does not work in that queue.',
  unavailable: 'The agent is not Ready.',
  vetoed: 'The agent is busy in Teams, or not there.',
  notTheirChannel: 'The agent does not take that channel.',
  noRoom: 'The agent has no room for one more.',
  lacksSkill: 'The agent lacks a skill that is asked for.',
  notMeant: 'The customer is meant for other agents.',
  looksAlready: 'It is offered to the agent already.',
  coolingDown: 'The agent has just declined it.',
  tooEarly: 'The customer has not waited long enough for the agent.',
  prefersQueue: 'The agent has somebody else to take first.',
};

/** Somebody who waits, as those see it who may take or give them. */
export interface Waiting {
  readonly interactionId: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly waitingSinceAt: number;
  readonly priority: number;
  readonly isOffered: boolean;
}

/** Who waits in these queues, in order; agents and supervisors choose from them by hand. */
export async function listWaiting(
  deps: Deps,
  tenantId: TenantId,
  queueIds: ReadonlySet<string>,
): Promise<readonly Waiting[]> {
  const { config } = await deps.configs.live(tenantId);
  const all = await Promise.all(
    config.shardIds.map((id) =>
      deps.shards.ask({ tenantId, shardId: shardIdOf(id) }, ({ visits }) =>
        [...visits.values()]
          .filter(({ queueId }) => queueIds.has(queueId))
          .sort((a, b) => a.priority - b.priority || a.dueAt - b.dueAt || a.seq - b.seq)
          .slice(0, MOST_WAITING)
          .map(({ interactionId, queueId, channel, waitingSinceAt, priority, offerIds }) => {
            return { interactionId, queueId, channel, waitingSinceAt, priority, isOffered: offerIds.length > 0 };
          }),
      ),
    ),
  );
  return all.flat().slice(0, MOST_WAITING);
}

/** More than anybody reads through. */
const MOST_WAITING = 200;

/** The queues of an agent as the shard has them: with what a supervisor made of them. */
export async function queuesOfAgent(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<ReadonlySet<string>> {
  const { agent, shard } = await knownAgent(deps, tenantId, agentId);
  const now = await deps.shards.ask(shard, ({ agents }) => agents.get(agentId)?.profile.queueIds);
  return new Set(now ?? agent.queueIds);
}
