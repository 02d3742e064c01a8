import { beginTreatment, treatment, type TreatmentState } from '../../core/flow/treatment';
import { decodePosition } from '../../core/flow/position-codec';
import type { CompiledFlow, CompiledTreatment } from '../../core/flow/compiled';
import type { QueueVisit } from '../../core/interaction/state';
import { position } from '../../core/routing/shard';
import type { CallResult } from '../../ports/channels';
import type { StoredInteraction } from '../../ports/interaction-store';
import { shardVisitId } from '../acts/shard-visit-id';
import type { Deps } from '../lib/deps';
import { encodeContext } from './call-context';

/** What to play next for a waiting caller. `before`: what ended just now; null when the wait begins. */
export interface NextPiece {
  readonly visit: QueueVisit;
  readonly callRef: string;
  readonly key: string;
  readonly before: { readonly playing: 'say' | 'music'; readonly state: TreatmentState } | null;
}

/**
 * Plays the next piece: music, and every 30 seconds a comfort message with the place in the queue where it is known.
 * What was told so far travels with the call's callbacks, so that waiting costs no writes.
 */
export async function playTreatment(deps: Deps, stored: StoredInteraction, next: NextPiece): Promise<CallResult> {
  const { facts } = stored.interaction;
  const { visit } = next;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const flow = config.flows.get(facts.flowId);
  const plan = flow === undefined ? undefined : planOf(flow, visit);
  const state = next.before?.state ?? beginTreatment(deps.clock.now());
  const music = { kind: 'music' as const, uri: musicUri(deps, plan) };
  if (plan === undefined || next.before?.playing === 'say') return play(deps, stored, next, music, state);
  const known = {
    channel: facts.channel,
    language: visit.language,
    position: await placeOf(deps, stored, visit),
    waitMs: null,
  };
  const step = treatment(plan, state, deps.clock.now(), known);
  const words = step.plays.find((piece) => piece.kind === 'say');
  return play(deps, stored, next, words?.kind === 'say' ? { kind: 'say', text: words.text } : music, step.state);
}

function play(
  deps: Deps,
  stored: StoredInteraction,
  { visit, callRef, key }: NextPiece,
  piece: { readonly kind: 'music'; readonly uri: string } | { readonly kind: 'say'; readonly text: string },
  state: TreatmentState,
): Promise<CallResult> {
  const context = encodeContext({
    kind: 'treat',
    visitId: visit.visitId,
    attempt: visit.attempt,
    playing: piece.kind,
    state,
  });
  return deps.voice.treat({ callRef, key, context }, stored.interaction.facts.customerAddress, piece);
}

/** The queue step that the caller waits in; none when the interaction was queued without one. */
function planOf(flow: CompiledFlow, visit: QueueVisit): CompiledTreatment | undefined {
  const place = decodePosition(visit.position);
  const node = place?.state === 'queued' ? flow.nodes.get(place.nodeId) : undefined;
  return node?.kind === 'queue' ? node.treatment : undefined;
}

const musicUri = (deps: Deps, plan: CompiledTreatment | undefined): string =>
  plan?.music === undefined || plan.music === null ? deps.urls.music : new URL(plan.music, deps.urls.music).href;

async function placeOf(deps: Deps, stored: StoredInteraction, visit: QueueVisit): Promise<number | null> {
  const shard = { tenantId: stored.interaction.facts.tenantId, shardId: visit.shardId };
  return (await deps.shards.ask(shard, (state) => position(state, shardVisitId(visit)))) ?? null;
}
