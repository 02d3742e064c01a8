import type { RoutingConfig } from './config';
import type { Command } from './commands';
import { explain } from './explain';
import { restore, snapshot } from './snapshot';
import type { ShardState, Visit } from './state';
import { submit } from './submit';
import type { AgentId, QueueId } from './types';

/** What a change of the configuration does to who waits in a queue at this moment. */
export interface QueueEffect {
  readonly queueId: QueueId;
  readonly waiting: number;
  /** Those who are offered to an agent at once, though they are not now. */
  readonly offered: number;
  /** Those whom nobody signed in could take, whatever they do now: before and after. */
  readonly stranded: { readonly before: number; readonly after: number };
  /** The new configuration has the queue no more: who waits there keeps their deadline. */
  readonly isGone: boolean;
}

/** What a configuration would change for those who wait and work in a shard now. */
export interface ConfigEffect {
  readonly queues: readonly QueueEffect[];
  readonly signedOut: readonly AgentId[];
}

/** A configuration that is not live yet. */
export interface Candidate {
  readonly config: RoutingConfig;
  readonly now: number;
}

/** Tries a configuration on a copy of the shard: the same steps as when it is taken. The state itself stays as it is. */
export function effectOfConfig(state: ShardState, { config, now }: Candidate): ConfigEffect {
  const before = waitingOf(state);
  let trial = restore(snapshot(state));
  const say = (command: Command) => {
    trial = submit(trial, { command, now, config, doneActs: [] }).state;
  };
  say({ name: 'config', commandId: 'trial', version: config.version });
  const after = waitingOf(trial);
  say({ name: 'match', commandId: 'trial-match' });
  const isOffered = ({ visitId }: Waiting) => trial.visits.has(visitId) && !trial.index.lineByVisit.has(visitId);
  const queueIds = [...new Set(before.map(({ queueId }) => queueId))].sort();
  return {
    queues: queueIds.map((queueId) => ({
      queueId,
      waiting: ofQueue(before, queueId).length,
      offered: ofQueue(before, queueId).filter(isOffered).length,
      stranded: {
        before: ofQueue(before, queueId).filter(({ isStranded }) => isStranded).length,
        after: ofQueue(after, queueId).filter(({ isStranded }) => isStranded).length,
      },
      isGone: !config.queues.has(queueId),
    })),
    signedOut: [...state.agents.keys()].filter((agentId) => isIn(state, agentId) && !isIn(trial, agentId)),
  };
}

interface Waiting extends Pick<Visit, 'visitId' | 'queueId'> {
  readonly isStranded: boolean;
}

/** The visits that wait, and whether anybody signed in is somebody for them. */
function waitingOf(state: ShardState): readonly Waiting[] {
  const waiting = [...state.visits.values()].filter(({ visitId }) => state.index.lineByVisit.has(visitId));
  return waiting.map(({ visitId, queueId }) => ({ visitId, queueId, isStranded: isStranded(state, visitId) }));
}

/** Obstacles that neither time nor the agent's own doing takes away. */
const LASTING: ReadonlySet<string> = new Set(['notNamed', 'notInQueue', 'notTheirChannel', 'lacksSkill']);

function isStranded(state: ShardState, visitId: string): boolean {
  const candidates = explain(state, visitId)?.candidates ?? [];
  return candidates.every(({ agentId, obstacle }) => !isIn(state, agentId) || LASTING.has(obstacle?.kind ?? ''));
}

const isIn = (state: ShardState, agentId: AgentId): boolean => {
  const kind = state.agents.get(agentId)?.availability.kind;
  return kind !== undefined && kind !== 'signedOut';
};

const ofQueue = (waiting: readonly Waiting[], queueId: QueueId) => waiting.filter((one) => one.queueId === queueId);
