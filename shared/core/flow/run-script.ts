import type { Channel } from '../lib/channel';
import { never } from '../lib/never';
import type { SipHeader } from '../lib/sip-headers';
import type { CompiledFlow } from './compiled';
import type { AssistantAnswer, FlowContext, FlowEffect, FlowInput, FlowPosition } from './protocol';
import { MASK } from './sealed';
import { step } from './step';
import type { Variables } from './text-for';

/** One thing that happens to somebody in a flow, in the words of a script. */
export type ScriptStep =
  | { readonly press: string }
  | { readonly say: string }
  | { readonly silence: true }
  | { readonly found: Variables }
  | { readonly notFound: true }
  /** Whatever is being done fails: a look-up, an assistant, a recording, a transfer. */
  | { readonly fails: true }
  | { readonly answer: AssistantAnswer }
  /** The recording, or the transfer, went well. */
  | { readonly done: true }
  | { readonly waits: 'tooLong' | 'closed' | 'nobodySignedIn' }
  | { readonly agent: true };

/** Who goes through a flow, and what the world is like. */
export interface ScriptSetting {
  readonly channel: Channel;
  readonly language: string | null;
  readonly firstText: string | null;
  readonly known: Variables;
  readonly headers: readonly SipHeader[];
  readonly context: FlowContext;
}

/** What a run has seen: every effect in order, with the step of the script that brought it (null: the start). */
export interface ScriptRun {
  readonly position: FlowPosition;
  readonly effects: readonly FlowEffect[];
  /** The first step that nothing was waiting for, by its number from 0; null when all were taken. */
  readonly untaken: number | null;
}

/** As many prompts can be heard, and messages sent, between two steps of any script. */
const MOST_BETWEEN = 200;

/**
 * Plays a script against a flow: prompts are heard to their end and messages go out by themselves, everything else is for
 * the script to say. Pure, so a flow is tried in less than a millisecond.
 */
export function runScript(flow: CompiledFlow, setting: ScriptSetting, script: readonly ScriptStep[]): ScriptRun {
  const { context, ...who } = setting;
  let run = take(flow, START, { kind: 'started', ...who }, context);
  run = goOn(flow, run, context);
  for (const [index, one] of script.entries()) {
    const input = inputOf(one, run.position);
    const next = input === null ? null : take(flow, run, input, context);
    if (next === null || next.position === run.position) return { ...run, untaken: index };
    run = goOn(flow, next, context);
  }
  return run;
}

const START: ScriptRun = { position: { state: 'notStarted' }, effects: [], untaken: null };

function take(flow: CompiledFlow, run: ScriptRun, input: FlowInput, context: FlowContext): ScriptRun {
  const stepped = step(flow, run.position, input, context);
  return { ...run, position: stepped.position, effects: [...run.effects, ...stepped.effects] };
}

/** Hears every prompt out. */
function goOn(flow: CompiledFlow, from: ScriptRun, context: FlowContext): ScriptRun {
  let run = from;
  for (let count = 0; count < MOST_BETWEEN; count += 1) {
    const { position } = run;
    if (position.state === 'saying') run = take(flow, run, { kind: 'promptEnded', turn: position.turn }, context);
    else if (position.state === 'messaging')
      run = take(flow, run, { kind: 'messageDone', turn: position.turn }, context);
    else return run;
  }
  return run;
}

/** A step as the input that the position waits for; null where it means nothing. */
export function inputOf(one: ScriptStep, position: FlowPosition): FlowInput | null {
  if (!('turn' in position)) return null;
  const { turn, channel } = position;
  if (position.state === 'capturing') return captureInput(one, turn);
  if ('press' in one) {
    if (position.state === 'queued') return { kind: 'keyWhileQueued', turn, digit: one.press };
    return channel === 'voice' ? { kind: 'digit', turn, digit: one.press } : { kind: 'text', text: one.press };
  }
  if ('say' in one) {
    return channel === 'voice' ? { kind: 'spoken', turn, text: one.say } : { kind: 'text', text: one.say };
  }
  if ('silence' in one) return { kind: 'silence', turn };
  if ('found' in one) return { kind: 'lookedUp', turn, found: true, values: one.found };
  if ('notFound' in one) return { kind: 'lookedUp', turn, found: false, values: {} };
  if ('answer' in one) return { kind: 'assistantAnswered', turn, answer: one.answer };
  if ('waits' in one) return { kind: 'queueLeft', turn, because: one.waits };
  if ('agent' in one) return { kind: 'agentAnswered' };
  return 'fails' in one ? failureAt(position, turn) : successAt(position, turn);
}

/** A flow never sees the digits: `found` says that they were taken, `notFound` that the other system would not have them. */
function captureInput(one: ScriptStep, turn: number): FlowInput | null {
  if ('silence' in one) return { kind: 'silence', turn };
  if ('found' in one) return { kind: 'captured', turn, masked: MASK, values: one.found };
  if ('notFound' in one) return { kind: 'captureRefused', turn };
  return 'fails' in one ? { kind: 'captureFailed', turn } : null;
}

function failureAt({ state }: FlowPosition, turn: number): FlowInput {
  switch (state) {
    case 'lookingUp':
      return { kind: 'lookUpFailed', turn };
    case 'thinking':
      return { kind: 'assistantFailed', turn };
    case 'recording':
      return { kind: 'recordingFailed', turn };
    case 'transferring':
      return { kind: 'transferFailed', turn };
    case 'notStarted':
    case 'saying':
    case 'choosing':
    case 'gathering':
    case 'capturing':
    case 'confirming':
    case 'surveying':
    case 'messaging':
    case 'listening':
    case 'queued':
    case 'deferred':
    case 'transferred':
    case 'withAgent':
    case 'ended':
      return { kind: 'silence', turn };
    default:
      return never(state);
  }
}

const successAt = ({ state }: FlowPosition, turn: number): FlowInput =>
  state === 'transferring' ? { kind: 'transferDone', turn } : { kind: 'recorded', turn };
