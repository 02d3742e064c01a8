import { decodePosition } from '../../core/flow/position-codec';
import type { FlowPosition } from '../../core/flow/protocol';
import type { VoicemailNode } from '../../core/flow/nodes';
import { textFor } from '../../core/flow/text-for';
import type { LastWords, Prompt } from '../../core/interaction/acts';
import type { InteractionCommand } from '../../core/interaction/commands';
import type { Interaction } from '../../core/interaction/state';
import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { currentRecording } from '../acts/call-ref';
import { voiceOf, wordsOf } from '../command-of-step';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { loadWhere } from '../lib/load-where';
import { leaveInteraction } from '../leave-interaction';
import { hasReached, stepFlow } from '../walk-flow';

type Recording = Extract<FlowPosition, { state: 'recording' }>;

/** The file of a recording is there minutes after it ended; nobody waits on the line for it. */
const FILE_WITHIN_MS = 15 * 60_000;
const STOP_KEY = '#';

const placeOf = ({ phase }: Interaction): Recording | null => {
  const position = phase.name === 'selfService' ? decodePosition(phase.position) : null;
  return position?.state === 'recording' ? position : null;
};

/** The voicemail's words were heard: the recording begins, and ends by `#`, by hanging up or when it is long enough. */
export async function beginRecording(deps: Deps, ref: InteractionRef, turn: number): Promise<boolean> {
  const stored = await loadWhere(deps, ref, hasReached(turn));
  const place = stored === undefined ? null : placeOf(stored.interaction);
  if (stored === undefined || place?.turn !== turn) return false;
  const node = await nodeAt(deps, stored.interaction, place);
  if (node === null) return false;
  await changeInteraction(
    deps,
    ref,
    ({ interaction, refs }) =>
      placeOf(interaction)?.turn !== turn || refs[BEGUN] === String(turn)
        ? null
        : recordFor(deps, interaction, {
            leftMs: node.longestMs,
            recording: 'begin',
            prompt: listenFor(place, node.longestMs),
          }),
    { known: stored, refs: { [BEGUN]: String(turn), [BEGUN_AT]: String(deps.clock.now()) } },
  );
  return true;
}

/** The turn whose recording has begun, so that a repeated report begins it once, and when. */
const BEGUN = 'recording:turn';
const BEGUN_AT = 'recording:at';

type Move = Extract<InteractionCommand, { type: 'moveInFlow' }>;

interface Next {
  readonly leftMs: number;
  readonly recording: Move['recording'];
  readonly prompt: Prompt | null;
}

function recordFor(deps: Deps, { phase }: Interaction, { leftMs, recording, prompt }: Next): Move | null {
  if (phase.name !== 'selfService') return null;
  const at = deps.clock.now();
  const { position, memory } = phase;
  const answerBy = at + leftMs + FILE_WITHIN_MS;
  return { type: 'moveInFlow', at, position, memory, answerBy, prompt, texts: [], task: null, recording };
}

const listenFor = ({ turn, language }: Recording, timeoutMs: number): Prompt => ({
  say: [],
  spoken: null,
  voice: null,
  language,
  turn,
  gather: { kind: 'keys', max: 1, endKey: null, betweenMs: 1_000, speech: false, timeoutMs, bargeIn: true },
  purpose: 'voicemail',
});

/** A key, or the longest time: any other key than the one that ends it is part of the message. */
export async function whileRecorded(
  deps: Deps,
  ref: InteractionRef,
  event: { readonly kind: string; readonly digits?: string },
  turn: number,
): Promise<void> {
  const stored = await loadWhere(deps, ref, hasReached(turn));
  const place = stored === undefined ? null : placeOf(stored.interaction);
  if (stored === undefined || place?.turn !== turn) return;
  const node = await nodeAt(deps, stored.interaction, place);
  const beganAt = Number(stored.refs[BEGUN_AT] ?? deps.clock.now());
  const leftMs = beganAt + (node?.longestMs ?? 0) - deps.clock.now();
  const goesOn = event.kind === 'gathered' && event.digits !== STOP_KEY && leftMs > 1_000;
  const words = await thanksOf(deps, stored, place, node);
  await changeInteraction(deps, ref, ({ interaction }) =>
    placeOf(interaction)?.turn !== turn
      ? null
      : recordFor(deps, interaction, {
          leftMs: Math.max(0, leftMs),
          recording: goesOn ? null : words,
          prompt: goesOn ? listenFor(place, leftMs) : null,
        }),
  );
}

async function thanksOf(
  deps: Deps,
  { interaction: { facts } }: StoredInteraction,
  { language }: Recording,
  node: VoicemailNode | null,
): Promise<LastWords> {
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const texts = node === null ? [] : [textFor(node.thanks, 'voice', language)];
  return { ...wordsOf(config, language, texts, null), voice: voiceOf(config, language) };
}

/** True when a caller hung up on a recording: it is what they wanted to leave, and its file is still to come. */
export const isRecorded = (stored: StoredInteraction): boolean =>
  placeOf(stored.interaction) !== null && currentRecording(stored) !== undefined;

/** Nothing is recorded: the flow has a way for it, and a caller who is gone is gone. */
export async function recordingFailed(deps: Deps, ref: InteractionRef): Promise<void> {
  const stored = await loadWhere(deps, ref, ({ interaction }) => placeOf(interaction) !== null);
  const place = stored === undefined ? null : placeOf(stored.interaction);
  if (place !== null) await stepFlow(deps, ref, { kind: 'recordingFailed', turn: place.turn });
}

/** The recording is there, or it holds nothing: then whoever hung up has left nothing behind. */
export async function recorded(deps: Deps, ref: InteractionRef, hasContent: boolean): Promise<void> {
  const stored = await loadWhere(deps, ref, ({ interaction }) => placeOf(interaction) !== null);
  const place = stored === undefined ? null : placeOf(stored.interaction);
  if (place === null) return;
  if (hasContent) await stepFlow(deps, ref, { kind: 'recorded', turn: place.turn });
  else await leaveInteraction(deps, ref, 'customerLeft');
}

async function nodeAt(deps: Deps, { facts }: Interaction, { nodeId }: Recording): Promise<VoicemailNode | null> {
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const node = config.flows.get(facts.flowId)?.nodes.get(nodeId);
  return node?.kind === 'voicemail' ? node : null;
}
