import type { CompiledConfig } from '../core/config/compiled';
import { beginTreatment, treatment } from '../core/flow/treatment';
import { encodePosition } from '../core/flow/position-codec';
import type { FlowEffect, FlowStep } from '../core/flow/protocol';
import type { AssistantQuestion, Prompt } from '../core/interaction/acts';
import type { InteractionCommand } from '../core/interaction/commands';
import type { Interaction, QueueVisit } from '../core/interaction/state';
import { queueIdOf, shardIdOf, type VisitId } from '../core/lib/ids';
import { endTimings } from './lib/end-timings';
import { dueAt } from './lib/local-time';

export interface Walked {
  readonly config: CompiledConfig;
  readonly interaction: Interaction;
  readonly walked: Extract<FlowStep, { outcome: 'moved' }>;
  /** For the queue visit that the step may begin. */
  readonly visitId: VisitId;
  readonly at: number;
}

type EffectOf<Kind extends FlowEffect['kind']> = Extract<FlowEffect, { kind: Kind }>;

/** What the effects of a step ask of the interaction: to wait in a queue, to end, or to go on talking. */
export function commandOfStep(step: Walked): InteractionCommand {
  const { effects } = step.walked;
  for (const effect of effects) {
    if (effect.kind === 'enqueue') return enqueue(step, effect);
    if (effect.kind === 'close') return close(step, effect);
  }
  return talk(step);
}

const isText = (effect: FlowEffect): effect is EffectOf<'say' | 'gather' | 'listen'> =>
  effect.kind === 'say' || effect.kind === 'gather' || effect.kind === 'listen';

const textsOf = (effects: readonly FlowEffect[]): string[] => effects.filter(isText).map(({ text }) => text);

function talk({ interaction, walked, at }: Walked): InteractionCommand {
  const { effects, position } = walked;
  const isCall = interaction.facts.channel === 'voice';
  const memory = effects.reduce(
    (all, effect) => (effect.kind === 'setAttributes' ? { ...all, ...effect.attributes } : all),
    interaction.phase.name === 'selfService' ? interaction.phase.memory : {},
  );
  return {
    type: 'moveInFlow',
    at,
    position: encodePosition(position),
    memory,
    answerBy: answerBy(effects, at, isCall),
    prompt: isCall ? promptOf(effects) : null,
    texts: isCall ? [] : textsOf(effects),
    ask: questionOf(effects),
  };
}

/** A caller's silence is reported by the call; if that report never comes, the safety timer asks after this much more. */
const CALL_REPORT_SLACK_MS = 60_000;

function answerBy(effects: readonly FlowEffect[], at: number, isCall: boolean): number {
  const slack = isCall ? CALL_REPORT_SLACK_MS : 0;
  const timeouts = effects.flatMap((effect) => ('timeoutMs' in effect ? [effect.timeoutMs] : []));
  return at + slack + Math.max(0, ...timeouts);
}

function promptOf(effects: readonly FlowEffect[]): Prompt | null {
  const spoken = effects.filter(isText);
  const last = spoken.at(-1);
  if (last === undefined) return null;
  const say = spoken.map(({ text }) => text);
  const base = { say, language: last.language, turn: last.turn };
  if (last.kind === 'say') return { ...base, gather: null };
  if (last.kind === 'listen') return { ...base, gather: { digits: [], words: [], timeoutMs: last.timeoutMs } };
  const words = last.options.flatMap((option) => option.words);
  return { ...base, gather: { digits: last.options.map(({ digit }) => digit), words, timeoutMs: last.timeoutMs } };
}

function questionOf(effects: readonly FlowEffect[]): AssistantQuestion | null {
  const asked = effects.find((effect) => effect.kind === 'askAssistant');
  if (asked?.kind !== 'askAssistant') return null;
  const { assistantId, text, language, turn } = asked;
  return { assistantId, text, language, turn };
}

function enqueue(step: Walked, effect: EffectOf<'enqueue'>): InteractionCommand {
  const { config, interaction, walked, visitId, at } = step;
  const { facts } = interaction;
  const queue = config.queues.get(effect.queueId);
  const target = queue?.channels.get(facts.channel)?.target;
  const schedule = config.hours.get(queue?.hoursId ?? '') ?? null;
  const visit: QueueVisit = {
    visitId,
    attempt: 0,
    queueId: queueIdOf(effect.queueId),
    shardId: shardIdOf(queue?.shardId ?? config.shardIds[0] ?? 'main'),
    beganAt: at,
    waitingSince: at,
    targetMs: target === undefined ? 0 : dueAt(target, schedule, at) - at,
    priority: effect.priority,
    requirements: effect.requirements,
    preferredAgentId: facts.continues?.agentId ?? null,
    deadlineAt: at + effect.deadlineMs,
    position: encodePosition(walked.position),
    language: effect.language,
  };
  const texts = facts.channel === 'voice' ? [] : [...textsOf(walked.effects), ...comfort(interaction, effect, at)];
  return { type: 'enqueue', at, visit, cause: 'flow', texts };
}

/** A written channel is comforted once, on entering; a caller by the call's treatment. */
function comfort({ facts }: Interaction, effect: EffectOf<'enqueue'>, at: number): string[] {
  const known = { channel: facts.channel, language: effect.language, position: null, waitMs: null };
  const { plays } = treatment(effect.treatment, beginTreatment(at), at, known);
  return plays.flatMap((piece) => (piece.kind === 'say' && piece.text !== '' ? [piece.text] : []));
}

function close({ config, interaction, walked, at }: Walked, effect: EffectOf<'close'>): InteractionCommand {
  const texts = [...textsOf(walked.effects), effect.text].filter((text) => text !== '');
  return {
    type: 'end',
    at,
    reason: effect.reason,
    texts,
    language: effect.language,
    ...endTimings(config, interaction),
  };
}
