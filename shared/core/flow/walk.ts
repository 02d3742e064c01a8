import type { Channel } from '../lib/channel';
import type { CompiledFlow } from './compiled';
import type { FlowContext, FlowEffect, FlowPosition, FlowStep, InFlow } from './protocol';
import { fillIn, spokenFor, textFor } from './text-for';
import type { Variables } from './text-for';
import type { CompiledSpoken, CompiledText, Spoken } from './words';

/** A customer on the way through a flow, with the effects gathered so far in this step. */
export interface Walk {
  readonly flow: CompiledFlow;
  readonly context: FlowContext;
  readonly channel: Channel;
  readonly language: string;
  readonly turn: number;
  readonly memory: Variables;
  readonly waitingSince: number | null;
  /** Words the customer brought along; the first node that waits for words takes them. */
  readonly firstText: string | null;
  readonly effects: readonly FlowEffect[];
}

/** The answer that moves. */
export type Moved = Extract<FlowStep, { outcome: 'moved' }>;

/** The walk of a customer who is at a position. */
export function walkFrom(flow: CompiledFlow, position: InFlow, context: FlowContext): Walk {
  const { channel, language, turn, memory, waitingSince } = position;
  return { flow, context, channel, language, turn, memory, waitingSince, firstText: null, effects: [] };
}

/** The place of a walk at a node, a turn further: what positions share. */
export const placeAt = ({ channel, language, turn, memory, waitingSince }: Walk, nodeId: string): InFlow => ({
  nodeId,
  channel,
  language,
  turn: turn + 1,
  memory,
  waitingSince,
});

/** Stops here: the customer, or the world, has the next word. */
export const stop = (walk: Walk, position: FlowPosition, effect: FlowEffect): Moved => ({
  outcome: 'moved',
  position,
  effects: [...walk.effects, effect],
});

/** Every variable by its name, those that need no asking too. */
export const variablesOf = ({ channel, language, memory }: Walk): Variables => ({ ...memory, channel, language });

/** The walk with a variable more. */
export const remembering = (walk: Walk, values: Variables): Walk => ({
  ...walk,
  memory: { ...walk.memory, ...values },
});

/** A text as this customer reads or hears it. */
export const wordsFor = (walk: Walk, text: CompiledText, also: Variables = {}): string =>
  fillIn(textFor(text, walk.channel, walk.language), { ...variablesOf(walk), ...also });

/** How this customer hears a node; null on written channels, and where it is read. */
export const heardAs = (walk: Walk, spoken: CompiledSpoken): Spoken | null =>
  walk.channel === 'voice' ? spokenFor(spoken, walk.language, variablesOf(walk)) : null;
