import type { ChatState } from '../../contracts/chat';
import type { Interaction, QueueVisit } from '../../core/interaction/state';
import { expectedWait } from '../../core/routing/expected-wait';
import { position } from '../../core/routing/position';
import { shardVisitId } from '../acts/shard-visit-id';
import type { Deps } from '../lib/deps';
import { openIn, type OwnThread } from './chat-thread';
import { mayRate } from './rate-chat';

/** Where the customer of a chat stands, as their page shows it. */
export async function chatStateOf(deps: Deps, thread: OwnThread): Promise<ChatState> {
  const stored = await openIn(deps, thread);
  const shown = stored && (await shownTo(deps, stored.interaction));
  return shown ?? { kind: 'idle', mayRate: await mayRate(deps, thread) };
}

/** Undefined: nobody is at it now. */
async function shownTo(deps: Deps, interaction: Interaction): Promise<ChatState | undefined> {
  const { phase, facts, segments } = interaction;
  switch (phase.name) {
    case 'arriving':
    case 'selfService':
      return { kind: 'assistant' };
    case 'queued':
    case 'alerting':
    case 'connecting':
      return waiting(deps, interaction, phase.visit);
    case 'active': {
      const { config } = await deps.configs.live(facts.tenantId);
      return { kind: 'agent', name: config.agents.get(segments[phase.segment]?.agentId ?? '')?.name ?? null };
    }
    case 'parked':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return undefined;
  }
}

async function waiting(deps: Deps, { facts }: Interaction, visit: QueueVisit): Promise<ChatState> {
  const visitId = shardVisitId(visit);
  return deps.shards.ask({ tenantId: facts.tenantId, shardId: visit.shardId }, (state) => {
    const wait = expectedWait(state, visitId);
    return {
      kind: 'waiting',
      position: position(state, visitId) ?? null,
      expectedMs: wait === undefined ? null : { low: wait.lowMs, high: wait.highMs },
    };
  });
}
