import { decodePosition } from '../core/flow/position-codec';
import { consulted } from '../core/interaction/party';
import type { Act } from '../core/interaction/acts';
import { isDialling, partiesOf, type Interaction, type Phase } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import type { OpenAct, StoredInteraction } from '../ports/interaction-store';
import type { Settled } from '../ports/orchestrations';
import { wordsOf } from './command-of-step';
import { CLAIM_MS, changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { performActs } from './acts/perform-acts';
import { AFTER_MS, connectsBy, nextLook } from './next-look';
import { relayWaiting, THROTTLED_MS } from './relay-messages';
import { restAfter } from './rest-after';
import { loadWhere } from './lib/load-where';
import { leaveLostBrowser } from './lost-browser';
import { failDial } from './voice/fail-dial';
import { stepFlow } from './walk-flow';

/**
 * The guarantee behind every fast path: does again what the recorded state shows undone, ends what is past its
 * deadline, and says when to look next.
 */
export async function settleInteraction(deps: Deps, ref: InteractionRef): Promise<Settled> {
  const stored = await loadWhere(deps, ref, () => true);
  if (stored === undefined) return { kind: 'closed' };
  const repaired = await doOpenActs(deps, stored);
  if (repaired.interaction.phase.name === 'closed') return { kind: 'closed' };
  const { facts, phase } = repaired.interaction;
  const roomAt = hasAct(stored, 'relayWaiting') ? null : await relayWhatWaits(deps, repaired);
  const goneAt = await leaveLostBrowser(deps, ref, repaired.interaction);
  const restsAt = await endWhatIsDue(deps, ref, repaired);
  const after =
    isWaiting(phase.name) && facts.channel !== 'chat' ? repaired : ((await deps.interactions.load(ref)) ?? repaired);
  if (after.interaction.phase.name === 'closed') return { kind: 'closed' };
  return {
    kind: 'open',
    stage: after.interaction.phase.name,
    checkAt: nextCheck(deps, after, [restsAt, goneAt, roomAt]),
  };
}

/** Answers when to ask again what took nothing now. */
async function relayWhatWaits(deps: Deps, stored: StoredInteraction): Promise<number | null> {
  const { facts, phase } = stored.interaction;
  if (phase.name !== 'active' || facts.channel === 'voice') return null;
  return (await relayWaiting(deps, stored)) === 'throttled' ? deps.clock.now() + THROTTLED_MS : null;
}

const hasAct = ({ openActs }: StoredInteraction, kind: Act['kind']): boolean =>
  openActs.some(({ act }) => act.kind === kind);

/** Nothing of these is ended here: the shard keeps their deadlines. */
const isWaiting = (phase: Phase['name']): boolean => phase === 'queued' || phase === 'alerting';

/** Acts whose owner is gone. */
export const dueActs = (deps: Deps, { openActs }: StoredInteraction): readonly OpenAct[] =>
  openActs.filter((open) => open.claimedUntil <= deps.clock.now());

/** Claims the acts whose owner is gone, in one conditional write, and does them. */
async function doOpenActs(deps: Deps, stored: StoredInteraction): Promise<StoredInteraction> {
  const now = deps.clock.now();
  const due = dueActs(deps, stored);
  if (due.length === 0) return stored;
  const claimed = due.map((open) => ({ ...open, claimedUntil: now + CLAIM_MS }));
  const ids = new Map(claimed.map((open) => [open.actId, open]));
  const openActs = stored.openActs.map((open) => ids.get(open.actId) ?? open);
  const saved = await deps.interactions.save({ ...stored, openActs, events: [] }, stored.etag);
  if (saved.kind === 'conflict') {
    const latest = await deps.interactions.load(stored.interaction.facts);
    // Every lost race means that somebody else's write went through, so it ends.
    return latest === undefined ? stored : doOpenActs(deps, latest);
  }
  return performActs(deps, { ...stored, openActs, etag: saved.etag }, claimed);
}

/** Answers when a written interaction that goes on would come to rest; null for all others. */
async function endWhatIsDue(deps: Deps, ref: InteractionRef, stored: StoredInteraction): Promise<number | null> {
  const now = deps.clock.now();
  const { interaction } = stored;
  const { phase } = interaction;
  if (phase.name !== 'closed') await wrapUpOver(deps, ref, interaction, now);
  switch (phase.name) {
    case 'selfService':
      if (phase.answerBy !== null && phase.answerBy <= now && !isStillAsking(stored))
        await silence(deps, ref, phase.position);
      return null;
    case 'connecting':
      if (phase.deadlineAt > now) return null;
      await (isDialling(interaction) ? failDial(deps, ref, 'notAnswered') : notConnected(deps, ref, interaction));
      return null;
    case 'active':
    case 'parked':
      await ringingOver(deps, ref, interaction, now);
      return interaction.facts.channel === 'voice' ? null : restAfter(deps, ref, interaction);
    case 'arriving':
      if (interaction.facts.channel === 'voice' && connectsBy(interaction) <= now) await neverConnected(deps, ref);
      return null;
    case 'queued':
    case 'alerting':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return null;
  }
}

/** The call reports that nobody answers; where it did not, the agent must not wait for ever. */
async function ringingOver(deps: Deps, ref: InteractionRef, interaction: Interaction, now: number): Promise<void> {
  const party = consulted(partiesOf(interaction));
  if (party?.leg.name !== 'ringing' || party.leg.untilAt + AFTER_MS > now) return;
  const { partyId } = party;
  await changeInteraction(deps, ref, () => ({ type: 'failParty', at: now, partyId, why: 'notAnswered' }));
}

async function neverConnected(deps: Deps, ref: InteractionRef): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  await changeInteraction(deps, ref, ({ interaction }) => ({
    type: 'end',
    at: deps.clock.now(),
    reason: 'channelFailed',
    words: wordsOf(config, config.tenant.languages[0], [], null),
    ...endTimings(config, interaction),
  }));
}

/** A question whose asker died has not been put yet: nobody's silence answers it. */
const isStillAsking = (stored: StoredInteraction): boolean =>
  (['flowTask', 'sendText', 'prompt'] as const).some((kind) => hasAct(stored, kind));

/** Nobody answered a prompt, or its end was never reported. A flow that can go nowhere from here ends with a word. */
async function silence(deps: Deps, ref: InteractionRef, encoded: string): Promise<void> {
  const position = decodePosition(encoded);
  if (position !== null && 'turn' in position) {
    const input =
      position.state === 'queued'
        ? ({ kind: 'queueLeft', because: 'tooLong' } as const)
        : ({ kind: 'silence' } as const);
    const stepped = await stepFlow(deps, ref, { ...input, turn: position.turn });
    if (stepped.kind === 'changed') return;
  }
  const { config } = await deps.configs.live(ref.tenantId);
  await changeInteraction(deps, ref, ({ interaction }) => {
    const { phase } = interaction;
    if (phase.name !== 'selfService' || phase.position !== encoded) return null;
    return {
      type: 'end',
      at: deps.clock.now(),
      reason: 'flowEnded',
      words: wordsOf(config, config.tenant.languages[0], [], null),
      ...endTimings(config, interaction),
    };
  });
}

async function notConnected(deps: Deps, ref: InteractionRef, interaction: Interaction): Promise<void> {
  const { phase, segments } = interaction;
  const agentId = phase.name === 'connecting' ? segments[phase.segment]?.agentId : undefined;
  if (agentId === undefined) return;
  await changeInteraction(deps, ref, () => ({
    type: 'failConnect',
    at: deps.clock.now(),
    agentId,
    failure: 'notConnected',
  }));
}

async function wrapUpOver(deps: Deps, ref: InteractionRef, interaction: Interaction, now: number): Promise<void> {
  for (const { state, assignmentId } of interaction.segments) {
    if (state.name !== 'wrappingUp' || state.deadlineAt > now) continue;
    await changeInteraction(deps, ref, () => ({ type: 'wrapUpExpired', at: now, assignmentId }));
  }
}

function nextCheck(
  deps: Deps,
  { interaction, openActs }: StoredInteraction,
  others: readonly (number | null)[],
): number {
  const claims = openActs.map((open) => open.claimedUntil + AFTER_MS);
  return nextLook(deps.clock.now(), interaction, [...claims, ...others]);
}
