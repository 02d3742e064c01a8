import { BUSY_FOR_MS, presenceStep, shownAfter, type PresenceStep, type Shown } from '../../core/agent/teams-presence';
import type { Agent, CompiledConfig } from '../../core/config/compiled';
import type { PresenceUse } from '../../core/config/presence-uses';
import { agentIdOf, shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import { agentView, type AgentView } from '../../core/routing/agent-view';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { tellAgentState } from '../live/tell-agent-state';
import { submitToShard } from '../routing/submit-to-shard';

type Use = Exclude<PresenceUse, 'off'>;

/** Reads the presence of everybody signed in, and makes of it what the tenant wants: a veto against offers, agents shown busy. */
export async function watchPresence(deps: Deps): Promise<void> {
  for (const tenantId of await deps.configs.tenants()) {
    const { config } = await deps.configs.live(tenantId);
    const { teamsPresence } = config.tenant;
    if (teamsPresence === 'off') continue;
    try {
      await watchTenant(deps, tenantId, config, teamsPresence);
    } catch (error) {
      // Vetoes that nobody renews end by themselves.
      deps.log.warn('presence not read', { tenantId, why: messageOf(error) });
    }
  }
}

interface SignedIn {
  readonly shard: ShardRef;
  readonly agentId: AgentId;
  readonly teamsUserId: string;
  readonly view: AgentView;
}

/** How many are told of at once: Graph allows 50 requests a second and app. */
const AT_ONCE = 20;

async function watchTenant(deps: Deps, tenantId: TenantId, config: CompiledConfig, use: Use): Promise<void> {
  const agents = await signedIn(deps, tenantId, config);
  const shown = shownOf(deps, tenantId);
  await clearWhoWent(deps, config, shown, new Set(agents.map(({ agentId }) => agentId)));
  if (agents.length === 0) return;
  const presences = await deps.presence.read(agents.map(({ teamsUserId }) => teamsUserId));
  const follow = async (agent: SignedIn) => {
    const seen = { use, presence: presences.get(agent.teamsUserId), shown: shown.get(agent.agentId) };
    const step = presenceStep({ ...seen, held: agent.view.assignments, now: deps.clock.now() });
    await tellTeams(deps, agent, shown, step.tell);
    return (await noteVeto(deps, agent, step.veto)) ? [agent.shard.shardId] : [];
  };
  const freed = new Set((await inTurns(agents, follow)).flat());
  for (const shardId of freed)
    await submitToShard(deps, { tenantId, shardId }, { name: 'match', commandId: deps.ids.next() });
}

async function inTurns<T, Result>(all: readonly T[], one: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(one))));
  return results;
}

function shownOf({ shownPresence }: Deps, tenantId: TenantId): Map<AgentId, Shown> {
  const known = shownPresence.get(tenantId) ?? new Map<AgentId, Shown>();
  shownPresence.set(tenantId, known);
  return known;
}

/** One question for each shard. */
async function signedIn(deps: Deps, tenantId: TenantId, config: CompiledConfig): Promise<readonly SignedIn[]> {
  const agents = [...config.agents.values()];
  const found = await Promise.all(
    config.shardIds.map((id) => {
      const shard = { tenantId, shardId: shardIdOf(id) };
      const own = agents.filter(({ shardId }) => shardId === id);
      return deps.shards.ask(shard, (state) => own.map((agent) => seenIn(shard, agent, agentView(state, agent.id))));
    }),
  );
  return found.flat().filter(({ view }) => view.availability.kind !== 'signedOut');
}

const seenIn = (shard: ShardRef, { id, teamsUserId }: Agent, view: AgentView): SignedIn => ({
  ...{ shard, agentId: agentIdOf(id), teamsUserId, view },
});

async function tellTeams(
  { presence, clock, log }: Deps,
  { agentId, teamsUserId }: Pick<SignedIn, 'agentId' | 'teamsUserId'>,
  shown: Map<AgentId, Shown>,
  tell: PresenceStep['tell'],
): Promise<void> {
  try {
    if (tell === 'busy') await presence.showBusy(teamsUserId, BUSY_FOR_MS);
    if (tell === 'clear') await presence.clear(teamsUserId);
    shown.set(agentId, shownAfter(shown.get(agentId), tell, clock.now()));
  } catch (error) {
    // Not remembered as told: the next look tells it again.
    log.warn('presence not told', { agentId, why: messageOf(error) });
  }
}

/** Whoever signed out holds nothing any more that Teams should show. */
async function clearWhoWent(
  deps: Deps,
  { agents }: CompiledConfig,
  shown: Map<AgentId, Shown>,
  here: ReadonlySet<AgentId>,
): Promise<void> {
  for (const [agentId, { busyUntilAt }] of [...shown]) {
    if (here.has(agentId)) continue;
    const teamsUserId = agents.get(agentId)?.teamsUserId;
    if (busyUntilAt !== null && teamsUserId !== undefined)
      await tellTeams(deps, { agentId, teamsUserId }, shown, 'clear');
    if (shown.get(agentId)?.busyUntilAt === null || teamsUserId === undefined) shown.delete(agentId);
  }
}

/** True when offers change: the agent may have some again, or one that they had goes to the next. */
async function noteVeto(deps: Deps, { shard, agentId, view }: SignedIn, veto: PresenceStep['veto']): Promise<boolean> {
  const before = view.veto?.cause ?? null;
  if (veto === null && before === null) return false;
  const command = { name: 'presence', commandId: deps.ids.next(), agentId, veto } as const;
  const { kind } = await submitToShard(deps, shard, command);
  if (kind !== 'presenceNoted' || veto === before) return false;
  await tellAgentState(deps, shard.tenantId, agentId);
  return true;
}
