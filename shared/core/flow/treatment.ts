import type { Channel } from '../lib/channel';
import type { CompiledTreatment } from './words';
import { COMFORT_EVERY_MS } from './defaults';
import { textFor } from './text-for';

/** What a waiting customer has been told so far. Plain data: kept with the interaction. */
export interface TreatmentState {
  /** When the wait began; comfort messages keep its beat. */
  readonly beganAt: number;
  /** Null before the first message. */
  readonly toldAt: number | null;
  /** The last place and wait told; null before one was. They are told again only when better. */
  readonly toldPosition: number | null;
  readonly toldMinutes: number | null;
}

/** What is known of a waiting customer at this moment. */
export interface TreatmentFacts {
  readonly channel: Channel;
  readonly language: string;
  /** 1 is next; null when not known. */
  readonly position: number | null;
  /** The estimated rest of the wait; null when not known. */
  readonly waitMs: number | null;
}

/** One thing to do for the waiting customer. `music` loops until something else plays; null is the channel's own. */
export type TreatmentPlay =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'music'; readonly file: string | null };

/** What to play or send now, in order, and when to ask again. */
export interface TreatmentStep {
  readonly plays: readonly TreatmentPlay[];
  readonly state: TreatmentState;
  /** When there is something to say again; null when nothing more will be said. */
  readonly nextAt: number | null;
}

/** The treatment of a customer who begins to wait. */
export function beginTreatment(beganAt: number): TreatmentState {
  return { beganAt, toldAt: null, toldPosition: null, toldMinutes: null };
}

/**
 * What a waiting customer hears or reads now. A caller is comforted on entering and then every `every` (30 s unless
 * set), with music after it; a written channel gets one message, and more only when `every` is set. A beat that was
 * missed is not made up for. Place and wait are told when known, and again only when they have become better.
 */
export function treatment(
  plan: CompiledTreatment,
  state: TreatmentState,
  now: number,
  facts: TreatmentFacts,
): TreatmentStep {
  const everyMs = everyMsOf(plan, facts.channel);
  const dueAt = nextBeat(state, everyMs);
  if (dueAt === null || now < dueAt) return { plays: [], state, nextAt: dueAt };
  const told: TreatmentState = { ...state, toldAt: now, ...betterFigures(state, facts) };
  return { plays: plays(plan, state, told, facts), state: told, nextAt: nextBeat(told, everyMs) };
}

/** When there is something to say to a waiting customer; null when nothing more will be said. */
export const treatmentDueAt = (plan: CompiledTreatment, state: TreatmentState, channel: Channel): number | null =>
  nextBeat(state, everyMsOf(plan, channel));

const everyMsOf = (plan: CompiledTreatment, channel: Channel): number | null =>
  plan.everyMs ?? (channel === 'voice' ? COMFORT_EVERY_MS : null);

/** A wait as it is told: whole minutes, rounded up, above ten to the next five, so that it is rarely too short. */
export function toldMinutes(waitMs: number): number {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5;
}

function nextBeat({ beganAt, toldAt }: TreatmentState, everyMs: number | null): number | null {
  if (toldAt === null) return beganAt;
  if (everyMs === null) return null;
  const beats = Math.floor(Math.max(0, toldAt - beganAt) / everyMs) + 1;
  return beganAt + beats * everyMs;
}

function betterFigures(
  state: TreatmentState,
  { position, waitMs }: TreatmentFacts,
): Pick<TreatmentState, 'toldPosition' | 'toldMinutes'> {
  const minutes = waitMs === null ? null : toldMinutes(waitMs);
  return {
    toldPosition: better(state.toldPosition, position),
    toldMinutes: better(state.toldMinutes, minutes),
  };
}

function better(told: number | null, known: number | null): number | null {
  if (known === null) return told;
  return told === null ? known : Math.min(told, known);
}

function plays(
  plan: CompiledTreatment,
  before: TreatmentState,
  after: TreatmentState,
  { channel, language }: TreatmentFacts,
): readonly TreatmentPlay[] {
  const figures = [
    figure(plan.position, '{position}', before.toldPosition, after.toldPosition),
    figure(waitText(plan, after.toldMinutes), '{minutes}', before.toldMinutes, after.toldMinutes),
  ];
  const lines = figures.flatMap((one) =>
    one === null ? [] : [textFor(one.text, channel, language).replaceAll(one.placeholder, String(one.value))],
  );
  // One text, because a call plays one source per request.
  const text = [textFor(plan.comfort, channel, language), ...lines].join(' ');
  return channel === 'voice'
    ? [
        { kind: 'say', text },
        { kind: 'music', file: plan.music },
      ]
    : [{ kind: 'say', text }];
}

const waitText = ({ wait, waitOfOne }: CompiledTreatment, minutes: number | null): CompiledTreatment['wait'] =>
  minutes === 1 && wait !== null ? (waitOfOne ?? wait) : wait;

function figure(
  text: CompiledTreatment['position'],
  placeholder: string,
  before: number | null,
  after: number | null,
): { readonly text: NonNullable<CompiledTreatment['position']>; readonly placeholder: string; value: number } | null {
  return text === null || after === null || after === before ? null : { text, placeholder, value: after };
}
