import type { CompiledConfig } from '../core/config/compiled';
import { beginTreatment, treatment } from '../core/flow/treatment';
import { encodePosition } from '../core/flow/position-codec';
import type { FlowEffect, FlowStep } from '../core/flow/protocol';
import type { FlowTask, LastWords, Prompt } from '../core/interaction/acts';
import type { FlowCommand } from '../core/interaction/commands';
import type { Interaction, QueueVisit } from '../core/interaction/state';
import type { VisitId } from '../core/lib/ids';
import { endTimings } from './lib/end-timings';
import { wantedAt } from './lib/wanted-at';
import { DEFERRED_FOR_MS, newVisit, type NewVisit } from './lib/new-visit';
import { gatherOf } from './gather-of';

/** A step that a flow took, with what its effects are carried out by. */
export interface Walked {
  readonly config: CompiledConfig;
  readonly interaction: Interaction;
  readonly walked: Extract<FlowStep, { outcome: 'moved' }>;
  /** For the queue visit that the step may begin. */
  readonly visitId: VisitId;
  readonly at: number;
}

type EffectOf<Kind extends FlowEffect['kind']> = Extract<FlowEffect, { kind: Kind }>;

/** What the effects of a step ask of the interaction: to wait in a queue, to end, to be done later, or to go on talking. */
export function commandOfStep(step: Walked): FlowCommand {
  const { effects, position } = step.walked;
  for (const effect of effects) {
    if (effect.kind === 'enqueue') return enqueue(step, effect);
    if (effect.kind === 'close') return close(step, effect);
    if (effect.kind === 'callBack' || effect.kind === 'voicemailLeft') return defer(step, effect);
  }
  return position.state === 'transferred' ? handedOn(step) : talk(step);
}

type Spoken = EffectOf<'say' | 'gather' | 'record'>;
const isText = (effect: FlowEffect): effect is Spoken =>
  effect.kind === 'say' || effect.kind === 'gather' || effect.kind === 'record';

const textsOf = (effects: readonly FlowEffect[]): string[] => effects.filter(isText).map(({ text }) => text);

function talk({ config, interaction, walked, at }: Walked): FlowCommand {
  const { effects, position } = walked;
  const isCall = interaction.facts.channel === 'voice';
  return {
    type: 'moveInFlow',
    at,
    position: encodePosition(position),
    memory: 'memory' in position ? position.memory : {},
    answerBy: answerBy(effects, at, isCall),
    prompt: isCall ? promptOf(config, effects) : null,
    texts: isCall ? [] : textsOf(effects),
    task: taskOf(effects),
    recording: null,
  };
}

/** A caller's silence is reported by the call; if that report never comes, the safety timer asks after this much more. */
const CALL_REPORT_SLACK_MS = 60_000;

function answerBy(effects: readonly FlowEffect[], at: number, isCall: boolean): number {
  const slack = isCall ? CALL_REPORT_SLACK_MS : 0;
  const timeouts = effects.flatMap((effect) => ('timeoutMs' in effect ? [effect.timeoutMs] : []));
  return at + slack + Math.max(0, ...timeouts);
}

/** The voice that reads a language to callers. */
export const voiceOf = ({ tenant }: CompiledConfig, language: string): string | null =>
  tenant.voices.get(language) ?? null;

function promptOf(config: CompiledConfig, effects: readonly FlowEffect[]): Prompt | null {
  const spoken = effects.filter(isText);
  const last = spoken.at(-1);
  if (last === undefined) return null;
  return {
    say: spoken.map(({ text }) => text).filter((text) => text !== ''),
    spoken: last.spoken,
    voice: voiceOf(config, last.language),
    language: last.language,
    turn: last.turn,
    gather: last.kind === 'gather' ? gatherOf(last) : null,
    purpose: last.kind === 'gather' && last.answers.kind === 'sealedKeys' ? 'capture' : 'flow',
  };
}

function taskOf(effects: readonly FlowEffect[]): FlowTask | null {
  for (const effect of effects) {
    const task = taskFrom(effect);
    if (task !== null) return task;
  }
  return null;
}

function taskFrom(effect: FlowEffect): FlowTask | null {
  if (effect.kind === 'askAssistant') {
    const { turn, assistantId, text, language } = effect;
    return { kind: 'assistant', turn, assistantId, text, language };
  }
  if (effect.kind === 'lookUp') {
    const { kind, turn, lookUpId, variables } = effect;
    return { kind, turn, lookUpId, variables };
  }
  if (effect.kind === 'message') return { kind: effect.kind, turn: effect.turn, from: effect.from, text: effect.text };
  return effect.kind === 'transfer'
    ? { kind: effect.kind, turn: effect.turn, to: effect.to, headers: effect.headers }
    : null;
}

function visitOf(
  { config, interaction, walked, visitId, at }: Walked,
  { queueId, priority, requirements, language }: Wanted,
  own: Pick<QueueVisit, 'deadlineAt' | 'waitingSince' | 'work'>,
): QueueVisit {
  const { channel, continues } = interaction.facts;
  const position = encodePosition(walked.position);
  const preferredAgentId = continues?.agentId ?? null;
  const wanted = { queueId, priority, requirements, language, position, preferredAgentId, ...own };
  return newVisit(config, channel, wanted, { visitId, at });
}

/** What an effect says of the visit. */
type Wanted = Pick<NewVisit, 'queueId' | 'priority' | 'requirements' | 'language'>;

function enqueue(step: Walked, effect: EffectOf<'enqueue'>): FlowCommand {
  const { interaction, walked, at } = step;
  const { waitingSince, deadlineMs } = effect;
  const own = { waitingSince, deadlineAt: at + deadlineMs, work: 'live' } as const;
  const visit = visitOf(step, effect, own);
  const isCall = interaction.facts.channel === 'voice';
  const texts = isCall ? [] : [...textsOf(walked.effects), ...comfort(interaction, effect, at)];
  return { type: 'enqueue', at, visit, cause: 'flow', texts };
}

/** A written channel is comforted once, on entering; a caller by the call's treatment. */
function comfort({ facts }: Interaction, effect: EffectOf<'enqueue'>, at: number): string[] {
  const known = { channel: facts.channel, language: effect.language, position: null, waitMs: null };
  const { plays } = treatment(effect.treatment, beginTreatment(at), at, known);
  return plays.flatMap((piece) => (piece.kind === 'say' && piece.text !== '' ? [piece.text] : []));
}

function defer(step: Walked, effect: EffectOf<'callBack' | 'voicemailLeft'>): FlowCommand {
  const { config, walked, at } = step;
  const work =
    effect.kind === 'callBack'
      ? ({ kind: 'callback', number: effect.number } as const)
      : ({ kind: 'voicemail' } as const);
  const wanted = effect.kind === 'callBack' && effect.when !== null ? effect.when : null;
  const from = wanted === null ? null : wantedAt(wanted, at, config.tenant.timeZone);
  // Who chose a time has not waited until then.
  const waitingSince = from ?? effect.waitingSince ?? at;
  const deadlineAt = (from ?? at) + DEFERRED_FOR_MS[work.kind];
  const visit = visitOf(step, effect, { waitingSince, deadlineAt, work: work.kind });
  const said = effect.kind === 'callBack' ? [effect.text] : [];
  const words = wordsOf(config, effect.language, [...textsOf(walked.effects), ...said], null);
  return { type: 'defer', at, work, visit, notBefore: from ?? 0, words };
}

/** Last words to a caller. */
export const wordsOf = (
  config: CompiledConfig,
  language: string,
  texts: readonly string[],
  spoken: LastWords['spoken'],
): LastWords => ({
  texts: texts.filter((text) => text !== ''),
  spoken,
  voice: voiceOf(config, language),
  language,
});

function close({ config, interaction, walked, at }: Walked, effect: EffectOf<'close'>): FlowCommand {
  const words = wordsOf(config, effect.language, [...textsOf(walked.effects), effect.text], effect.spoken);
  return { type: 'end', at, reason: effect.reason, words, ...endTimings(config, interaction) };
}

function handedOn({ config, interaction, at }: Walked): FlowCommand {
  const words = wordsOf(config, config.tenant.languages[0], [], null);
  return { type: 'end', at, reason: 'transferred', words, ...endTimings(config, interaction) };
}
