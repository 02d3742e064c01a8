import { agentIdOf, shardIdOf } from '../../shared/core/lib/ids';
import type { Act } from '../../shared/core/routing/acts';
import type { Command, Enqueue } from '../../shared/core/routing/commands';
import type { Outcome } from '../../shared/core/routing/outcomes';
import { commandOf } from '../../shared/core/routing/law-commands.testsuite';
import { setAgentState } from '../../shared/flows/agents/set-agent-state';
import { submitToShard } from '../../shared/flows/routing/submit-to-shard';
import { tickShards } from '../../shared/flows/routing/tick-shards';
import type { Chronicle } from './chronicle';
import { homeOfQueue, SHARD_IDS, type ShardName } from './company';
import type { Said } from './draw';
import { TENANT, type Instance } from './instance';

/** Something to say to an instance. `Answer` is null when nobody lived to hear it. */
export interface Saying {
  readonly say: (instance: Instance) => Promise<Outcome | void>;
  readonly command: Command | null;
  readonly shardId: ShardName | null;
}

/** What a saying is made from. */
export interface Scene {
  readonly chronicle: Chronicle;
  readonly version: number;
  readonly now: number;
  /** Where a visit goes, once it went there: its interaction knows. */
  readonly homes: Map<string, ShardName>;
}

const at = (shardId: ShardName) => ({ tenantId: TENANT, shardId: shardIdOf(shardId) });

const submission = (shardId: ShardName, command: Command): Saying => ({
  command,
  shardId,
  say: ({ deps }) => submitToShard(deps, at(shardId), command),
});

/** What a move says, by what there is to speak of. */
export function sayingOf(deed: Said, order: number, commandId: string, scene: Scene): Saying {
  const { name } = deed;
  if (name === 'sweep') return { command: null, shardId: null, say: ({ deps }) => tickShards(deps) };
  if (name === 'match' || name === 'tick') return submission(SHARD_IDS[order % 2] ?? 's1', { name, commandId });
  if (name === 'ready' || name === 'signedOut') return stateOf(deed.agentId, { kind: name });
  if (name === 'notReady') return stateOf(deed.agentId, { kind: name, reason: 'lunch' });
  const command = commandOf(deed, commandId, knownOf(scene));
  return submission(homeOf(command, scene), command);
}

const stateOf = (agentId: string, set: Parameters<typeof setAgentState>[3]): Saying => ({
  command: null,
  shardId: null,
  say: ({ deps }) => setAgentState(deps, TENANT, agentIdOf(agentId), set),
});

function knownOf({ chronicle: { shards, offers }, now, version }: Scene) {
  const isLive = ({ shardId, offerId }: Chronicle['offers'][number]) => shards[shardId].offers.has(offerId);
  const isHeld = ({ shardId, offerId }: Chronicle['offers'][number]) => shards[shardId].assignments.has(offerId);
  const first = (is: typeof isLive) => [...offers.filter(is), ...offers.filter((one) => !is(one))];
  return {
    now,
    commands: [],
    configVersion: version,
    offers: first(isLive),
    assignmentIds: first(isHeld).map(({ offerId }) => offerId),
  };
}

/** Ids of offers say which shard made them; visits are where they were taken in. */
function homeOf(command: Command, { chronicle, version, homes }: Scene): ShardName {
  if ('offerId' in command) return command.offerId.startsWith('s2') ? 's2' : 's1';
  if ('assignmentId' in command) return command.assignmentId.startsWith('s2') ? 's2' : 's1';
  if (command.name === 'enqueue') return homeOfVisit(command, version, homes);
  if ('visitId' in command) return chronicle.enqueued.get(command.visitId)?.shardId ?? 's1';
  return 's1';
}

function homeOfVisit({ visitId, queueId }: Enqueue, version: number, homes: Scene['homes']): ShardName {
  const home = homes.get(visitId) ?? homeOfQueue(queueId, version);
  homes.set(visitId, home);
  return home;
}

/** What the flow does after an act: an overflow enqueues anew, by the version that is live; three times, then the flow lets go. */
export function followed(act: Act, { version, now, homes }: Omit<Scene, 'chronicle'>): Saying | null {
  if (act.kind !== 'overflowed' || act.visitId.endsWith('>>>')) return null;
  const visitId = `${act.visitId}>`;
  const command: Enqueue = {
    name: 'enqueue',
    commandId: `again-${visitId}`,
    interactionId: act.interactionId,
    visitId,
    queueId: act.toQueueId,
    channel: 'chat',
    steps: [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
    priority: 1,
    waitingSinceAt: Math.max(0, now - 30_000),
    targetMs: 20_000,
    preferredAgentId: null,
    expiresAt: null,
  };
  return submission(homeOfVisit(command, version, homes), command);
}
