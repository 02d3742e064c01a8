import type { CompiledConfig, Queue } from '../../core/config/compiled';
import { voiceAppsFor } from '../../core/config/voice-apps';
import type { ChannelKind, Facts } from '../../core/interaction/state';
import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import { staffing } from '../../core/routing/shard';
import type { TransferChoice } from '../../ports/agent-desk';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { openingOf } from '../lib/local-time';
import { agentWork } from './agent-work';
import type { TransferTarget } from './transfer';

/** Where an agent could hand a customer to. */
export interface TransferTargets {
  readonly queues: readonly {
    readonly queueId: string;
    readonly name: string;
    readonly channels: readonly ChannelKind[];
    readonly isOpen: boolean;
    readonly waiting: number;
    readonly ready: number;
  }[];
  readonly agents: readonly { readonly agentId: string; readonly name: string; readonly availability: string }[];
}

/** Every queue and colleague of the tenant, and how they are now. */
export async function transferTargets(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<TransferTargets> {
  const { config } = await deps.configs.live(tenantId);
  const colleagues = [...config.agents.values()].filter(({ id }) => id !== agentId);
  const [queues, agents] = await Promise.all([
    Promise.all([...config.queues.values()].map((queue) => queueNow(deps, tenantId, config, queue))),
    Promise.all(
      colleagues.map(async ({ id, name }) => {
        const { availability } = await agentWork(deps, tenantId, id as AgentId);
        return { agentId: id, name, availability: availability.kind };
      }),
    ),
  ]);
  return { queues, agents };
}

async function queueNow(deps: Deps, tenantId: TenantId, config: CompiledConfig, queue: Queue) {
  const shard = { tenantId, shardId: shardIdOf(queue.shardId) };
  const { waiting, ready } = await deps.shards.ask(shard, (state) => staffing(state, queue.id));
  const channels = [...queue.channels.keys()];
  return { queueId: queue.id, name: queue.name, channels, isOpen: isOpenNow(deps, config, queue), waiting, ready };
}

function isOpenNow({ clock }: Pick<Deps, 'clock'>, config: CompiledConfig, { hoursId }: Queue): boolean {
  const hours = config.hours.get(hoursId ?? '');
  return hours === undefined || openingOf(hours)(clock.now()).isOpen;
}

/** A menu longer than this nobody reads in a chat; the desk searches them all. */
const MOST_CHOICES = 60;

/** Where a card lets an agent hand a customer to: queues that are open, what of Teams a call reaches, and colleagues. */
export function transferChoices(
  deps: Pick<Deps, 'clock'>,
  config: CompiledConfig,
  facts: Pick<Facts, 'channel' | 'ourAddress'>,
): readonly TransferChoice[] {
  const queues = [...config.queues.values()].filter(
    (queue) => queue.channels.has(facts.channel) && isOpenNow(deps, config, queue),
  );
  return [
    ...queues.map(({ id, name }) => ({ value: `queue:${id}`, title: name })),
    ...voiceAppsFor(config, facts).map(({ id, name }) => ({ value: `voiceApp:${id}`, title: name })),
    ...[...config.agents.values()].map(({ id, name }) => ({ value: `agent:${id}`, title: name })),
  ].slice(0, MOST_CHOICES);
}

/** What a card's choice means. */
export function targetOfChoice(value: string | null): TransferTarget {
  const [kind, id = ''] = (value ?? '').split(/:(.*)/s);
  if (kind === 'queue' && id !== '') return { kind, queueId: id };
  if (kind === 'agent' && id !== '') return { kind, agentId: id };
  if (kind === 'voiceApp' && id !== '') return { kind, voiceAppId: id };
  throw new FlowError('invalid', 'Say to whom the customer is to go.');
}
