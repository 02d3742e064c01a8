import type { AlertRules } from '../../core/config/alerts-source';
import type { Agent, Queue } from '../../core/config/compiled';
import { ALERTS } from '../../core/config/defaults';
import { shardIdOf, type TenantId } from '../../core/lib/ids';
import type { VetoCause } from '../../core/routing/types';
import { agentView, type AgentView } from '../../core/routing/agent-view';
import { agentIdOf } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { readLive, type LiveFigures } from '../read-figures';

/** A queue as the floor shows it; lengths in milliseconds, targets by channel. */
export interface FloorQueue {
  readonly queueId: string;
  readonly name: string;
  readonly targetMs: Readonly<Record<string, number>>;
  readonly waiting: number;
  readonly longestWaitMs: number;
  readonly alertAt: AlertRules;
}

/** An agent as the floor shows them; `holding` counts what they hold by its state. */
export interface FloorAgent {
  readonly agentId: string;
  readonly name: string;
  readonly queueIds: readonly string[];
  readonly availability: AgentView['availability'];
  readonly veto: VetoCause | null;
  readonly holding: Readonly<Record<string, number>>;
  readonly offers: number;
}

/** The queues of a supervisor and who works in them, now. */
export interface Floor extends Pick<LiveFigures, 'at' | 'open' | 'parked'> {
  readonly queues: readonly FloorQueue[];
  readonly agents: readonly FloorAgent[];
}

/** Queues of a supervisor and who works in them, by name: figures of what was measured, states as the shards have them. */
export async function readFloor(deps: Deps, tenantId: TenantId, overseen: ReadonlySet<string>): Promise<Floor> {
  const [live, { config }] = await Promise.all([readLive(deps, tenantId, overseen), deps.configs.live(tenantId)]);
  const { at, open, parked } = live;
  const agents = [...config.agents.values()].filter(({ queueIds }) => queueIds.some((id) => overseen.has(id)));
  const views = await viewsByShard(deps, tenantId, agents);
  return {
    ...{ at, open, parked },
    queues: [...config.queues.values()]
      .filter(({ id }) => overseen.has(id))
      .map((queue) => ({ ...queueOf(queue, live), alertAt: config.alerts.get(queue.id) ?? ALERTS })),
    agents: agents.map((agent) => agentOfFloor(agent, views.get(agent.id), live)),
  };
}

/** One question for each shard, whatever the number of agents. */
async function viewsByShard(
  deps: Deps,
  tenantId: TenantId,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, AgentView>> {
  const shards = [...new Set(agents.map(({ shardId }) => shardId))];
  const found = await Promise.all(
    shards.map((shardId) =>
      deps.shards.ask({ tenantId, shardId: shardIdOf(shardId) }, (state) =>
        agents
          .filter((agent) => agent.shardId === shardId)
          .map(({ id }) => [id, agentView(state, agentIdOf(id))] as const),
      ),
    ),
  );
  return new Map(found.flat());
}

function queueOf({ id, name, channels }: Queue, live: LiveFigures): Omit<FloorQueue, 'alertAt'> {
  const figures = live.queues.find(({ queueId }) => queueId === id);
  return {
    queueId: id,
    name,
    targetMs: Object.fromEntries([...channels].map(([channel, { target }]) => [channel, target.ms])),
    waiting: figures?.waiting ?? 0,
    longestWaitMs: figures?.longestWaitMs ?? 0,
  };
}

const isSignedIn = (view: AgentView | undefined): view is AgentView =>
  view !== undefined && view.availability.kind !== 'signedOut';

function agentOfFloor({ id, name, queueIds }: Agent, view: AgentView | undefined, live: LiveFigures): FloorAgent {
  return {
    agentId: id,
    name,
    // Supervisors may have changed them for as long as the agent is signed in.
    queueIds: isSignedIn(view) ? view.queueIds : queueIds,
    availability: view?.availability ?? { kind: 'signedOut' },
    veto: view?.veto?.cause ?? null,
    holding: live.agents.find(({ agentId }) => agentId === id)?.holding ?? {},
    offers: view?.offers.length ?? 0,
  };
}
