import type { InteractionCommand } from '../../core/interaction/commands';
import type { OfferEnd } from '../../core/interaction/events';
import { agentIdOf, assignmentIdOf, interactionIdOf, offerIdOf, type InteractionRef } from '../../core/lib/ids';
import { handoverOf } from '../../core/interaction/decide-transfer';
import { never } from '../../core/lib/never';
import type { Act, AssignedAct, OfferAct, RequeuedAct, RescindAct } from '../../core/routing/acts';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { ShardRef } from '../../ports/routing-journal';
import { attemptOfShard, visitIdOfShard } from '../acts/shard-visit-id';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { deskAddress } from '../lib/desk-address';
import { wrapUpMsOf } from '../lib/end-timings';
import { expireVisit } from '../expire-visit';
import { tellAgentState } from '../live/tell-agent-state';
import { loseAgent } from '../lose-agent';
import { overflowVisit } from '../overflow-visit';
import { submitToShard } from './submit-to-shard';

/** From the accept of a call to Connect: 15 s of ringing and the time to read the card. */
const CONNECT_WITHIN_MS = 30_000;

/** Does one act of the shard: it changes the interaction it is about, whose own acts reach the outside. */
export async function performShardAct(deps: Deps, shard: ShardRef, act: Act): Promise<void> {
  const at = deps.clock.now();
  switch (act.kind) {
    case 'offer':
      return offer(deps, shard, act);
    case 'rescind':
      return change(deps, shard, act, endOffer(at, act, rescindEnd(act)));
    case 'requeued':
      return change(deps, shard, act, endOffer(at, act, requeueEnd(act)));
    case 'assigned':
      return assigned(deps, shard, act);
    case 'expired':
      return expireVisit(deps, refOf(shard, act), act);
    case 'overflowed':
      return overflowVisit(deps, refOf(shard, act), act);
    case 'assignmentLost':
      return loseAgent(deps, refOf(shard, act), agentIdOf(act.agentId), act.cause ?? 'signedOut');
    case 'wrapUpEnded':
      if (act.cause !== 'deadline') return;
      return change(deps, shard, act, { type: 'wrapUpExpired', at, assignmentId: assignmentIdOf(act.assignmentId) });
    case 'agentNotResponding':
      await tellAgentState(deps, shard.tenantId, agentIdOf(act.agentId));
      return tellNotResponding(deps, shard, act.id, act.agentId);
    case 'agentSignedOut':
      return tellAgentState(deps, shard.tenantId, agentIdOf(act.agentId));
    default:
      return never(act);
  }
}

const refOf = (shard: ShardRef, act: { readonly interactionId: string }): InteractionRef => ({
  tenantId: shard.tenantId,
  interactionId: interactionIdOf(act.interactionId),
});

async function change(
  deps: Deps,
  shard: ShardRef,
  act: { readonly interactionId: string },
  command: InteractionCommand,
): Promise<void> {
  await changeInteraction(deps, refOf(shard, act), () => command);
}

async function assigned(deps: Deps, shard: ShardRef, act: AssignedAct): Promise<void> {
  const { config } = await deps.configs.live(shard.tenantId);
  await changeInteraction(deps, refOf(shard, act), ({ interaction }) => ({
    type: 'accept',
    at: deps.clock.now(),
    offerId: offerIdOf(act.offerId),
    agentId: agentIdOf(act.agentId),
    visitId: visitIdOfShard(act.visitId),
    assignmentId: assignmentIdOf(act.assignmentId),
    shardId: shard.shardId,
    connectWithinMs: CONNECT_WITHIN_MS,
    senderWrapUpMs: wrapUpMsOf(config, interaction),
    ...(act.taken === undefined ? {} : { taken: act.taken }),
  }));
}

/** An interaction that is over, or busy elsewhere, cannot be offered: the visit must not stay in the shard for it. */
async function offer(deps: Deps, shard: ShardRef, act: OfferAct): Promise<void> {
  const { config } = await deps.configs.live(shard.tenantId);
  const visitId = visitIdOfShard(act.visitId);
  const at = deps.clock.now();
  // That the shard offers it proves that the shard has it, whatever became of whoever asked it to.
  const arrives = ({ interaction }: StoredInteraction): InteractionCommand | null =>
    handoverOf(interaction)?.to.kind === 'queue'
      ? { type: 'handOver', at, visitId, wrapUpMs: wrapUpMsOf(config, interaction) }
      : null;
  const present = (): InteractionCommand => ({
    type: 'presentOffer',
    at,
    offerId: offerIdOf(act.offerId),
    agentId: agentIdOf(act.agentId),
    visitId,
    attempt: attemptOfShard(act.visitId),
    deadlineAt: act.deadlineAt,
  });
  let moved = false;
  let changed = await changeInteraction(deps, refOf(shard, act), (stored) => {
    const arrival = arrives(stored);
    moved = arrival !== null;
    return arrival ?? present();
  });
  if (moved) changed = await changeInteraction(deps, refOf(shard, act), present);
  if (changed.kind === 'changed' || (changed.kind === 'ignored' && changed.reason === 'alreadyPresented')) return;
  const commandId = `${act.id}/not-offered`;
  await submitToShard(deps, shard, { name: 'cancel', commandId, visitId: act.visitId, reason: 'notWaiting' });
}

const endOffer = (at: number, act: RescindAct | RequeuedAct, end: OfferEnd): InteractionCommand => ({
  type: 'endOffer',
  at,
  offerId: offerIdOf(act.offerId),
  agentId: agentIdOf(act.agentId),
  end,
});

function rescindEnd({ reason }: RescindAct): OfferEnd {
  return reason === 'expired' ? 'cancelled' : reason;
}

function requeueEnd({ cause }: RequeuedAct): OfferEnd {
  return cause === 'busy' ? 'declined' : cause;
}

async function tellNotResponding(deps: Deps, shard: ShardRef, key: string, agentId: string): Promise<void> {
  const address = await deskAddress(deps, shard.tenantId, agentIdOf(agentId));
  if (address === undefined) return;
  const text = 'You did not answer an offer, so nothing more is offered to you until you set yourself Ready.';
  const plain = { actions: [], wrapUpChoices: [], transferChoices: [] };
  await deps.desk.showNotice(address, { key, interactionId: '', text, ...plain });
}
