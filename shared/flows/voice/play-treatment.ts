import { beginTreatment, treatment, treatmentDueAt } from '../../core/flow/treatment';
import type { CompiledTreatment } from '../../core/flow/words';
import type { QueueVisit } from '../../core/interaction/state';
import { expectedWait, position, promised } from '../../core/routing/shard';
import type { CallResult, CallStep } from '../../ports/channels';
import type { StoredInteraction } from '../../ports/interaction-store';
import { shardVisitId } from '../acts/shard-visit-id';
import { voiceOf } from '../command-of-step';
import type { Deps } from '../lib/deps';
import { encodeContext, type Piece } from './call-context';
import { queueStepOf } from './queue-step';
import { musicUntil } from './hold-music';

/** What to play next for a waiting caller. `before`: what ended just now; null when the wait begins. */
export interface NextPiece {
  readonly visit: QueueVisit;
  readonly callRef: string;
  readonly key: string;
  readonly before: (Piece & { readonly ended: 'heard' | 'failed' }) | null;
}

/** Music that ends sooner plays as good as nothing: played again and again it would only make callbacks. */
const SHORTEST_MUSIC_MS = 1_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** Music of the queue's own that failed so often gives way to ours. */
const OWN_MUSIC_FAILURES = 2;

/**
 * Plays the next piece: music, and every 30 seconds a comfort message with the place in the queue where it is known.
 * Each piece ends and calls back, and that callback plays the next: music that looped by itself would never give way.
 * What was told so far travels with the callbacks, so that waiting costs no writes.
 */
export async function playTreatment(deps: Deps, stored: StoredInteraction, next: NextPiece): Promise<CallResult> {
  const now = deps.clock.now();
  const { before } = next;
  const state = before?.state ?? beginTreatment(now);
  const failures = before === null ? 0 : failuresAfter(before, now);
  if (before !== null && failures > before.failures) return pause(deps, stored, next, { state, failures });
  const plan = (await queueStepOf(deps, stored.interaction, next.visit))?.node.treatment;
  const dueAt = plan === undefined ? null : treatmentDueAt(plan, state, stored.interaction.facts.channel);
  if (plan !== undefined && dueAt !== null && dueAt <= now && before?.playing !== 'say') {
    return comfort(deps, stored, next, { plan, state, failures });
  }
  const own = failures < OWN_MUSIC_FAILURES ? (plan?.music ?? null) : null;
  const uri = musicUntil(deps.urls.music, own, dueAt === null ? null : dueAt - now);
  const piece = { playing: 'music', beganAt: now, state, failures } as const;
  return deps.voice.treat(stepOf(next, piece), stored.interaction.facts.customerAddress, { kind: 'music', uri });
}

/** Only music counts: words that cannot be said are followed by music. */
function failuresAfter({ playing, beganAt, failures, ended }: NonNullable<NextPiece['before']>, now: number): number {
  if (playing !== 'music') return failures;
  return ended === 'failed' || now - beganAt < SHORTEST_MUSIC_MS ? failures + 1 : 0;
}

interface Told extends Pick<Piece, 'state' | 'failures'> {
  readonly plan: CompiledTreatment;
}

async function comfort(
  deps: Deps,
  stored: StoredInteraction,
  next: NextPiece,
  { plan, state, failures }: Told,
): Promise<CallResult> {
  const { channel, customerAddress } = stored.interaction.facts;
  const { language } = next.visit;
  const now = deps.clock.now();
  const known = { channel, language, ...(await placeOf(deps, stored, next.visit, state.toldAt === null)) };
  const { plays, state: told } = treatment(plan, state, now, known);
  const text = plays.flatMap((piece) => (piece.kind === 'say' ? [piece.text] : [])).join(' ');
  const step = stepOf(next, { playing: 'say', beganAt: now, state: told, failures });
  return deps.voice.treat(step, customerAddress, {
    kind: 'say',
    text,
    language,
    voice: await voiceFor(deps, stored, language),
  });
}

async function voiceFor(deps: Deps, { interaction: { facts } }: StoredInteraction, language: string) {
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  return voiceOf(config, language);
}

/** Listening to a silent caller ends with a callback after a while: the wait before music is tried again. */
function pause(
  deps: Deps,
  stored: StoredInteraction,
  next: NextPiece,
  { state, failures }: Pick<Piece, 'state' | 'failures'>,
): Promise<CallResult> {
  const { interactionId, customerAddress } = stored.interaction.facts;
  deps.log.warn('music not played', { interactionId, failures });
  const timeoutMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  const step = stepOf(next, { playing: 'pause', beganAt: deps.clock.now(), state, failures });
  const gather = {
    kind: 'keys',
    max: 1,
    endKey: null,
    betweenMs: 1_000,
    speech: false,
    timeoutMs,
    bargeIn: true,
  } as const;
  return deps.voice.prompt(step, customerAddress, {
    say: [],
    spoken: null,
    voice: null,
    language: next.visit.language,
    turn: 0,
    gather,
    purpose: 'flow',
  });
}

function stepOf({ visit: { visitId, attempt }, callRef, key }: NextPiece, piece: Piece): CallStep {
  return { callRef, key, context: encodeContext({ kind: 'treat', visitId, attempt, ...piece }) };
}

/** The keys with which the caller may leave this queue. */
export async function keysOf(
  deps: Deps,
  { interaction }: StoredInteraction,
  visit: QueueVisit,
): Promise<ReadonlyMap<string, string>> {
  return (await queueStepOf(deps, interaction, visit))?.node.keys ?? new Map();
}

/** The place in the queue and the wait that is to be expected there, as far as they are known: at first the one that is scored later. */
function placeOf(deps: Deps, stored: StoredInteraction, visit: QueueVisit, isFirst: boolean) {
  const shard = { tenantId: stored.interaction.facts.tenantId, shardId: visit.shardId };
  const visitId = shardVisitId(visit);
  return deps.shards.ask(shard, (state) => ({
    position: position(state, visitId) ?? null,
    waitMs: ((isFirst ? promised(state, visitId) : null) ?? expectedWait(state, visitId))?.expectedMs ?? null,
  }));
}
